import { createHash } from 'node:crypto'
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  GetAccountSettingsCommand,
  GetFunctionCodeSigningConfigCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ListTagsCommand,
  PublishLayerVersionCommand,
  TagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { uniqueName } from '../support/names.ts'
import { sendRaw } from '../support/raw-http.ts'
import { refusalOf } from '../support/refusal.ts'
import { zipOf } from '../support/zip.ts'

const origin = inject('origin')
const ACCOUNT = '333300000051'
const { lambda, s3 } = awsClients({ origin, account: ACCOUNT })
const { create, inputOf, arnOf, updated, invoke } = functionsOf(lambda, ACCOUNT)
const HANDLER = 'exports.handler = async (event) => event'

/** A request as it is written here, and not as a client would. */
function ask(method: string, path: string) {
  const credential = `Credential=${ACCOUNT}/20260101/us-east-1/lambda/aws4_request`
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`
  return sendRaw(origin, `/2015-03-31/functions/${path}`, { method, headers: { authorization } })
}

const configurationOf = (FunctionName: string) => lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))

let name: string
beforeAll(async () => {
  name = await create(HANDLER)
})

describe('names of functions', () => {
  it('are short, with an account, or whole ARNs, with a qualifier or without (lambda 1.1.3)', async () => {
    const forms = [name, `${ACCOUNT}:function:${name}`, arnOf(name)]
    for (const form of forms.flatMap((plain) => [plain, `${plain}:$LATEST`])) {
      const { FunctionName, FunctionArn } = await configurationOf(form)
      expect(FunctionName).toBe(name)
      expect(FunctionArn).toBe(form.endsWith('$LATEST') ? `${arnOf(name)}:$LATEST` : arnOf(name))
    }
  })

  it('have colons that are encoded, or not (lambda 1.1.3)', async () => {
    for (const form of [`${name}:$LATEST`, `${name}%3A$LATEST`, arnOf(name), encodeURIComponent(arnOf(name))]) {
      const { status, body } = await ask('GET', `${form}/configuration`)
      expect([status, JSON.parse(body).FunctionName], form).toEqual([200, name])
    }
  })

  it('have one qualifier (lambda 1.1.4)', async () => {
    const asked = { FunctionName: `${name}:1`, Qualifier: '$LATEST' }
    expect(await refusalOf(lambda.send(new GetFunctionCommand(asked)))).toEqual({
      name: 'InvalidParameterValueException',
      message: 'The derived qualifier from the function name does not match the specified qualifier.',
      status: 400,
    })
  })

  it('are of this region (lambda 1.1.5)', async () => {
    const FunctionName = arnOf(name).replace('us-east-1', 'eu-west-1')
    expect(await refusalOf(lambda.send(new GetFunctionCommand({ FunctionName })))).toEqual({
      name: 'ResourceNotFoundException',
      message: "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
      status: 404,
    })
  })

  it('are of this account when a function is made (lambda 1.1.6)', async () => {
    const FunctionName = arnOf(uniqueName('fn')).replace(ACCOUNT, '999999999999')
    const refused = await refusalOf(lambda.send(new CreateFunctionCommand(inputOf(HANDLER, { FunctionName }))))
    expect(refused).toMatchObject({ name: 'AccessDeniedException', status: 403 })
  })
})

describe('a function that is made', () => {
  it('shows only the settings that were sent (lambda 1.2.3)', async () => {
    const plain = await configurationOf(name)
    const optional = ['Environment', 'Layers', 'VpcConfig', 'DeadLetterConfig', 'KMSKeyArn', 'ImageConfigResponse']
    expect(Object.keys(plain).filter((key) => optional.includes(key))).toEqual([])
    const made = await lambda.send(new CreateFunctionCommand(inputOf(HANDLER, { Environment: { Variables: {} } })))
    expect(made.Environment).toEqual({ Variables: {} })
  })

  it('shows all settings that were sent, until they are cleared (lambda 1.2.3, 1.3.5)', async () => {
    const { LayerVersionArn = '' } = await lambda.send(
      new PublishLayerVersionCommand({ LayerName: uniqueName('layer'), Content: { ZipFile: zipOf({ x: '' }) } }),
    )
    const sent = {
      DeadLetterConfig: { TargetArn: `arn:aws:sqs:us-east-1:${ACCOUNT}:dead` },
      KMSKeyArn: `arn:aws:kms:us-east-1:${ACCOUNT}:key/12345678-1234-1234-1234-123456789012`,
    }
    const network = { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] }
    const input = inputOf(HANDLER, { ...sent, VpcConfig: network, Layers: [LayerVersionArn] })
    expect(await lambda.send(new CreateFunctionCommand(input))).toMatchObject({
      ...sent,
      Layers: [{ Arn: LayerVersionArn, CodeSize: expect.any(Number) }],
      VpcConfig: { ...network, VpcId: expect.stringMatching(/^vpc-/), Ipv6AllowedForDualStack: false },
    })
    const FunctionName = input.FunctionName ?? ''
    await updated(FunctionName)
    const cleared = { Layers: [], DeadLetterConfig: {}, VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } }
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...cleared }))
    await updated(FunctionName)
    const after = await configurationOf(FunctionName)
    expect([after.Layers, after.DeadLetterConfig]).toEqual([undefined, undefined])
    expect([after.VpcConfig?.SubnetIds, after.VpcConfig?.VpcId]).toEqual([[], ''])
  })

  it('is published at once with the plain ARN and the number (lambda 1.2.4)', async () => {
    const input = inputOf(HANDLER, { Publish: true })
    const made = await lambda.send(new CreateFunctionCommand(input))
    const FunctionArn = arnOf(input.FunctionName ?? '')
    expect(made).toMatchObject({ Version: '1', FunctionArn, State: 'Pending' })
  })

  it('is ready under another revision (lambda 1.2.6)', async () => {
    const input = inputOf(HANDLER)
    const made = await lambda.send(new CreateFunctionCommand(input))
    expect(made).toMatchObject({ State: 'Pending', StateReasonCode: 'Creating' })
    expect(made.LastUpdateStatus).toBeUndefined()
    await updated(input.FunctionName ?? '')
    const ready = await configurationOf(input.FunctionName ?? '')
    expect(ready).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' })
    expect([ready.StateReason, ready.StateReasonCode, ready.LastUpdateStatusReason]).toEqual(Array(3).fill(undefined))
    expect(ready.RevisionId).not.toBe(made.RevisionId)
  })

  it('is shown with the qualifier that was asked for (lambda 1.2.7)', async () => {
    const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: name, Qualifier: '$LATEST' }))
    expect(Configuration).toMatchObject({ FunctionArn: `${arnOf(name)}:$LATEST`, Version: '$LATEST' })
  })

  it('has the digest of its archive (lambda 1.2.9)', async () => {
    const archive = zipOf({ 'index.js': HANDLER })
    const { CodeSha256 } = await configurationOf(name)
    expect(CodeSha256).toBe(createHash('sha256').update(archive).digest('base64'))
  })

  it('that is unknown is refused by its plain ARN, whatever version is to be deleted (lambda 1.2.11, 0.6, 0.h)', async () => {
    const unknown = {
      name: 'ResourceNotFoundException',
      message: `Function not found: ${arnOf('nobody')}`,
      status: 404,
    }
    for (const Qualifier of [undefined, '1']) {
      const gone = lambda.send(new DeleteFunctionCommand({ FunctionName: 'nobody', Qualifier }))
      expect(await refusalOf(gone)).toEqual(unknown)
    }
    expect(await refusalOf(lambda.send(new GetFunctionCommand({ FunctionName: 'nobody' })))).toEqual(unknown)
    const invoked = await refusalOf(lambda.send(new InvokeCommand({ FunctionName: 'nobody' })))
    expect(invoked).toEqual({ ...unknown, message: `${unknown.message}:$LATEST` })
  })

  it('that is unknown is told under keys of their own (lambda 0.6, 0.h)', async () => {
    const { status, headers, body } = await ask('GET', 'nobody')
    expect([status, headers['x-amzn-errortype']]).toEqual([404, 'ResourceNotFoundException'])
    expect(JSON.parse(body)).toEqual({ Type: 'User', Message: `Function not found: ${arnOf('nobody')}` })
    const refused = await ask('DELETE', `${name}?Qualifier=%24LATEST`)
    expect(JSON.parse(refused.body)).toEqual({ Type: 'User', message: expect.any(String) })
  })

  it('starts anew under a name that was deleted (lambda 1.2.12)', async () => {
    const input = inputOf(HANDLER, { Publish: true, Tags: { a: '1' } })
    const FunctionName = input.FunctionName ?? ''
    const first = await lambda.send(new CreateFunctionCommand(input))
    await updated(FunctionName)
    await lambda.send(new DeleteFunctionCommand({ FunctionName }))
    const second = await lambda.send(new CreateFunctionCommand({ ...input, Tags: undefined }))
    expect(second.Version).toBe('1')
    expect(second.RevisionId).not.toBe(first.RevisionId)
    expect((await lambda.send(new ListTagsCommand({ Resource: second.FunctionArn }))).Tags).toEqual({})
  })
})

describe('a function that is changed', () => {
  it('is in progress under a new revision, also when nothing changes (lambda 1.3.2)', async () => {
    const before = await configurationOf(name)
    const inProgress = { State: 'Active', LastUpdateStatus: 'InProgress', LastUpdateStatusReasonCode: 'Creating' }
    const ZipFile = zipOf({ 'index.js': HANDLER })
    const coded = await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile }))
    expect(coded).toMatchObject({ ...inProgress, LastUpdateStatusReason: 'The function is being created.' })
    expect(coded.RevisionId).not.toBe(before.RevisionId)
    await updated(name)
    const set = await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name }))
    expect(set).toMatchObject(inProgress)
    await updated(name)
  })

  it('keeps variables that are not sent, and replaces those that are (lambda 1.3.5, 0.f)', async () => {
    const FunctionName = await create(HANDLER, { Environment: { Variables: { AA: '1', BB: '2' } } })
    const change = async (more: object) => {
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...more }))
      await updated(FunctionName)
      return (await configurationOf(FunctionName)).Environment?.Variables
    }
    expect(await change({ Description: 'x' })).toEqual({ AA: '1', BB: '2' })
    expect(await change({ Environment: { Variables: { CC: '3' } } })).toEqual({ CC: '3' })
    expect((await change({ Environment: {} })) ?? {}).toEqual({})
  })

  it('publishes what its new code is (lambda 1.3.4)', async () => {
    const FunctionName = await create(HANDLER)
    const ZipFile = zipOf({ 'index.js': 'exports.handler = async () => 2' })
    const echo = await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile, Publish: true }))
    expect(echo).toMatchObject({ Version: '1', FunctionArn: `${arnOf(FunctionName)}:1` })
    await updated(FunctionName)
    expect(await invoke(FunctionName, {})).toMatchObject({ text: '2', version: '$LATEST' })
  })

  it('changes its architecture with its code (lambda 1.3.6)', async () => {
    const FunctionName = await create(HANDLER)
    const ZipFile = zipOf({ 'index.js': HANDLER })
    const change = { FunctionName, ZipFile, Architectures: ['arm64' as const] }
    expect(await lambda.send(new UpdateFunctionCodeCommand(change))).toMatchObject({ Architectures: ['arm64'] })
  })

  it('has log levels with JSON only (lambda 1.3.7)', async () => {
    const FunctionName = await create(HANDLER)
    const LogGroup = `/aws/lambda/${FunctionName}`
    const change = async (LogFormat: 'JSON' | 'Text') => {
      const LoggingConfig = { LogFormat }
      const echo = await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, LoggingConfig }))
      await updated(FunctionName)
      return echo.LoggingConfig
    }
    const levels = { ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO' }
    expect(await change('JSON')).toEqual({ LogFormat: 'JSON', LogGroup, ...levels })
    expect(await change('Text')).toEqual({ LogFormat: 'Text', LogGroup })
  })
})

describe('what no function can be', () => {
  const refused = async (settings: Partial<CreateFunctionCommandInput>) =>
    refusalOf(lambda.send(new CreateFunctionCommand(inputOf(HANDLER, settings))))

  it('a long name (lambda 1.5.3)', async () => {
    const FunctionName = 'a'.repeat(65)
    expect(await refused({ FunctionName })).toEqual({
      name: 'InvalidParameterValueException',
      message: `1 validation error detected: Value '${FunctionName}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
      status: 400,
    })
  })

  it('no role, told with the value, the member and the constraint (lambda 1.5.1, 1.5.4)', async () => {
    expect(await refused({ Role: 'r1' })).toEqual({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value 'r1' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+",
      status: 400,
    })
  })

  it('no runtime (lambda 1.5.5)', async () => {
    const { name: code, message } = await refused({ Runtime: 'NodeJS22.x' as 'nodejs22.x' })
    expect(code).toBe('InvalidParameterValueException')
    expect(message).toMatch(
      /^Value NodeJS22\.x at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: \[.*\] or be a valid ARN$/,
    )
  })

  it('a runtime that has ended (lambda 1.5.5)', async () => {
    expect(await refused({ Runtime: 'nodejs12.x' })).toEqual({
      name: 'InvalidParameterValueException',
      message:
        'The runtime parameter of nodejs12.x is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.',
      status: 400,
    })
  })

  it('two architectures (lambda 1.5.6)', async () => {
    const { name: code, message } = await refused({ Architectures: ['x86_64', 'arm64'] })
    expect(code).toBe('ValidationException')
    expect(message).toContain("Value '[x86_64, arm64]' at 'architectures' failed to satisfy constraint: ")
    expect(message).toContain('Member must have length less than or equal to 1')
  })

  it('no archive (lambda 1.5.7)', async () => {
    expect(await refused({ Code: { ZipFile: Buffer.from('no zip') } })).toMatchObject({
      message: 'Could not unzip uploaded file. Please check your file, then try to upload again.',
      status: 400,
    })
  })

  it('no object for an archive (lambda 1.5.7)', async () => {
    const Bucket = uniqueName('code')
    const told = 'Error occurred while GetObject. S3 Error Code:'
    expect((await refused({ Code: { S3Bucket: Bucket, S3Key: 'none.zip' } })).message).toBe(
      `${told} NoSuchBucket. S3 Error Message: The specified bucket does not exist`,
    )
    await s3.send(new CreateBucketCommand({ Bucket }))
    expect(await refused({ Code: { S3Bucket: Bucket, S3Key: 'none.zip' } })).toEqual({
      name: 'InvalidParameterValueException',
      message: `${told} NoSuchKey. S3 Error Message: The specified key does not exist.`,
      status: 400,
    })
  })

  it('more variables than 4 KB (lambda 1.5.8)', async () => {
    const Variables = { LARGE: 'x'.repeat(4096) }
    expect(await refused({ Environment: { Variables } })).toEqual({
      name: 'InvalidParameterValueException',
      message: `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${JSON.stringify(Variables)}`,
      status: 400,
    })
  })
})

