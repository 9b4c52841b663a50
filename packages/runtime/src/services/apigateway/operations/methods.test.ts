import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PutMethodRequest } from '../../../generated/apigateway.ts'
import { createApi, createAuthorizer, refusal, startApiGateway, type TestApiGateway } from '../apigateway.harness.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

let restApiId: string
let at: { restApiId: string; resourceId: string; httpMethod: string }
beforeEach(async () => {
  const api = await createApi(gateway)
  restApiId = api.restApiId
  at = { restApiId, resourceId: api.rootResourceId, httpMethod: 'GET' }
})

const put = (more: Partial<PutMethodRequest> = {}) =>
  gateway.call('PutMethod', { ...at, authorizationType: 'NONE', ...more })
const update = (...patchOperations: object[]) => gateway.call('UpdateMethod', { ...at, patchOperations })

describe('PutMethod', () => {
  test('echoes what was given and a default; the type may come in any case', async () => {
    expect(await put({ authorizationType: 'none' })).toEqual({
      httpMethod: 'GET',
      authorizationType: 'NONE',
      apiKeyRequired: false,
    })
  })

  test('keeps the order of scopes', async () => {
    const authorizerId = await createAuthorizer(gateway, restApiId)
    const authorizationScopes = ['z/1', 'a/1', 'm/1']
    await put({ authorizationType: 'COGNITO_USER_POOLS', authorizerId, authorizationScopes })
    expect(await gateway.call('GetMethod', at)).toEqual({
      httpMethod: 'GET',
      authorizationType: 'COGNITO_USER_POOLS',
      authorizerId,
      authorizationScopes,
      apiKeyRequired: false,
    })
  })

  test('takes AWS_IAM and API keys, which the data plane keeps closed', async () => {
    expect(await put({ authorizationType: 'AWS_IAM', apiKeyRequired: true })).toMatchObject({
      authorizationType: 'AWS_IAM',
      apiKeyRequired: true,
    })
  })

  test('ignores an authorizer that its type does not want', async () => {
    expect(await put({ authorizerId: 'nobody' })).not.toHaveProperty('authorizerId', 'nobody')
  })

  const NO_AUTHORIZER =
    'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.'
  test.each([
    [
      { httpMethod: 'GETS' },
      'Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY',
    ],
    [{ authorizationType: 'COGNITO_USER_POOLS' }, NO_AUTHORIZER],
    [{ authorizationType: 'COGNITO_USER_POOLS', authorizerId: 'nobody' }, NO_AUTHORIZER],
    [{ authorizationType: 'CUSTOM' }, NO_AUTHORIZER],
    [{ requestValidatorId: 'nobody' }, 'Invalid Request Validator identifier specified'],
    [{ requestModels: { 'application/json': 'petModel' } }, 'Invalid model identifier specified: petModel'],
    [
      { requestParameters: { 'method.request.header.a': true, 'method.request.querystring.a': false } },
      'Parameter names must be unique across querystring, header and path',
    ],
    [
      { requestParameters: { wrong: true } },
      'Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: wrong]',
    ],
  ])('%j is refused', async (more, message) => {
    await expect(put(more)).rejects.toMatchObject(refusal(message))
  })

  test('an authorizer of another API is none', async () => {
    const other = await createApi(gateway)
    const authorizerId = await createAuthorizer(gateway, other.restApiId)
    await expect(put({ authorizationType: 'COGNITO_USER_POOLS', authorizerId })).rejects.toMatchObject(
      refusal(NO_AUTHORIZER),
    )
  })

  test('a CUSTOM method does not take a Cognito authorizer', async () => {
    const authorizerId = await createAuthorizer(gateway, restApiId)
    await expect(put({ authorizationType: 'CUSTOM', authorizerId })).rejects.toMatchObject(refusal(NO_AUTHORIZER))
  })

  test('twice is a conflict; elsewhere is nowhere', async () => {
    await put()
    await expect(put()).rejects.toMatchObject(refusal('Method already exists for this resource', 'ConflictException'))
    for (const wrong of [{ restApiId: 'nobody' }, { resourceId: 'nobody' }]) {
      await expect(put(wrong)).rejects.toMatchObject(
        refusal('Invalid Resource identifier specified', 'NotFoundException'),
      )
    }
  })
})

