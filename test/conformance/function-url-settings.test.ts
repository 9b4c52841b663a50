import {
  CreateAliasCommand,
  CreateFunctionUrlConfigCommand,
  DeleteAliasCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionUrlConfigCommand,
  ListFunctionUrlConfigsCommand,
  PublishVersionCommand,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionUrlsOf } from '../support/function-urls.ts'
import { functionsOf } from '../support/functions.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const ACCOUNT = '333300000042'
const { lambda } = awsClients({ origin, account: ACCOUNT })
const { create, arnOf } = functionsOf(lambda, ACCOUNT)
const { open, urlOf } = functionUrlsOf(lambda, { origin, account: ACCOUNT })
const HANDLER = 'exports.handler = async () => "well"'
const FORBIDDEN =
  '{"Message":"Forbidden. For troubleshooting Function URL authorization issues, ' +
  'see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}'

async function aliased(): Promise<string> {
  const FunctionName = await create(HANDLER)
  await lambda.send(new PublishVersionCommand({ FunctionName }))
  await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }))
  return FunctionName
}
const asked = async (address: string) => {
  const response = await fetch(address)
  return [response.status, await response.text()]
}

describe('the settings of a URL', () => {
  it('are told as they were made, and as they are (lambda 11.1.1)', async () => {
    const FunctionName = await create(HANDLER)
    const Cors = { AllowOrigins: ['https://app.example'], MaxAge: 5 }
    const made = await lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE', Cors }))
    expect(made).toEqual({
      $metadata: expect.objectContaining({ httpStatusCode: 201 }),
      FunctionUrl: expect.stringMatching(/^https:\/\/[a-z0-9]{32}\.lambda-url\.us-east-1\.on\.aws\/$/),
      FunctionArn: arnOf(FunctionName),
      AuthType: 'NONE',
      Cors,
      CreationTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(Z|\+00:00)$/),
    })
    const { $metadata: _, ...told } = made
    const found = await lambda.send(new GetFunctionUrlConfigCommand({ FunctionName }))
    expect(found).toEqual({
      ...told,
      $metadata: expect.objectContaining({ httpStatusCode: 200 }),
      LastModifiedTime: made.CreationTime,
      InvokeMode: 'BUFFERED',
    })
    const changed = await lambda.send(new UpdateFunctionUrlConfigCommand({ FunctionName, AuthType: 'AWS_IAM' }))
    expect(changed).toMatchObject({ ...told, AuthType: 'AWS_IAM' })
    const removed = await lambda.send(new DeleteFunctionUrlConfigCommand({ FunctionName }))
    expect(removed.$metadata.httpStatusCode).toBe(204)
    expect(await refusalOf(lambda.send(new GetFunctionUrlConfigCommand({ FunctionName })))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The resource you requested does not exist.',
    })
  })

  it('say the mode when it was asked for', async () => {
    const FunctionName = await create(HANDLER)
    const input = { FunctionName, AuthType: 'NONE', InvokeMode: 'RESPONSE_STREAM' } as const
    expect((await lambda.send(new CreateFunctionUrlConfigCommand(input))).InvokeMode).toBe('RESPONSE_STREAM')
  })

  it.each(['1', '$LATEST'])('are those of a function or an alias, and not of %s (lambda 11.1.2)', async (Qualifier) => {
    const FunctionName = await aliased()
    const refusal = await refusalOf(
      lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, Qualifier, AuthType: 'NONE' })),
    )
    expect(refusal).toMatchObject({ name: 'ValidationException', status: 400 })
    expect(refusal.message).toBe(
      `1 validation error detected: Value '${Qualifier}' at 'qualifier' failed to satisfy constraint: ` +
        'Member must satisfy regular expression pattern: ((?!^\\d+$)^[0-9a-zA-Z-_]+$)',
    )
  })

  it('belong to one URL of a function, and one of each alias (lambda 11.1.3)', async () => {
    const FunctionName = await aliased()
    await urlOf(FunctionName)
    await urlOf(FunctionName, { Qualifier: 'live' })
    const again = { FunctionName, Qualifier: 'live', AuthType: 'NONE' } as const
    expect(await refusalOf(lambda.send(new CreateFunctionUrlConfigCommand(again)))).toEqual({
      name: 'ResourceConflictException',
      status: 409,
      message:
        `Failed to create function url config for [functionArn = ${arnOf(FunctionName)}:live]. ` +
        'Error message:  FunctionUrlConfig exists for this Lambda function',
    })
    const { FunctionUrlConfigs = [] } = await lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName }))
    expect(FunctionUrlConfigs.map(({ FunctionArn }) => FunctionArn)).toEqual([
      arnOf(FunctionName),
      `${arnOf(FunctionName)}:live`,
    ])
    const unknown = { ...again, Qualifier: 'nobody' }
    expect(await refusalOf(lambda.send(new CreateFunctionUrlConfigCommand(unknown)))).toMatchObject({
      status: 404,
      message: 'Function does not exist',
    })
  })

  it.each([
    [{ MaxAge: 86_401 }, 'cors.maxAge'],
    [{ AllowMethods: ['GET', 'PUT', 'HEAD', 'POST', 'PATCH', 'DELETE', '*'] }, 'cors.allowMethods'],
    [{ AllowMethods: ['OPTIONS'] }, 'cors.allowMethods'],
    [{ AllowOrigins: Array.from({ length: 101 }, (_, n) => `https://${n}.example`) }, 'cors.allowOrigins'],
  ])('are refused as %o (lambda 11.1.4)', async (Cors, member) => {
    const FunctionName = await create(HANDLER)
    const refusal = await refusalOf(
      lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE', Cors })),
    )
    expect(refusal).toMatchObject({ name: 'ValidationException', status: 400 })
    expect(refusal.message).toContain(`at '${member}' failed to satisfy constraint`)
  })
})

describe('the policy behind a URL', () => {
  it('closes it with its alias, which it outlives (lambda 11.1.5)', async () => {
    const FunctionName = await aliased()
    const { local } = await urlOf(FunctionName, { Qualifier: 'live' })
    await open(FunctionName, { Qualifier: 'live' })
    expect(await asked(local)).toEqual([200, 'well'])
    await lambda.send(new DeleteAliasCommand({ FunctionName, Name: 'live' }))
    expect(await asked(local)).toEqual([403, FORBIDDEN])
    const found = await lambda.send(new GetFunctionUrlConfigCommand({ FunctionName, Qualifier: 'live' }))
    expect(found.FunctionArn).toBe(`${arnOf(FunctionName)}:live`)
  })

  it('opens it by two actions (lambda 11.3.4)', async () => {
    const FunctionName = await create(HANDLER)
    const { local } = await urlOf(FunctionName)
    expect(await asked(local)).toEqual([403, FORBIDDEN])
    const InvokedViaFunctionUrl = true
    await open(FunctionName, { Action: 'lambda:InvokeFunction', FunctionUrlAuthType: undefined, InvokedViaFunctionUrl })
    expect(await asked(local)).toEqual([403, FORBIDDEN])
    await open(FunctionName)
    expect(await asked(local)).toEqual([200, 'well'])
  })
})