describe('tags and the account', () => {
  it('are at most fifty, and of functions only (lambda 1.6.6)', async () => {
    const tag = (Resource: string, Tags: Record<string, string>) =>
      lambda.send(new TagResourceCommand({ Resource, Tags }))
    expect((await tag(arnOf(name), { a: '1' })).$metadata.httpStatusCode).toBe(204)
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v']))
    expect((await refusalOf(tag(arnOf(name), many))).message).toBe('Number of tags exceeds resource tag limit.')
    expect((await refusalOf(tag(`${arnOf(name)}:1`, { a: '1' }))).message).toBe(
      'Tags on function aliases and versions are not supported. Please specify a function ARN.',
    )
  })

  it('have limits and a use (lambda 1.6.8)', async () => {
    const settings = await lambda.send(new GetAccountSettingsCommand({}))
    expect(settings.AccountLimit).toMatchObject({
      CodeSizeUnzipped: 262144000,
      CodeSizeZipped: 52428800,
      TotalCodeSize: expect.any(Number),
      ConcurrentExecutions: expect.any(Number),
      UnreservedConcurrentExecutions: expect.any(Number),
    })
    expect(settings.AccountUsage?.FunctionCount).toBeGreaterThan(0)
    expect(settings.AccountUsage?.TotalCodeSize).toBeGreaterThan(0)
  })
})

it('a function without code signing has no answer to it (recorded)', async () => {
  const { $metadata, ...answer } = await lambda.send(new GetFunctionCodeSigningConfigCommand({ FunctionName: name }))
  expect([$metadata.httpStatusCode, answer]).toEqual([200, {}])
})