describe('UpdateMethod', () => {
  test('follows AWS’s recorded sequence', async () => {
    await put()
    expect(
      await update(
        { op: 'add', path: '/requestParameters/method.request.querystring.optional', value: 'true' },
        { op: 'add', path: '/requestModels/application~1json', value: 'Empty' },
      ),
    ).toMatchObject({
      requestParameters: { 'method.request.querystring.optional': true },
      requestModels: { 'application/json': 'Empty' },
    })
    expect(
      await update(
        { op: 'replace', path: '/operationName', value: 'Renamed' },
        { op: 'replace', path: '/apiKeyRequired', value: 'true' },
        { op: 'replace', path: '/authorizationType', value: 'AWS_IAM' },
        { op: 'replace', path: '/requestParameters/method.request.querystring.optional', value: 'false' },
      ),
    ).toMatchObject({
      operationName: 'Renamed',
      apiKeyRequired: true,
      authorizationType: 'AWS_IAM',
      requestParameters: { 'method.request.querystring.optional': false },
    })
    await update(
      { op: 'remove', path: '/requestParameters/method.request.querystring.optional' },
      { op: 'remove', path: '/requestModels/application~1json' },
    )
    const method = await gateway.call('GetMethod', at)
    expect(method).not.toHaveProperty('requestParameters')
    expect(method).not.toHaveProperty('requestModels')
  })

  test('type and authorizer come together, in either order', async () => {
    await put()
    const authorizerId = await createAuthorizer(gateway, restApiId)
    const type = { op: 'replace', path: '/authorizationType', value: 'COGNITO_USER_POOLS' }
    const id = { op: 'replace', path: '/authorizerId', value: authorizerId }
    expect(await update(id, type)).toMatchObject({ authorizerId })
    await update({ ...type, value: 'NONE' })
    expect(await gateway.call('GetMethod', at)).not.toHaveProperty('authorizerId')
    expect(await update(type, id)).toMatchObject({ authorizerId })
    const scope = (op: string, value: string) => ({ op, path: '/authorizationScopes', value })
    await update(scope('add', 'a/1'), scope('add', 'b/1'), scope('remove', 'a/1'))
    expect((await gateway.call('GetMethod', at)).authorizationScopes).toEqual(['b/1'])
  })

  test.each([
    [
      { op: 'add', path: '/apiKeyRequired', value: 'true' },
      'Invalid patch operation specified. Must be one of: [replace]',
    ],
    [{ op: 'replace', path: '/httpMethod', value: 'PUT' }, 'Invalid patch path /httpMethod'],
    [{ op: 'add', path: '/requestParameters', value: 'a' }, 'Invalid patch path /requestParameters'],
    [
      { op: 'add', path: '/requestModels/application/json', value: 'Empty' },
      'Invalid patch path /requestModels/application/json',
    ],
    [{ op: 'replace', path: '/requestValidatorId', value: 'nobody' }, 'Invalid Request Validator identifier specified'],
  ])('%j is refused and changes nothing', async (operation, message) => {
    const before = await put()
    const rename = { op: 'replace', path: '/operationName', value: 'renamed' }
    await expect(update(rename, operation)).rejects.toMatchObject(refusal(message))
    expect(await gateway.call('GetMethod', at)).toEqual(JSON.parse(JSON.stringify(before)))
  })

  test('text that is not true is false', async () => {
    await put({ apiKeyRequired: true })
    expect((await update({ op: 'replace', path: '/apiKeyRequired', value: 'whatever' })).apiKeyRequired).toBe(false)
  })
})

test('a deleted method is gone, its neighbours stay', async () => {
  await put()
  await gateway.call('PutMethod', { ...at, httpMethod: 'ANY', authorizationType: 'NONE' })
  await gateway.call('DeleteMethod', at)
  for (const operation of ['GetMethod', 'DeleteMethod', 'UpdateMethod'] as const) {
    await expect(gateway.call(operation, at)).rejects.toMatchObject(
      refusal('Invalid Method identifier specified', 'NotFoundException'),
    )
  }
  await expect(gateway.call('GetMethod', { ...at, httpMethod: 'ANY' })).resolves.toBeDefined()
})

describe('a method response', () => {
  const response = () => ({ ...at, statusCode: '200' })

  test('echoes what was sent, empty maps too; the last entry takes its map along', async () => {
    await put()
    expect(
      await gateway.call('PutMethodResponse', { ...response(), responseParameters: {}, responseModels: {} }),
    ).toEqual({ statusCode: '200', responseParameters: {}, responseModels: {} })
    const header = '/responseParameters/method.response.header.X'
    await gateway.call('UpdateMethodResponse', {
      ...response(),
      patchOperations: [{ op: 'add', path: header, value: 'true' }],
    })
    expect((await gateway.call('GetMethod', at)).methodResponses).toEqual({
      200: { statusCode: '200', responseParameters: { 'method.response.header.X': true }, responseModels: {} },
    })
    const patchOperations = [{ op: 'remove', path: header }]
    await gateway.call('UpdateMethodResponse', { ...response(), patchOperations })
    expect(await gateway.call('GetMethodResponse', response())).toEqual({ statusCode: '200', responseModels: {} })
    await expect(gateway.call('UpdateMethodResponse', { ...response(), patchOperations })).rejects.toMatchObject(
      refusal('Invalid parameter name specified', 'NotFoundException'),
    )
  })

  test('is made once, names models that exist, and is found no more after deletion', async () => {
    await put()
    await gateway.call('PutMethodResponse', response())
    await expect(gateway.call('PutMethodResponse', response())).rejects.toMatchObject({ code: 'ConflictException' })
    const responseModels = { 'application/json': 'nothing' }
    await expect(
      gateway.call('PutMethodResponse', { ...response(), statusCode: '201', responseModels }),
    ).rejects.toMatchObject(refusal('Invalid model identifier specified: nothing'))
    await gateway.call('DeleteMethodResponse', response())
    await expect(gateway.call('GetMethodResponse', response())).rejects.toMatchObject(
      refusal('Invalid Response status code specified', 'NotFoundException'),
    )
    expect((await gateway.call('GetMethod', at)).methodResponses).toBeUndefined()
  })
})
