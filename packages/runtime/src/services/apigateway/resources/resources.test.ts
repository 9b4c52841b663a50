import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../kernel/json.ts'
import { createApi, POOL_ARN, startApiGateway, type TestApiGateway } from '../apigateway.harness.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

const gone = { code: 'NotFoundException' }

test('what is left out of the published specification is left out on purpose', () => {
  const { types } = JSON.parse(readFileSync(new URL('../../../../models/resource-types.json', import.meta.url), 'utf8'))
  const refused = gateway.service.resourceTypes.flatMap(({ type, properties }) => {
    const known = Object.keys(types[type].properties)
    const listed = [...new Set(Object.keys(properties).map((path) => path.split('.')[0] ?? ''))]
    expect(known, type).toEqual(expect.arrayContaining(listed))
    return known.filter((name) => !listed.includes(name)).map((name) => `${type.split('::')[2]}.${name}`)
  })
  expect(refused.sort()).toEqual(['DomainName.MutualTlsAuthentication'])
})

describe('RestApi', () => {
  const type = () => gateway.typeOf('RestApi')
  const read = async (restApiId: string) => JSON.parse(JSON.stringify(await gateway.call('GetRestApi', { restApiId })))
  const full: JsonObject = {
    Name: 'named',
    Description: 'd',
    ApiKeySourceType: 'AUTHORIZER',
    BinaryMediaTypes: ['a/a', 'b/b', 'c/c'],
    DisableExecuteApiEndpoint: true,
    EndpointConfiguration: { Types: ['PRIVATE'], VpcEndpointIds: ['vpce-1', 'vpce-2'] },
    MinimumCompressionSize: 10,
    SecurityPolicy: 'TLS_1_2',
    EndpointAccessMode: 'BASIC',
    Tags: [
      { Key: 'aws:cloudformation:stack-name', Value: 'stack' },
      { Key: 'mine', Value: '1' },
    ],
  }

  test('Ref is the id; its attributes are those of the specification; the name may be generated', async () => {
    const made = await type().create({})
    const api = await read(made.physicalId)
    expect(made.attributes).toEqual({ RestApiId: made.physicalId, RootResourceId: api.rootResourceId })
    expect(api).toMatchObject({ name: 'stack-Logical-1A2B3C4D5E6F', endpointConfiguration: { types: ['EDGE'] } })
    await type().remove(made)
    await type().remove(made)
    await expect(read(made.physicalId)).rejects.toMatchObject(gone)
  })

  test('an update to less takes it back, one to more brings it again, under the same id', async () => {
    const made = await type().create({ Name: 'bare' })
    const before = await read(made.physicalId)
    const more = await type().update(full, made)
    const fuller = await read(made.physicalId)
    expect(more.attributes).toEqual(made.attributes)
    expect(fuller).toMatchObject({
      name: 'named',
      description: 'd',
      apiKeySource: 'AUTHORIZER',
      binaryMediaTypes: ['a/a', 'b/b', 'c/c'],
      disableExecuteApiEndpoint: true,
      endpointConfiguration: { types: ['PRIVATE'], ipAddressType: 'dualstack', vpcEndpointIds: ['vpce-1', 'vpce-2'] },
      minimumCompressionSize: 10,
      securityPolicy: 'TLS_1_2',
      tags: { 'aws:cloudformation:stack-name': 'stack', mine: '1' },
    })
    await type().update({ Name: 'bare' }, more)
    expect(await read(made.physicalId)).toEqual(before)
    await type().update(full, made)
    expect(await read(made.physicalId)).toEqual(fuller)
  })

  test('lists keep the order of the template', async () => {
    const made = await type().create(full)
    await type().update({ ...full, BinaryMediaTypes: ['a/a', 'x/x', 'b/b'] }, made)
    expect((await read(made.physicalId)).binaryMediaTypes).toEqual(['a/a', 'x/x', 'b/b'])
  })

  test('a name that was generated stays, and a version cannot change', async () => {
    const made = await type().create({ Version: '1' })
    await type().update({ Version: '1', Description: 'd' }, made)
    expect(await read(made.physicalId)).toMatchObject({ name: 'stack-Logical-1A2B3C4D5E6F', version: '1' })
    await expect(type().update({ Version: '2' }, made)).rejects.toMatchObject({ code: 'NotImplementedException' })
  })
})

