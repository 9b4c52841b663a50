import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CreateAuthorizerRequest } from '../../../generated/apigateway.ts'
import {
  createApi,
  createAuthorizer,
  HOME,
  POOL_ARN,
  refusal,
  startApiGateway,
  type TestApiGateway,
} from '../apigateway.harness.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

let restApiId: string
let rootResourceId: string
beforeEach(async () => {
  ;({ restApiId, rootResourceId } = await createApi(gateway))
})

const create = (more: Partial<CreateAuthorizerRequest> = {}) =>
  gateway.call('CreateAuthorizer', {
    restApiId,
    name: 'machines',
    type: 'COGNITO_USER_POOLS',
    providerARNs: [POOL_ARN],
    identitySource: 'method.request.header.Authorization',
    ...more,
  })

test('an authorizer reads as AWS shows it, without a lifetime when none was set', async () => {
  const { id: authorizerId = '' } = await create()
  expect(authorizerId).toMatch(/^[a-z0-9]{6}$/)
  const shown = {
    id: authorizerId,
    name: 'machines',
    type: 'COGNITO_USER_POOLS',
    providerARNs: [POOL_ARN],
    authType: 'cognito_user_pools',
    identitySource: 'method.request.header.Authorization',
  }
  expect(await gateway.call('GetAuthorizer', { restApiId, authorizerId })).toEqual(shown)
  expect(await gateway.call('GetAuthorizers', { restApiId })).toEqual({ items: [shown] })
})

const URI =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations'
const ofFunction: Partial<CreateAuthorizerRequest> = { type: 'TOKEN', providerARNs: undefined, authorizerUri: URI }

test('8.18 one of a function reads as AWS shows it', async () => {
  expect(await create(ofFunction)).toEqual({
    authType: 'custom',
    authorizerUri: URI,
    id: expect.any(String),
    identitySource: 'method.request.header.Authorization',
    name: 'machines',
    type: 'TOKEN',
  })
  const authorizerCredentials = 'arn:aws:iam::000000000000:role/caller'
  const more = { name: 'other', authType: 'oauth2', authorizerCredentials, authorizerResultTtlInSeconds: 0 }
  expect(await create({ ...ofFunction, ...more })).toMatchObject(more)
  expect(
    await create({
      ...ofFunction,
      name: 'always',
      type: 'REQUEST',
      identitySource: undefined,
      authorizerResultTtlInSeconds: 0,
    }),
  ).toMatchObject({ type: 'REQUEST', authorizerResultTtlInSeconds: 0 })
})

describe('refusals', () => {
  test('8.21 an unknown API is a conflict', async () => {
    await expect(create({ restApiId: 'nobody' })).rejects.toMatchObject(
      refusal(
        'Unable to complete operation due to concurrent modification. Please try again later.',
        'ConflictException',
      ),
    )
    await expect(gateway.call('GetAuthorizers', { restApiId: 'nobody' })).rejects.toMatchObject(
      refusal(`Invalid API identifier specified ${HOME.account}:nobody`, 'NotFoundException'),
    )
  })

  test.each([
    [{ authorizerUri: undefined }],
    [{ authorizerUri: 'arn:aws:lambda:us-east-1:123456789012:function:f' }],
    [{ identitySource: undefined }],
    [{ identitySource: 'method.request.querystring.token' }],
    [{ identitySource: 'method.request.header.A,method.request.header.B' }],
    [{ type: 'REQUEST', identitySource: undefined }],
    [{ type: 'REQUEST', identitySource: undefined, authorizerResultTtlInSeconds: 1 }],
    [{ type: 'REQUEST', identitySource: 'method.request.body.x' }],
    [{ authorizerResultTtlInSeconds: 3601 }],
    [{ authorizerResultTtlInSeconds: -1 }],
  ] as const)('8.13 of a function: %j', async (more) => {
    await expect(create({ ...ofFunction, ...more })).rejects.toMatchObject({ code: 'BadRequestException', status: 400 })
  })

  test.each([
    [{ providerARNs: [] }],
    [{ providerARNs: undefined }],
    [{ providerARNs: ['wrong'] }],
    [{ providerARNs: ['arn:aws:lambda:us-east-1:123456789012:function:f'] }],
    [{ identitySource: undefined }],
    [{ identitySource: 'method.request.querystring.token' }],
    [{ identitySource: 'method.request.header.A,method.request.header.B' }],
    [{ authorizerResultTtlInSeconds: 3601 }],
    [{ identityValidationExpression: '(' }],
  ])('%j', async (more) => {
    await expect(create(more)).rejects.toMatchObject({ code: 'BadRequestException', status: 400 })
  })

  test('names are unique within an API', async () => {
    await create()
    await expect(create()).rejects.toMatchObject(
      refusal('Authorizer name must be unique. Authorizer machines already exists in this RestApi.'),
    )
    const other = await createApi(gateway)
    await create({ restApiId: other.restApiId })
  })
})

test('a stage variable may stand for a pool', async () => {
  await expect(create({ providerARNs: [`\${stageVariables.pool}`] })).resolves.toBeDefined()
})

test('a patch adds and removes pools, and is checked as a whole', async () => {
  const { id: authorizerId = '' } = await create()
  const update = (...patchOperations: object[]) =>
    gateway.call('UpdateAuthorizer', { restApiId, authorizerId, patchOperations })
  const pool = (op: string, value: string) => ({ op, path: '/providerARNs', value })
  const other = POOL_ARN.replace('AbC', 'XyZ')
  expect(await update(pool('remove', POOL_ARN), pool('add', other))).toMatchObject({ providerARNs: [other] })
  expect(await update({ op: 'replace', path: '/name', value: 'renamed' })).toMatchObject({ name: 'renamed' })
  await expect(update(pool('remove', other))).rejects.toMatchObject({ code: 'BadRequestException' })
  await expect(update({ op: 'remove', path: '/identitySource' })).rejects.toMatchObject({ status: 400 })
  const type = (value: string) => ({ op: 'replace', path: '/type', value })
  await expect(update(type('TOKEN'))).rejects.toMatchObject({ code: 'BadRequestException' })
  await expect(update(type('JWT'))).rejects.toMatchObject({ code: 'NotImplementedException' })
  expect(await update(type('TOKEN'), { op: 'replace', path: '/authorizerUri', value: URI })).toMatchObject({
    type: 'TOKEN',
    authorizerUri: URI,
  })
  await create({ name: 'second' })
  await expect(update({ op: 'replace', path: '/name', value: 'second' })).rejects.toMatchObject({ status: 400 })
})

test('deletion waits for the methods that refer to it', async () => {
  const authorizerId = await createAuthorizer(gateway, restApiId)
  const { id: resourceId = '' } = await gateway.call('CreateResource', {
    restApiId,
    parentId: rootResourceId,
    pathPart: 'test',
  })
  const at = { restApiId, resourceId, httpMethod: 'GET' }
  await gateway.call('PutMethod', { ...at, authorizationType: 'COGNITO_USER_POOLS', authorizerId })
  const remove = () => gateway.call('DeleteAuthorizer', { restApiId, authorizerId })
  await expect(remove()).rejects.toMatchObject(
    refusal("Cannot delete authorizer 'machines', is referenced in method: GET//test", 'ConflictException'),
  )
  await gateway.call('DeleteMethod', at)
  await remove()
  await expect(remove()).rejects.toMatchObject(refusal('Invalid Authorizer identifier specified', 'NotFoundException'))
})
