import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PutIntegrationRequest, PutIntegrationResponseRequest } from '../../../generated/apigateway.ts'
import { createApi, refusal, startApiGateway, type TestApiGateway } from '../apigateway.harness.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

let at: { restApiId: string; resourceId: string; httpMethod: string }
beforeEach(async () => {
  const { restApiId, rootResourceId } = await createApi(gateway)
  at = { restApiId, resourceId: rootResourceId, httpMethod: 'GET' }
  await gateway.call('PutMethod', {
    ...at,
    authorizationType: 'NONE',
    requestParameters: { 'method.request.header.A': false },
  })
})

const put = (more: Partial<PutIntegrationRequest> = {}) =>
  gateway.call('PutIntegration', { ...at, type: 'MOCK', ...more })
const putResponse = (more: Partial<PutIntegrationResponseRequest> = {}) =>
  gateway.call('PutIntegrationResponse', { ...at, statusCode: '200', ...more })
const fault = (error: string) =>
  refusal(`Invalid mapping expression specified: Validation Result: warnings : [], errors : [${error}]`)

describe('an integration', () => {
  test('a MOCK keeps neither method nor URI', async () => {
    await put({ integrationHttpMethod: 'POST', uri: 'http://example.com' })
    expect(await gateway.call('GetIntegration', at)).toEqual({
      type: 'MOCK',
      passthroughBehavior: 'WHEN_NO_MATCH',
      timeoutInMillis: 29_000,
      cacheNamespace: at.resourceId,
      cacheKeyParameters: [],
    })
  })

  test('one with a service that is not emulated is refused by that name', async () => {
    const uri = 'arn:aws:apigateway:us-east-1:dynamodb:action/PutItem'
    await expect(put({ type: 'AWS', integrationHttpMethod: 'POST', uri })).rejects.toMatchObject({
      code: 'NotImplementedException',
      message: expect.stringContaining('An integration with the service dynamodb'),
    })
  })

  test('HTTP keeps where it goes, and is moved elsewhere by a patch', async () => {
    await put({ type: 'HTTP', integrationHttpMethod: 'POST', uri: 'http://127.0.0.1:9/a', requestTemplates: undefined })
    const update = (operation: object) => gateway.call('UpdateIntegration', { ...at, patchOperations: [operation] })
    await update({ op: 'replace', path: '/uri', value: 'http://127.0.0.1:9/b' })
    expect(await gateway.call('GetIntegration', at)).toMatchObject({
      type: 'HTTP',
      httpMethod: 'POST',
      uri: 'http://127.0.0.1:9/b',
      connectionType: 'INTERNET',
    })
    const away = update({ op: 'replace', path: '/uri', value: 'nowhere' })
    await expect(away).rejects.toMatchObject(refusal('Invalid HTTP endpoint specified for URI'))
  })

  test.each(['', null])('a template that is %j is kept as null', async (template) => {
    await put({ requestTemplates: { 'application/json': template as string } })
    expect((await gateway.call('GetIntegration', at)).requestTemplates).toEqual({ 'application/json': null })
    const answer = await putResponse({ responseTemplates: { 'application/json': template as string } })
    expect(answer).toMatchObject({ responseTemplates: { 'application/json': null } })
  })

  test.each([
    [
      { requestParameters: { 'integration.request.header.X': 'true' } },
      fault('Invalid mapping expression specified: true'),
    ],
    [
      { requestParameters: { 'integration.request.header.X': 'integration.response.header.A' } },
      fault('Invalid mapping expression specified: integration.response.header.A'),
    ],
    [
      { requestParameters: { 'integration.request.path.p': 'method.request.path.p' } },
      fault('Invalid mapping expression parameter specified: method.request.path.p'),
    ],
    [{ requestParameters: { wrong: "'a'" } }, fault('Invalid mapping expression parameter specified: wrong')],
    [
      { requestTemplates: { '123': '{}' } },
      refusal('Validation Result: warnings : [], errors : [Invalid content type specified: 123]'),
    ],
    [{ requestTemplates: { 'application/json': '#if(' } }, { code: 'BadRequestException' }],
    [{ passthroughBehavior: 'SOMETIMES' }, { code: 'BadRequestException' }],
    [{ timeoutInMillis: 49 }, { code: 'BadRequestException' }],
  ])('%j is refused', async (more, expected) => {
    await expect(put(more)).rejects.toMatchObject(expected)
  })

  test('maps what the method declares, literals, context and stage variables', async () => {
    const requestParameters = {
      'integration.request.header.a': 'method.request.header.A',
      'integration.request.header.b': "'literal'",
      'integration.request.querystring.c': 'context.resourceId',
      'integration.request.path.d': 'stageVariables.x',
    }
    await put({ requestParameters })
    expect((await gateway.call('GetIntegration', at)).requestParameters).toEqual(requestParameters)
  })

  test('is patched as a whole or not at all', async () => {
    await put({ requestTemplates: { 'application/json': '{}' } })
    const update = (...patchOperations: object[]) => gateway.call('UpdateIntegration', { ...at, patchOperations })
    expect(
      await update(
        { op: 'replace', path: '/requestTemplates/application~1json', value: '{"statusCode": 200}' },
        { op: 'add', path: '/requestTemplates/text~1plain', value: 'x' },
        { op: 'replace', path: '/passthroughBehavior', value: 'NEVER' },
        { op: 'replace', path: '/timeoutInMillis', value: '100' },
        { op: 'add', path: '/cacheKeyParameters', value: 'method.request.header.A' },
      ),
    ).toMatchObject({
      requestTemplates: { 'application/json': '{"statusCode": 200}', 'text/plain': 'x' },
      passthroughBehavior: 'NEVER',
      timeoutInMillis: 100,
      cacheKeyParameters: ['method.request.header.A'],
    })
    const before = await gateway.call('GetIntegration', at)
    for (const [operation, message] of [
      [{ op: 'replace', path: '/uri', value: 'http://a' }, 'Invalid patch path /uri'],
      [{ op: 'replace', path: '/type', value: 'HTTP' }, 'Invalid patch path /type'],
      [{ op: 'replace', path: '/timeoutInMillis', value: '1' }, 'Timeout should be between 50 ms and 29000 ms'],
    ] as const) {
      await expect(update(operation)).rejects.toMatchObject(refusal(message))
    }
    expect(await gateway.call('GetIntegration', at)).toEqual(before)
  })

  test('keys its cache by what it or its method declares, and by nothing else', async () => {
    const declared = ['method.request.header.A', 'integration.request.querystring.b']
    const mapped = { 'integration.request.querystring.b': 'method.request.header.A' }
    const made = await put({ requestParameters: mapped, cacheKeyParameters: declared, cacheNamespace: 'n' })
    expect(made).toMatchObject({ cacheKeyParameters: declared, cacheNamespace: 'n' })
    for (const name of [
      'method.request.header.B',
      'integration.request.querystring.c',
      'method.input.params.a',
      'context.requestId',
      'stageVariables.a',
    ]) {
      const refused = refusal('Invalid cache key parameter specified')
      await expect(put({ requestParameters: mapped, cacheKeyParameters: [name] })).rejects.toMatchObject(refused)
      const patchOperations = [{ op: 'add' as const, path: '/cacheKeyParameters', value: name }]
      await expect(gateway.call('UpdateIntegration', { ...at, patchOperations })).rejects.toMatchObject(refused)
    }
  })

  test('may take a quarter of an hour where its answer streams', async () => {
    const stream = {
      type: 'HTTP_PROXY',
      uri: 'http://127.0.0.1/',
      integrationHttpMethod: 'GET',
      responseTransferMode: 'STREAM',
    }
    expect(await put({ ...stream, timeoutInMillis: 900_000 })).toMatchObject({ timeoutInMillis: 900_000 })
    await expect(put({ ...stream, timeoutInMillis: 900_001 })).rejects.toMatchObject(
      refusal('Timeout should be between 50 ms and 900000 ms'),
    )
    await expect(put({ ...stream, responseTransferMode: 'BUFFERED', timeoutInMillis: 29_001 })).rejects.toMatchObject(
      refusal('Timeout should be between 50 ms and 29000 ms'),
    )
  })

  test('is looked for level by level', async () => {
    const get = (wrong: Partial<typeof at>) => gateway.call('GetIntegration', { ...at, ...wrong })
    for (const [wrong, thing] of [
      [{ restApiId: 'nobody' }, 'Resource'],
      [{ resourceId: 'nobody' }, 'Resource'],
      [{ httpMethod: 'PUT' }, 'Method'],
      [{}, 'Integration'],
    ] as const) {
      await expect(get(wrong)).rejects.toMatchObject(
        refusal(`Invalid ${thing} identifier specified`, 'NotFoundException'),
      )
    }
  })

  test('goes and leaves its method', async () => {
    await put()
    await gateway.call('DeleteIntegration', at)
    expect((await gateway.call('GetMethod', at)).methodIntegration).toBeUndefined()
  })
})