describe('what belongs to an API', () => {
  let RestApiId: string
  let ParentId: string
  beforeEach(async () => {
    const api = await createApi(gateway)
    RestApiId = api.restApiId
    ParentId = api.rootResourceId
  })

  test('Resource', async () => {
    const type = gateway.typeOf('Resource')
    const made = await type.create({ RestApiId, ParentId, PathPart: 'a' })
    expect(made.attributes).toEqual({ ResourceId: made.physicalId })
    const child = await type.create({ RestApiId, ParentId: made.physicalId, PathPart: '{b}' })
    const read = () => gateway.call('GetResource', { restApiId: RestApiId, resourceId: child.physicalId })
    expect((await read()).path).toBe('/a/{b}')
    await type.remove(made)
    await expect(read()).rejects.toMatchObject(gone)
    await type.remove(child)
    await type.remove(made)
  })

  test('Authorizer: an update keeps the id, applies differences and keeps the order of pools', async () => {
    const type = gateway.typeOf('Authorizer')
    const [one, two, three] = ['1', '2', '3'].map((n) => `${POOL_ARN}${n}`) as [string, string, string]
    const properties = {
      RestApiId,
      Name: 'a',
      Type: 'COGNITO_USER_POOLS',
      IdentitySource: 'method.request.header.Authorization',
      ProviderARNs: [one, two],
    }
    const made = await type.create(properties)
    expect(made.attributes).toEqual({ AuthorizerId: made.physicalId })
    const at = { restApiId: RestApiId, authorizerId: made.physicalId }
    const read = async () => JSON.parse(JSON.stringify(await gateway.call('GetAuthorizer', at)))
    const before = await read()
    const more = {
      ...properties,
      Name: 'b',
      AuthType: 'custom',
      AuthorizerResultTtlInSeconds: 60,
      IdentityValidationExpression: '.*',
      ProviderARNs: [three, one],
    }
    const updated = await type.update(more, made)
    expect(updated.physicalId).toBe(made.physicalId)
    expect(await read()).toEqual({
      ...before,
      name: 'b',
      authType: 'custom',
      authorizerResultTtlInSeconds: 60,
      identityValidationExpression: '.*',
      providerARNs: [three, one],
    })
    await type.update(properties, updated)
    expect(await read()).toEqual(before)
    await expect(type.update({ ...properties, Type: 'TOKEN' }, made)).rejects.toMatchObject({
      code: 'BadRequestException',
    })
    await type.remove(made)
    await type.remove(made)
  })

  test('RequestValidator', async () => {
    const type = gateway.typeOf('RequestValidator')
    const made = await type.create({ RestApiId, ValidateRequestParameters: true })
    expect(made.attributes).toEqual({ RequestValidatorId: made.physicalId })
    const at = { restApiId: RestApiId, requestValidatorId: made.physicalId }
    const read = () => gateway.call('GetRequestValidator', at)
    expect(await read()).toMatchObject({ name: 'stack-Logical-1A2B3C4D5E6F', validateRequestParameters: true })
    await type.update({ RestApiId, ValidateRequestBody: true }, made)
    expect(await read()).toMatchObject({ validateRequestBody: true, validateRequestParameters: false })
    await type.remove(made)
    await type.remove(made)
    await expect(read()).rejects.toMatchObject(gone)
  })

  test('Model: Ref is its name, which may be generated without hyphens; a schema is kept as text', async () => {
    const type = gateway.typeOf('Model')
    const made = await type.create({ RestApiId, Schema: { type: 'object' }, Description: 'd' })
    expect([made.physicalId, made.attributes]).toEqual(['stackLogical1A2B3C4D5E6F', {}])
    const read = () => gateway.call('GetModel', { restApiId: RestApiId, modelName: made.physicalId })
    expect(await read()).toMatchObject({ schema: '{"type":"object"}', contentType: 'application/json' })
    await type.update({ RestApiId, Schema: '{}' }, made)
    expect(await read()).toMatchObject({ schema: '{}' })
    expect((await read()).description).toBeUndefined()
    await type.remove(made)
    await type.remove(made)
    await expect(read()).rejects.toMatchObject(gone)
  })

  test('GatewayResponse: an update replaces the whole of it', async () => {
    const type = gateway.typeOf('GatewayResponse')
    const properties = { RestApiId, ResponseType: 'UNAUTHORIZED' }
    const ResponseParameters = { 'gatewayresponse.header.X': "'x'" }
    const made = await type.create({ ...properties, StatusCode: '418', ResponseParameters })
    expect(made.attributes).toEqual({ Id: made.physicalId })
    const read = () => gateway.call('GetGatewayResponse', { restApiId: RestApiId, responseType: 'UNAUTHORIZED' })
    expect(await read()).toMatchObject({ statusCode: '418', responseParameters: ResponseParameters })
    await type.update({ ...properties, ResponseTemplates: { 'text/plain': 'no' } }, made)
    expect(await read()).toMatchObject({
      statusCode: '401',
      responseParameters: {},
      responseTemplates: { 'text/plain': 'no' },
    })
    await type.remove(made)
    await type.remove(made)
    expect(await read()).toMatchObject({ defaultResponse: true })
  })

  test('all are removed without complaint when the API went first', async () => {
    const removals: (() => Promise<void>)[] = []
    const declared: Record<string, JsonObject> = {
      Resource: { RestApiId, ParentId, PathPart: 'a' },
      RequestValidator: { RestApiId },
      Model: { RestApiId, Schema: {} },
      GatewayResponse: { RestApiId, ResponseType: 'UNAUTHORIZED' },
    }
    for (const [name, properties] of Object.entries(declared)) {
      const type = gateway.typeOf(name)
      const made = await type.create(properties)
      removals.push(() => type.remove(made))
    }
    await gateway.call('DeleteRestApi', { restApiId: RestApiId })
    for (const remove of removals) await remove()
  })
})

test('Account: deleting it leaves the setting', async () => {
  const type = gateway.typeOf('Account')
  const made = await type.create({ CloudWatchRoleArn: 'arn:one' })
  expect(made.attributes).toEqual({ Id: made.physicalId })
  await type.remove(made)
  expect((await gateway.call('GetAccount', {})).cloudwatchRoleArn).toBe('arn:one')
  await type.update({}, made)
  expect((await gateway.call('GetAccount', {})).cloudwatchRoleArn).toBeUndefined()
})
