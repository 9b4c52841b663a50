import {
  CreateAuthorizerCommand,
  type CreateAuthorizerCommandInput,
  FlushStageAuthorizersCacheCommand,
  UpdateMethodCommand,
} from '@aws-sdk/client-api-gateway'
import { AddPermissionCommand, CreateFunctionCommand, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda'
import { beforeAll, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMockApi, type MockApi } from '../support/mock-api.ts'
import { uniqueName } from '../support/names.ts'
import { zipOf } from '../support/zip.ts'

const origin = inject('origin')
const ACCOUNT = '333300000038'
const { apiGateway, lambda } = awsClients({ origin, account: ACCOUNT })

/** Says what the token asks for, and how often it was asked. */
const HANDLER = `let asked = 0
exports.handler = async (event) => {
  asked += 1
  const who = event.authorizationToken ?? event.headers['X-Who']
  if (who === 'nobody') throw new Error('Unauthorized')
  if (who === 'broken') throw new Error('boom')
  const Resource = who === 'other' ? event.methodArn.replace('/GET/', '/POST/') : event.methodArn
  const Effect = who === 'enemy' ? 'Deny' : 'Allow'
  return {
    principalId: who,
    policyDocument: { Version: '2012-10-17', Statement: [{ Effect, Action: 'execute-api:Invoke', Resource }] },
    context: { asked, type: event.type, path: event.path ?? null },
  }
}`
const responseTemplates = {
  'application/json':
    '$context.authorizer.principalId $context.authorizer.asked $context.authorizer.type $context.authorizer.path',
}

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

async function guarded(more: Partial<CreateAuthorizerCommandInput>, permitted = true): Promise<MockApi> {
  const api = await createMockApi({ apiGateway, origin }, [
    { path: '/pets', responses: [{ statusCode: '200', responseTemplates }] },
  ])
  const { apiId: restApiId } = api
  const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`
  const { id } = await apiGateway.send(
    new CreateAuthorizerCommand({ restApiId, name: 'guard', type: 'TOKEN', authorizerUri: uri, ...more }),
  )
  const patchOperations = [
    { op: 'replace' as const, path: '/authorizationType', value: 'CUSTOM' },
    { op: 'replace' as const, path: '/authorizerId', value: id },
  ]
  const resourceId = api.resources['/pets']
  await apiGateway.send(new UpdateMethodCommand({ restApiId, resourceId, httpMethod: 'GET', patchOperations }))
  await api.deploy()
  if (permitted) {
    await lambda.send(
      new AddPermissionCommand({
        FunctionName: functionArn,
        StatementId: uniqueName('api'),
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: `arn:aws:execute-api:us-east-1:${ACCOUNT}:${restApiId}/authorizers/${id}`,
      }),
    )
  }
  return api
}

const identitySource = 'method.request.header.Authorization'

async function call(api: MockApi, headers: Record<string, string> = {}): Promise<[number, string]> {
  const response = await api.call('/pets', { headers })
  return [response.status, await response.text()]
}

it('a function says who may call, by a token (api-gateway 8.8, 8.10)', async () => {
  const api = await guarded({ identitySource })
  const by = (authorization: string) => call(api, { authorization })
  expect(await call(api)).toEqual([401, '{"message":"Unauthorized"}'])
  const [status, first] = await by('ada')
  expect([status, first]).toEqual([200, expect.stringMatching(/^ada \d+ TOKEN\s*$/)])
  expect(await by('ada')).toEqual([200, first])
  expect(await by('nobody')).toEqual([401, '{"message":"Unauthorized"}'])
  expect(await by('broken')).toEqual([500, '{"message":null}'])
  expect(await by('other')).toEqual([403, '{"Message":"User is not authorized to access this resource"}'])
  expect(await by('enemy')).toEqual([
    403,
    '{"Message":"User is not authorized to access this resource with an explicit deny"}',
  ])
  await apiGateway.send(new FlushStageAuthorizersCacheCommand({ restApiId: api.apiId, stageName: 'test' }))
  expect((await by('ada'))[1]).not.toBe(first)
})

it('a function says who may call, by the whole request', async () => {
  const api = await guarded({ type: 'REQUEST', identitySource: 'method.request.header.X-Who' })
  expect(await call(api)).toEqual([401, '{"message":"Unauthorized"}'])
  expect(await call(api, { 'X-Who': 'ada' })).toEqual([200, expect.stringMatching(/^ada \d+ REQUEST \/pets$/)])
})

it('a function that does not let API Gateway call it lets nobody in (api-gateway 8.17)', async () => {
  const api = await guarded({ identitySource }, false)
  expect(await call(api, { authorization: 'ada' })).toEqual([500, '{"message":null}'])
})
