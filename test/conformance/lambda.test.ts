import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  ListFunctionsCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda'
import { describe, expect, inject, it } from 'vitest'

import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'
import { zipOf } from '../support/zip.ts'

const origin = inject('origin')
const ACCOUNT = '333300000035'
const { lambda } = awsClients({ origin, account: ACCOUNT })

const HANDLER = `exports.handler = async (event, context) => {
  if (event.fail) throw new TypeError(event.fail)
  return { event, arn: context.invokedFunctionArn, stage: process.env.STAGE }
}`

async function create(code = HANDLER): Promise<string> {
  const FunctionName = uniqueName('fn')
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role: `arn:aws:iam::${ACCOUNT}:role/r`,
      Code: { ZipFile: zipOf({ 'index.js': code }) },
      Environment: { Variables: { STAGE: 'test' } },
    }),
  )
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 5 }, { FunctionName })
  return FunctionName
}

const arnOf = (name: string) => `arn:aws:lambda:us-east-1:${ACCOUNT}:function:${name}`
const textOf = (payload: Uint8Array | undefined) => Buffer.from(payload ?? []).toString('utf8')

describe('a function', () => {
  it('runs, fails, and is called by its name or its ARN', async () => {
    const name = await create()
    const ran = await lambda.send(new InvokeCommand({ FunctionName: arnOf(name), Payload: '{"a":1}', LogType: 'Tail' }))
    expect(ran).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' })
    expect(JSON.parse(textOf(ran.Payload))).toEqual({ event: { a: 1 }, arn: arnOf(name), stage: 'test' })
    expect(Buffer.from(ran.LogResult ?? '', 'base64').toString()).toMatch(/^START RequestId: [\s\S]*REPORT RequestId: /)
    const failed = await lambda.send(new InvokeCommand({ FunctionName: name, Payload: '{"fail":"no"}' }))
    expect(failed).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' })
    expect(JSON.parse(textOf(failed.Payload))).toMatchObject({ errorType: 'TypeError', errorMessage: 'no' })
    await lambda.send(new DeleteFunctionCommand({ FunctionName: name }))
    expect(await refusalOf(lambda.send(new GetFunctionCommand({ FunctionName: name })))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: ${arnOf(name)}`,
    })
  })

  it('is updated, published and called through an alias', async () => {
    const FunctionName = await create()
    const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }))
    await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: Version }))
    const ZipFile = zipOf({ 'index.js': 'exports.handler = async () => "new"' })
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }))
    await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 5 }, { FunctionName })
    expect(textOf((await lambda.send(new InvokeCommand({ FunctionName }))).Payload)).toBe('"new"')
    const old = await lambda.send(new InvokeCommand({ FunctionName, Qualifier: 'live' }))
    expect(old.ExecutedVersion).toBe('1')
    expect(textOf(old.Payload)).toContain(`"arn":"${arnOf(FunctionName)}:live"`)
  })

  it('answers part by part, as an event stream', async () => {
    const FunctionName = await create(`exports.handler = awslambda.streamifyResponse(async (event, stream) => {
      stream.write('one')
      await new Promise((resolve) => setTimeout(resolve, 50))
      stream.end('two')
    })`)
    const { EventStream } = await lambda.send(new InvokeWithResponseStreamCommand({ FunctionName }))
    let text = ''
    let isComplete = false
    for await (const { PayloadChunk, InvokeComplete } of EventStream ?? []) {
      text += textOf(PayloadChunk?.Payload)
      isComplete ||= InvokeComplete !== undefined
    }
    expect([text, isComplete]).toEqual(['onetwo', true])
  })

  it('gives its code back', async () => {
    const FunctionName = await create()
    const { Code } = await lambda.send(new GetFunctionCommand({ FunctionName }))
    const archive = Buffer.from(await (await fetch(Code?.Location ?? '')).arrayBuffer())
    expect(archive.equals(zipOf({ 'index.js': HANDLER }))).toBe(true)
    const { pathname } = new URL(Code?.Location ?? '')
    expect((await fetch(`${origin}${pathname}?expires=1`)).status).toBe(403)
  })

  it('has a policy', async () => {
    const FunctionName = await create()
    expect(await refusalOf(lambda.send(new GetPolicyCommand({ FunctionName })))).toMatchObject({
      message: 'The resource you requested does not exist.',
    })
    const Principal = 'apigateway.amazonaws.com'
    const permission = { FunctionName, StatementId: 's', Action: 'lambda:InvokeFunction', Principal }
    await lambda.send(new AddPermissionCommand(permission))
    const { Policy = '' } = await lambda.send(new GetPolicyCommand({ FunctionName }))
    expect(JSON.parse(Policy).Statement).toMatchObject([{ Sid: 's', Resource: arnOf(FunctionName) }])
  })
})

it('accepts an event, and refuses what is no JSON', async () => {
  const FunctionName = await create()
  const accepted = await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: '{}' }))
  expect([accepted.StatusCode, accepted.ExecutedVersion]).toEqual([202, undefined])
  expect(await refusalOf(lambda.send(new InvokeCommand({ FunctionName, Payload: '{x' })))).toMatchObject({
    name: 'InvalidRequestContentException',
    message: expect.stringContaining('Could not parse request body into json: '),
  })
})

it('refuses a function from an image by name', async () => {
  const image = { FunctionName: 'image', PackageType: 'Image', Role: `arn:aws:iam::${ACCOUNT}:role/r` } as const
  const refused = await refusalOf(lambda.send(new CreateFunctionCommand({ ...image, Code: { ImageUri: 'x' } })))
  expect(refused.message).toMatch(/^A function from a container image/)
})

it('keeps places apart', async () => {
  const FunctionName = await create()
  const elsewhere = awsClients({ origin, account: '333300000036' }).lambda
  expect((await elsewhere.send(new ListFunctionsCommand({}))).Functions).toEqual([])
  expect(await refusalOf(elsewhere.send(new GetFunctionConfigurationCommand({ FunctionName })))).toMatchObject({
    name: 'ResourceNotFoundException',
  })
})
