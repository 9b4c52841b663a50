import {
  CreateAuthorizerCommand,
  type CreateAuthorizerCommandInput,
  CreateRestApiCommand,
  TestInvokeAuthorizerCommand,
  type TestInvokeAuthorizerCommandInput,
} from '@aws-sdk/client-api-gateway'
import { AddPermissionCommand, CreateFunctionCommand, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { zipOf } from '../support/zip.ts'

const origin = inject('origin')
const ACCOUNT = '333300000039'
const { apiGateway, lambda } = awsClients({ origin, account: ACCOUNT })

/** Denies whatever is asked, and says how often it was asked. */
const HANDLER = `let asked = 0
exports.handler = async (event) => {
  asked += 1
  const who = event.authorizationToken ?? event.headers['X-Who']
  if (who === 'nobody') throw new Error('Unauthorized')
  if (who === 'broken') throw new Error('boom')
  const { methodArn: Resource, path = null } = event
  return {
    principalId: who,
    policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'execute-api:Invoke', Resource }] },
    context: { asked, path },
  }
}`

let functionArn: string
beforeAll(async () => {
  const FunctionName = uniqueName('guard')
  const made = await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role: `arn:aws:iam::${ACCOUNT}:role/r`,
      Code: { ZipFile: zipOf({ 'index.js': HANDLER }) },
    }),
  )
  functionArn = made.FunctionArn ?? ''
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 5 }, { FunctionName })
})

/** Tests an authorizer of an API that has no methods and no stages. */
async function guarded(more: Partial<CreateAuthorizerCommandInput> = {}, permitted = true) {
  const { id: restApiId } = await apiGateway.send(new CreateRestApiCommand({ name: uniqueName('api') }))
  const authorizerUri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`
  const { id: authorizerId } = await apiGateway.send(
    new CreateAuthorizerCommand({
      restApiId,
      name: 'guard',
      type: 'TOKEN',
      authorizerUri,
      identitySource: 'method.request.header.Authorization',
      ...more,
    }),
  )
  if (permitted) {
    await lambda.send(
      new AddPermissionCommand({
        FunctionName: functionArn,
        StatementId: uniqueName('api'),
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: `arn:aws:execute-api:us-east-1:${ACCOUNT}:${restApiId}/authorizers/${authorizerId}`,
      }),
    )
  }
  const test = (input: Partial<TestInvokeAuthorizerCommandInput> = {}) =>
    apiGateway.send(new TestInvokeAuthorizerCommand({ restApiId, authorizerId, ...input }))
  return { restApiId, authorizerId, test }
}

describe('TestInvokeAuthorizer', () => {
  it('asks a function each time, and shows its answer, though that denies (api-gateway 8.3)', async () => {
    const { restApiId, authorizerId, test } = await guarded()
    const first = await test({ headers: { Authorization: 'ada-lovelace' } })
    expect(first).toMatchObject({ clientStatus: 0, principalId: 'ada-lovelace', latency: expect.any(Number) })
    const asked = Number(first.authorization?.asked?.[0])
    expect(JSON.parse(first.policy ?? '')).toMatchObject({
      Statement: [{ Resource: `arn:aws:execute-api:us-east-1:${ACCOUNT}:${restApiId}/ESTestInvoke-stage/GET/` }],
    })
    const [head, starting] = first.log?.split('\n') ?? []
    expect(head).toMatch(/^Execution log for request [\da-f-]{36}$/)
    expect(starting).toMatch(
      new RegExp(
        `^\\w{3} \\w{3} \\d\\d [\\d:]{8} UTC \\d{4} : Starting authorizer: ${authorizerId} for request: [\\da-f-]{36}$`,
      ),
    )
    expect(first.log).toContain(' : Using valid authorizer policy for principal: ******velace\n')
    expect(first.log).toMatch(/ : Successfully completed authorizer execution\n$/)

    const again = await test({ headers: { Authorization: 'ada-lovelace' } })
    expect(again.authorization).toEqual({ asked: [String(asked + 1)] })
  })

  it('hands a REQUEST function the path and the headers of the test', async () => {
    const { test } = await guarded({
      type: 'REQUEST',
      identitySource: 'method.request.header.X-Who,method.request.querystring.tenant',
    })
    const answer = await test({ multiValueHeaders: { 'X-Who': ['ada'] }, pathWithQueryString: '/pets/7?tenant=a' })
    expect(answer).toMatchObject({ clientStatus: 0, principalId: 'ada', authorization: { path: ['/pets/7'] } })
    expect(await test({ headers: { 'X-Who': 'ada' } })).toMatchObject({ clientStatus: 401 })
  })

  it.each([
    ['no token', undefined, 401],
    ['a token of the wrong form', { Authorization: 'nobody at all' }, 401],
    ['a caller whom the function refuses', { Authorization: 'nobody' }, 401],
    ['a function that fails', { Authorization: 'broken' }, 500],
  ])('tells what the client would get: %s', async (_what, headers, clientStatus) => {
    const { test } = await guarded({ identityValidationExpression: '\\w+' })
    const answer = await test({ headers })
    expect(answer).toMatchObject({ clientStatus })
    expect(answer.policy).toBeUndefined()
  })

  it('needs the permission that a call needs', async () => {
    const { test } = await guarded({}, false)
    const answer = await test({ headers: { Authorization: 'ada' } })
    expect(answer.clientStatus).toBe(500)
    expect(answer.log).toContain('Invalid permissions on Lambda function')
  })

  it('refuses an authorizer that is not there', async () => {
    const { restApiId } = await guarded()
    const call = apiGateway.send(new TestInvokeAuthorizerCommand({ restApiId, authorizerId: 'nobody' }))
    await expect(call).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Invalid Authorizer identifier specified',
    })
  })
})