describe('an integration response', () => {
  const HEADER = 'method.response.header.X'

  test('needs no method response, and can be put again', async () => {
    await put()
    await putResponse({ selectionPattern: '', responseTemplates: { 'application/json': 'first' } })
    expect(await putResponse({ selectionPattern: '2\\d{2}', responseTemplates: { 'application/json': '' } })).toEqual({
      statusCode: '200',
      selectionPattern: '2\\d{2}',
      responseTemplates: { 'application/json': null },
    })
    expect((await gateway.call('GetMethod', at)).methodIntegration?.integrationResponses).toEqual({
      200: { statusCode: '200', selectionPattern: '2\\d{2}', responseTemplates: { 'application/json': null } },
    })
  })

  test('maps only headers that the method response declares', async () => {
    await put()
    const responseParameters = { [HEADER]: "'x'" }
    await expect(putResponse({ responseParameters })).rejects.toMatchObject(
      fault('No method response exists for method.'),
    )
    await gateway.call('PutMethodResponse', { ...at, statusCode: '200' })
    await expect(putResponse({ responseParameters })).rejects.toMatchObject(
      fault(`Invalid mapping expression parameter specified: ${HEADER}`),
    )
    await gateway.call('UpdateMethodResponse', {
      ...at,
      statusCode: '200',
      patchOperations: [{ op: 'add', path: `/responseParameters/${HEADER}`, value: 'false' }],
    })
    await putResponse({ responseParameters })
    await expect(putResponse({ responseParameters: { [HEADER]: 'method.request.header.A' } })).rejects.toMatchObject(
      fault('Invalid mapping expression specified: method.request.header.A'),
    )
  })

  test.each([
    [{ selectionPattern: '(' }],
    [{ responseTemplates: { 'application/json': '#foreach(' } }],
    [{ responseTemplates: { json: '{}' } }],
  ])('%j is refused', async (more) => {
    await put()
    await expect(putResponse(more)).rejects.toMatchObject({ code: 'BadRequestException' })
  })

  test('is patched, read and deleted; without the method it is the integration that is missing', async () => {
    await put()
    await putResponse({ selectionPattern: 'a' })
    const patchOperations = [{ op: 'replace', path: '/selectionPattern', value: 'b' }]
    await gateway.call('UpdateIntegrationResponse', { ...at, statusCode: '200', patchOperations })
    const read = () => gateway.call('GetIntegrationResponse', { ...at, statusCode: '200' })
    expect(await read()).toEqual({ statusCode: '200', selectionPattern: 'b' })
    const remove = (more: object = {}) =>
      gateway.call('DeleteIntegrationResponse', { ...at, statusCode: '200', ...more })
    await remove()
    const missing = refusal('Invalid Response status code specified', 'NotFoundException')
    await expect(read()).rejects.toMatchObject(missing)
    await expect(remove()).rejects.toMatchObject(missing)
    await expect(remove({ httpMethod: 'PUT' })).rejects.toMatchObject(
      refusal('Invalid Integration identifier specified', 'NotFoundException'),
    )
  })
})
