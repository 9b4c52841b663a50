import { beforeAll, describe, expect, inject, it } from 'vitest'

/* The control plane of REST APIs as it is on the wire: paths, bodies, statuses and texts. */

const origin = inject('origin')
const account = '333300000055'
const credential = `${account}/20300101/us-east-1/apigateway/aws4_request`
const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`

async function ask(method: string, path: string, body?: object) {
  const headers = { authorization, accept: 'application/json', 'content-type': 'application/json' }
  const init = body === undefined ? {} : { body: JSON.stringify(body) }
  const response = await fetch(`${origin}${path}`, { method, headers, ...init })
  const text = await response.text()
  return {
    status: response.status,
    type: response.headers.get('x-amzn-errortype'),
    body: text === '' ? undefined : JSON.parse(text),
  }
}

const post = (path: string, body: object) => ask('POST', path, body)
const put = (path: string, body: object) => ask('PUT', path, body)
const get = (path: string) => ask('GET', path)
const patch = (path: string, ...patchOperations: object[]) => ask('PATCH', path, { patchOperations })
const refused = (status: number, type: string, message: string) => ({ status, type, body: { message } })
const bad = (message: string) => refused(400, 'BadRequestException', message)
const missing = (message: string) => refused(404, 'NotFoundException', message)

const noApi = missing(`Invalid API identifier specified ${account}:nowhere`)
const SECONDS = expect.any(Number)
const SHORT = expect.stringMatching(/^[a-z0-9]{6}$/)
const LONG = expect.stringMatching(/^[a-z0-9]{10}$/)

let api: string
let root: string
beforeAll(async () => {
  const { body } = await post('/restapis', { name: 'wire' })
  api = `/restapis/${body.id}`
  root = body.rootResourceId
})

const mock = async (at: string, resource: string) => {
  const method = `${at}/resources/${resource}/methods/GET`
  await put(method, { authorizationType: 'NONE' })
  await put(`${method}/integration`, { type: 'MOCK' })
  return method
}

describe('the wire', () => {
  it('has epoch seconds, no nulls, and lists under `item` (api-gateway 10.1.1, 10.1.2, 10.1.3, 10.1.5)', async () => {
    const { body } = await get('/restapis?limit=500')
    expect(Object.keys(body)).toEqual(['item'])
    const [first] = body.item
    expect(first.createdDate).toBe(Math.floor(first.createdDate))
    expect(JSON.stringify(body)).not.toContain('null')
  })

  it('pages by limit and position, 25 at once where nothing is said (api-gateway 10.1.4)', async () => {
    for (let i = 0; i < 26; i += 1) await post(`${api}/requestvalidators`, { name: `v${i}` })
    const { body: first } = await get(`${api}/requestvalidators`)
    expect(first.item.length).toBe(25)
    const { body: rest } = await get(`${api}/requestvalidators?position=${encodeURIComponent(first.position)}`)
    expect([rest.item.length, rest.position]).toEqual([1, undefined])
    const { body: few } = await get(`${api}/requestvalidators?limit=2`)
    expect(few.item.length).toBe(2)
  })

  it('has a status for each kind of operation (api-gateway 10.1.6)', async () => {
    const made = await post('/restapis', { name: 'statuses' })
    const at = `/restapis/${made.body.id}`
    const method = await mock(at, made.body.rootResourceId)
    expect(made.status).toBe(201)
    expect((await patch(at, { op: 'replace', path: '/name', value: 'x' })).status).toBe(200)
    expect((await put(`${method}/responses/200`, {})).status).toBe(201)
    expect((await patch(`${method}/responses/200`)).status).toBe(201)
    expect((await put(`${method}/integration/responses/200`, {})).status).toBe(201)
    expect((await post(`${at}/deployments`, { stageName: 's' })).status).toBe(201)
    expect((await ask('DELETE', `${at}/stages/s/cache/data`)).status).toBe(202)
    expect((await ask('DELETE', `${at}/stages/s/cache/authorizers`)).status).toBe(202)
    expect((await post(method, {})).status).toBe(200)
    for (const path of [
      `${method}/integration/responses/200`,
      `${method}/integration`,
      `${method}/responses/200`,
      method,
    ]) {
      expect([path, (await ask('DELETE', path)).status]).toEqual([path, 204])
    }
    expect((await ask('DELETE', at)).status).toBe(202)
  })

  it('tells an error’s type in a header and its text in `message` (api-gateway 10.1.7)', async () => {
    expect(await get('/restapis/nowhere')).toEqual(noApi)
  })

  it('lists what is wrong with values first, and alone, with the path to each (api-gateway 10.1.8, 10.1.9, 10.1.10)', async () => {
    const types = 'Member must satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]'
    const endpointConfiguration = { types: ['wrong'], ipAddressType: 'wrong' }
    expect(await post('/restapis', { name: 'x', description: '', endpointConfiguration })).toEqual(
      refused(
        400,
        'ValidationException',
        "2 validation errors detected: Value '[wrong]' at 'createRestApiInput.endpointConfiguration.types' failed to " +
          `satisfy constraint: ${types}; Value 'wrong' at 'createRestApiInput.endpointConfiguration.ipAddressType' ` +
          'failed to satisfy constraint: Member must satisfy enum value set: [ipv4, dualstack]',
      ),
    )
  })

  it('has operations in AWS’s order, and the body before the address (api-gateway 10.1.11, 10.1.12)', async () => {
    const method = await mock(api, root)
    const { type, body } = await patch(`${method}/responses/wrong`, { op: 'add' }, { op: 'wrong' })
    expect(type).toBe('ValidationException')
    expect(body.message).toMatch(
      /^2 validation errors detected: Value 'wrong' at 'updateMethodResponseInput\.patchOperations\.2\.member\.op' failed to satisfy constraint: Member must satisfy enum value set: \[add, remove, move, test, replace, copy\]; Value 'wrong' at 'statusCode' /,
    )
  })

  it('tells one broken rule at a time, the description first (api-gateway 10.1.13, 10.3.4)', async () => {
    const wrong = { name: 'x', minimumCompressionSize: -1 }
    expect(await post('/restapis', { ...wrong, description: '' })).toEqual(bad('Description cannot be an empty string'))
    expect(await post('/restapis', wrong)).toEqual(
      bad('Invalid minimum compression size, must be between 0 and 10485760'),
    )
  })
})

describe('ids', () => {
  it('are ten characters of an API and six of its parts, in small letters and digits (api-gateway 10.2.1)', async () => {
    expect([api.slice('/restapis/'.length), root]).toEqual([LONG, LONG])
    expect((await post(`${api}/resources/${root}`, { pathPart: 'ids' })).body.id).toEqual(SHORT)
    expect((await post('/apikeys', {})).body.id).toEqual(LONG)
    expect((await post('/usageplans', { name: 'p' })).body.id).toEqual(SHORT)
    expect((await post('/clientcertificates', {})).body.clientCertificateId).toEqual(SHORT)
  })

  it('stand in ARNs without an account, by which things are tagged (api-gateway 10.2.2, 10.9.1, 10.9.2)', async () => {
    const stage = '/restapis/{r}/stages/tagged'
    const method = await mock(api, root)
    expect(method).toBeTruthy()
    const { body: deployment } = await post(`${api}/deployments`, {})
    await post(`${api}/stages`, { stageName: 'tagged', deploymentId: deployment.id })
    const ids = {
      '/usageplans': (await post('/usageplans', { name: 'p' })).body.id,
      '/apikeys': (await post('/apikeys', {})).body.id,
      '/clientcertificates': (await post('/clientcertificates', {})).body.clientCertificateId,
      '/vpclinks': (await post('/vpclinks', { name: 'l', targetArns: [] })).body.id,
      '/domainnames': (
        await post('/domainnames', {
          domainName: 'tagged.example.com',
          regionalCertificateArn: `arn:aws:acm:us-east-1:${account}:certificate/0`,
          endpointConfiguration: { types: ['REGIONAL'] },
        })
      ).body.domainName,
    }
    const paths = [
      api,
      stage.replace('/restapis/{r}', api),
      ...Object.entries(ids).map(([family, id]) => `${family}/${id}`),
    ]
    for (const path of paths) {
      const tags = `/tags/${encodeURIComponent(`arn:aws:apigateway:us-east-1::${path}`)}`
      expect([path, (await put(tags, { tags: { a: '1', b: '2' } })).status]).toEqual([path, 204])
      expect((await ask('DELETE', `${tags}?tagKeys=a&tagKeys=c`)).status).toBe(204)
      expect((await get(tags)).body).toEqual({ tags: { b: '2' } })
      expect([path, (await get(path)).body.tags]).toEqual([path, { b: '2' }])
    }
  })
})

describe('what is made', () => {
  it('is an API with its defaults (api-gateway 10.3.1, 10.3.2)', async () => {
    const { body } = await post('/restapis', { name: 'defaults', binaryMediaTypes: [] })
    const { id, ...rest } = body
    expect(rest).toEqual({
      name: 'defaults',
      createdDate: SECONDS,
      apiKeySource: 'HEADER',
      endpointConfiguration: { ipAddressType: 'ipv4', types: ['EDGE'] },
      disableExecuteApiEndpoint: false,
      rootResourceId: LONG,
    })
    expect((await get(`/restapis/${id}`)).body).toEqual({ ...body, tags: {} })
    expect((await get('/restapis?limit=500')).body.item).toContainEqual(body)
  })

  it.each([
    [{ types: [] }, 'REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.'],
    [{ types: ['EDGE', 'REGIONAL'] }, 'Cannot create an api with multiple Endpoint Types.'],
    [{ types: ['PRIVATE'], ipAddressType: 'ipv4' }, 'Only dualstack ipAddressType is supported for Private APIs.'],
  ])('is an API of one endpoint type: %j (api-gateway 10.3.3)', async (endpointConfiguration, message) => {
    expect(await post('/restapis', { name: 'x', endpointConfiguration })).toEqual(bad(message))
  })

  it('is a private API with both kinds of addresses, and patched to no other (api-gateway 10.3.3)', async () => {
    const { body } = await post('/restapis', { name: 'x', endpointConfiguration: { types: ['PRIVATE'] } })
    expect(body.endpointConfiguration).toEqual({ ipAddressType: 'dualstack', types: ['PRIVATE'] })
    const at = `/restapis/${body.id}`
    const endpoint = '/endpointConfiguration'
    expect(await patch(at, { op: 'replace', path: `${endpoint}/ipAddressType`, value: 'x' })).toEqual(
      bad('ipAddressType must be either ipv4 or dualstack.'),
    )
    expect(await patch(at, { op: 'replace', path: `${endpoint}/types/PRIVATE`, value: 'x' })).toEqual(
      bad('Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE'),
    )
  })

  it('is a resource in the order of paths, and goes with what is below it (api-gateway 10.3.5, 10.3.6)', async () => {
    const { body: b } = await post(`${api}/resources/${root}`, { pathPart: 'b' })
    expect(b).toEqual({ id: SHORT, parentId: root, path: '/b', pathPart: 'b' })
    const { body: a } = await post(`${api}/resources/${b.id}`, { pathPart: 'a' })
    await mock(api, a.id)
    const paths = async () =>
      (await get(`${api}/resources?limit=500`)).body.item.map(({ path }: { path: string }) => path)
    expect(await paths()).toEqual([...(await paths())].sort())
    expect((await get(`${api}/resources/${a.id}`)).body.resourceMethods).toEqual({ GET: {} })
    const embedded = await get(`${api}/resources/${a.id}?embed=methods`)
    expect(embedded.body.resourceMethods.GET).toMatchObject({ httpMethod: 'GET', methodIntegration: { type: 'MOCK' } })
    expect((await ask('DELETE', `${api}/resources/${b.id}`)).status).toBe(202)
    expect(await get(`${api}/resources/${a.id}`)).toEqual(missing('Invalid Resource identifier specified'))
  })

  it('is a method with what it was given (api-gateway 10.3.7, 10.3.8, 10.3.9)', async () => {
    const { body: at } = await post(`${api}/resources/${root}`, { pathPart: 'method' })
    const method = `${api}/resources/${at.id}/methods/GET`
    const bare = { httpMethod: 'GET', authorizationType: 'NONE', apiKeyRequired: false }
    expect(await put(method, { authorizationType: 'none' })).toMatchObject({ status: 201, body: bare })
    expect((await get(method)).body).toEqual(bare)
    const response = `${method}/responses/200`
    expect((await put(response, { responseParameters: {}, responseModels: {} })).body).toEqual({
      statusCode: '200',
      responseParameters: {},
      responseModels: {},
    })
    const path = '/responseParameters/method.response.header.a'
    await patch(response, { op: 'add', path, value: 'true' })
    const { body } = await patch(response, { op: 'remove', path })
    expect(body.responseParameters).toBeUndefined()
    expect((await get(method)).body.methodResponses['200'].statusCode).toBe('200')
    await put(`${method}/integration`, { type: 'MOCK' })
    expect((await get(method)).body.methodIntegration.type).toBe('MOCK')
  })

  it('is a validator, a model and a deployment (api-gateway 10.3.10, 10.3.11, 10.3.12)', async () => {
    expect((await post(`${api}/requestvalidators`, { name: 'v' })).body).toEqual({
      id: SHORT,
      name: 'v',
      validateRequestBody: false,
      validateRequestParameters: false,
    })
    const model = { name: 'Pet', schema: '{"type":"object"}', contentType: 'application/json' }
    expect((await post(`${api}/models`, model)).body).toEqual({ id: SHORT, ...model })
    await mock(api, root)
    const { body: deployment } = await post(`${api}/deployments`, { description: 'd' })
    expect(deployment).toEqual({ id: SHORT, createdDate: SECONDS, description: 'd' })
    const { body } = await get(`${api}/deployments/${deployment.id}?embed=apisummary`)
    expect(body.apiSummary['/'].GET).toEqual({ authorizationType: 'NONE', apiKeyRequired: false })
  })

  it('is a stage with settings of methods by AWS’s keys, which holds its deployment (api-gateway 10.3.13, 10.3.14, 10.3.15)', async () => {
    await mock(api, root)
    const { body: deployment } = await post(`${api}/deployments`, {})
    const { body } = await post(`${api}/stages`, { stageName: 'full', deploymentId: deployment.id })
    expect(body).toEqual({
      stageName: 'full',
      deploymentId: deployment.id,
      createdDate: SECONDS,
      lastUpdatedDate: SECONDS,
      cacheClusterEnabled: false,
      cacheClusterStatus: 'NOT_AVAILABLE',
      methodSettings: {},
      tracingEnabled: false,
    })
    const stage = `${api}/stages/full`
    const path = '/test/GET/throttling/burstLimit'
    const { body: patched } = await patch(stage, { op: 'replace', path, value: '5000' })
    expect(patched.methodSettings).toEqual({
      'test/GET': {
        cacheDataEncrypted: false,
        cacheTtlInSeconds: 300,
        cachingEnabled: true,
        dataTraceEnabled: false,
        metricsEnabled: false,
        requireAuthorizationForCacheControl: true,
        throttlingBurstLimit: 5000,
        throttlingRateLimit: 10000,
        unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
      },
    })
    expect(await ask('DELETE', `${api}/deployments/${deployment.id}`)).toEqual(
      bad('Active stages pointing to this deployment must be moved or deleted'),
    )
  })

  it('may be a clone of another API, with ids of its own (api-gateway 10.10)', async () => {
    const { body } = await post('/restapis', { name: 'original' })
    const from = `/restapis/${body.id}`
    await mock(from, body.rootResourceId)
    const { body: clone } = await post('/restapis', { name: 'clone', cloneFrom: body.id })
    expect(clone).toMatchObject({ name: 'clone', id: LONG, rootResourceId: LONG })
    expect([clone.id, clone.rootResourceId]).not.toEqual([body.id, body.rootResourceId])
    const { body: method } = await get(`/restapis/${clone.id}/resources/${clone.rootResourceId}/methods/GET`)
    expect(method.methodIntegration).toMatchObject({ type: 'MOCK', cacheNamespace: clone.rootResourceId })
    expect(await post('/restapis', { name: 'clone', cloneFrom: 'nowhere' })).toEqual(noApi)
  })

  it('may be a template for a model (api-gateway 10.10)', async () => {
    const { body } = await get(`${api}/models/Empty/default_template`)
    expect(body).toEqual({ value: "#set($inputRoot = $input.path('$'))\n{ }" })
  })
})

describe('what is not there', () => {
  it.each([
    ['GET', ''],
    ['GET', '/models'],
    ['POST', '/models', { name: 'a', contentType: 'application/json', schema: '{}' }],
    ['GET', '/requestvalidators'],
    ['GET', '/gatewayresponses'],
    ['GET', '/authorizers'],
    ['GET', '/deployments'],
    ['GET', '/stages'],
    ['GET', '/documentation/parts'],
    ['GET', '/documentation/versions'],
  ])('%s /restapis/nowhere%s is without its API (api-gateway 10.4)', async (method, path, body?: object) => {
    expect(await ask(method, `/restapis/nowhere${path}`, body)).toEqual(noApi)
  })

  it.each([
    ['/restapis/nowhere/resources/x', 'Invalid Resource identifier specified'],
    ['/restapis/nowhere/resources/x/methods/GET/integration', 'Invalid Resource identifier specified'],
    ['{api}/resources/{root}/methods/PATCH', 'Invalid Method identifier specified'],
    ['{api}/models/Nobody', 'Invalid model name specified: Nobody'],
    ['/restapis/nowhere/models/Nobody', 'Invalid model name specified: Nobody'],
    ['/restapis/nowhere/requestvalidators/x', 'Invalid Request Validator identifier specified'],
    ['/restapis/nowhere/documentation/parts/x', 'Invalid Documentation part identifier specified'],
    ['{api}/documentation/versions/x', 'Invalid Documentation version specified'],
    ['/usageplans/x', 'Invalid Usage Plan ID specified'],
    ['/vpclinks/x', 'Invalid Vpc Link identifier specified'],
    ['{api}/deployments/x', 'Invalid Deployment identifier specified'],
    ['{api}/stages/x', 'Invalid stage identifier specified'],
    ['{api}/authorizers/x', 'Invalid Authorizer identifier specified'],
    ['/apikeys/x', 'Invalid API Key identifier specified'],
    ['/domainnames/x.example.com', 'Invalid domain name identifier specified'],
  ])('%s: %s (api-gateway 10.4)', async (path, message) => {
    expect(await get(path.replace('{api}', api).replace('{root}', root))).toEqual(missing(message))
  })

  it('is missed in other words where something is made (api-gateway 10.4.1)', async () => {
    expect(await post('/restapis/nowhere/requestvalidators', { name: 'v' })).toEqual(
      bad('Invalid REST API identifier specified'),
    )
    const authorizer = {
      name: 'a',
      type: 'COGNITO_USER_POOLS',
      providerARNs: [`arn:aws:cognito-idp:us-east-1:${account}:userpool/us-east-1_abcdefghi`],
      identitySource: 'method.request.header.Authorization',
    }
    expect(await post('/restapis/nowhere/authorizers', authorizer)).toEqual(
      refused(
        409,
        'ConflictException',
        'Unable to complete operation due to concurrent modification. Please try again later.',
      ),
    )
  })

  it('is missed in a patch by its kind (api-gateway 10.4)', async () => {
    const method = await mock(api, root)
    const path = '/requestParameters/method.request.header.a'
    expect(await patch(method, { op: 'remove', path })).toEqual(missing('Invalid parameter name specified'))
    expect(await patch(method, { op: 'remove', path: '/requestModels/a~1a' })).toEqual(
      missing('Content-Type specified was not found'),
    )
    expect(await ask('DELETE', `${api}/gatewayresponses/THROTTLED`)).toEqual(
      missing('Gateway response type not defined on api'),
    )
  })
})

describe('refused is', () => {
  it('a method with a verb, parameters, models or validators that are none (api-gateway 10.5.1)', async () => {
    const { body: at } = await post(`${api}/resources/${root}`, { pathPart: 'refused' })
    const methods = `${api}/resources/${at.id}/methods`
    const none = { authorizationType: 'NONE' }
    const [header, query] = ['method.request.header.a', 'method.request.querystring.a']
    expect(await put(`${methods}/FETCH`, none)).toEqual(
      bad('Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY'),
    )
    expect(await put(`${methods}/GET`, { ...none, requestParameters: { [header]: true, [query]: true } })).toEqual(
      bad('Parameter names must be unique across querystring, header and path'),
    )
    expect(await put(`${methods}/GET`, { ...none, requestModels: { 'a/a': 'Nobody' } })).toEqual(
      bad('Invalid model identifier specified: Nobody'),
    )
    expect(await put(`${methods}/GET`, { ...none, requestValidatorId: 'nobody' })).toEqual(
      bad('Invalid Request Validator identifier specified'),
    )
  })

  it('a resource where there is one, or can be none (api-gateway 10.5.2, 10.5.3)', async () => {
    const { body: top } = await post(`${api}/resources/${root}`, { pathPart: 'top' })
    const below = (parent: string, pathPart: string) => post(`${api}/resources/${parent}`, { pathPart })
    const conflict = (message: string) => refused(409, 'ConflictException', message)
    expect(await below(root, 'top')).toEqual(
      conflict('Another resource with the same parent already has this name: top'),
    )
    const { body: greedy } = await below(top.id, '{proxy+}')
    expect((await below(top.id, '{id}')).body.message).toBe(
      'A sibling ({proxy+}) of this resource already has a variable path part -- only one is allowed',
    )
    expect((await below(greedy.id, 'x')).body.message).toBe(
      'Cannot create a child of a resource with a greedy path variable: {proxy+}',
    )
    expect((await below(root, 'a b')).body.message).toBe(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning " +
        'and the end.',
    )
    const move = { op: 'replace', path: '/parentId', value: greedy.id }
    expect((await patch(`${api}/resources/${top.id}`, move)).body.message).toBe('Resources cannot be cyclical.')
    const rename = { op: 'replace', path: '/pathPart', value: 'x' }
    expect((await patch(`${api}/resources/${root}`, rename)).body.message).toBe(
      'Root resource cannot update its pathPart.',
    )
    expect((await patch(`${api}/resources/${root}`, { ...move, value: top.id })).body.message).toBe(
      'Root resource cannot update its parentId.',
    )
  })

  it('a deployment of an API without methods, or with one that goes nowhere (api-gateway 10.5.4)', async () => {
    const { body } = await post('/restapis', { name: 'empty' })
    const at = `/restapis/${body.id}`
    expect(await post(`${at}/deployments`, {})).toEqual(bad("The REST API doesn't contain any methods"))
    await put(`${at}/resources/${body.rootResourceId}/methods/GET`, { authorizationType: 'NONE' })
    expect(await post(`${at}/deployments`, {})).toEqual(bad('No integration defined for method'))
  })

  it('a name that is blank, and a document that is none (api-gateway 10.5.5, 10.5.6)', async () => {
    expect(await post(`${api}/requestvalidators`, { name: '' })).toEqual(bad('Request Validator name cannot be blank'))
    expect((await post('/restapis?mode=import', { nothing: true })).body.message).toMatch(/^Invalid OpenAPI input\./)
  })

  it('half an access log, and one that is taken away by halves (api-gateway 10.5.7)', async () => {
    await mock(api, root)
    await post(`${api}/deployments`, { stageName: 'logs' })
    const stage = `${api}/stages/logs`
    const log = '/accessLogSettings'
    expect(await patch(stage, { op: 'replace', path: `${log}/wrong`, value: 'x' })).toEqual(
      bad(
        'Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]',
      ),
    )
    expect(await patch(stage, { op: 'replace', path: `${log}/format`, value: '' })).toEqual(
      bad('Access Log value must not be empty'),
    )
    expect(await patch(stage, { op: 'remove', path: `${log}/destinationArn` })).toEqual(
      bad(
        'Cannot remove method setting accessLogSettings/destinationArn because there is no method setting for this method ',
      ),
    )
    expect((await patch(stage, { op: 'remove', path: log })).status).toBe(200)
  })
})

describe('a patch', () => {
  it('escapes slashes and tildes of a path, and sets of values grow at their end (api-gateway 10.6.2, 10.6.6)', async () => {
    const { body } = await post('/restapis', { name: 'x', binaryMediaTypes: ['image/png', 'a/b'] })
    const at = `/restapis/${body.id}`
    const replaced = await patch(at, { op: 'replace', path: '/binaryMediaTypes/image~1png', value: 'image/gif' })
    expect(replaced.body.binaryMediaTypes).toEqual(['a/b', 'image/gif'])
    const added = await patch(at, { op: 'add', path: '/binaryMediaTypes/c~1~0d' })
    expect(added.body.binaryMediaTypes).toEqual(['a/b', 'image/gif', 'c/~d'])
    for (const op of ['add', 'replace', 'remove']) {
      expect(await patch(at, { op, path: '/binaryMediaTypes', value: 'a/b' })).toEqual(
        bad('Invalid patch path /binaryMediaTypes'),
      )
    }
  })

  it('of an unknown path is refused in one of two dialects (api-gateway 10.6.3, 10.6.4)', async () => {
    const { body: resource } = await post(`${api}/resources/${root}`, { pathPart: 'dialects' })
    const { body: validator } = await post(`${api}/requestvalidators`, { name: 'v' })
    const { body: part } = await post(`${api}/documentation/parts`, { location: { type: 'API' }, properties: '{}' })
    const { body: key } = await post('/apikeys', {})
    const listed: readonly (readonly [string, string])[] = [
      [`${api}/resources/${resource.id}`, '/parentId, /pathPart'],
      [`${api}/models/Empty`, '/description, /schema'],
      [`${api}/requestvalidators/${validator.id}`, '/name, /validateRequestParameters, /validateRequestBody'],
      [`${api}/documentation/parts/${part.id}`, '/properties'],
      [`/apikeys/${key.id}`, '/description, /enabled, /name, /customerId'],
    ]
    for (const [at, paths] of listed) {
      expect(await patch(at, { op: 'replace', path: '/x', value: 'v' })).toEqual(
        bad(`Invalid patch path  '/x' specified for op 'replace'. Must be one of: [${paths}]`),
      )
      expect(await patch(at, { op: 'add', path: '/x', value: 'v' })).toEqual(
        bad("Invalid patch path  '/x' specified for op 'add'. Please choose supported operations"),
      )
    }
    const method = await mock(api, root)
    await put(`${method}/responses/200`, {})
    for (const at of [api, method, `${method}/responses/200`, `${api}/gatewayresponses/THROTTLED`]) {
      expect(await patch(at, { op: 'replace', path: '/x', value: 'v' })).toEqual(bad('Invalid patch path /x'))
    }
    expect(await patch(api, { op: 'add', path: '/name', value: 'v' })).toEqual(
      bad('Invalid patch operation specified. Must be one of: [replace]'),
    )
    expect(await patch(api, { op: 'add', path: '/endpointConfiguration/types/EDGE', value: 'EDGE' })).toEqual(
      bad("Invalid patch operation specified. Must be 'add'|'remove'|'replace'"),
    )
  })

  it('takes any text but `true`, and none, for false (api-gateway 10.6.5)', async () => {
    const { body } = await post(`${api}/requestvalidators`, { name: 'v', validateRequestBody: true })
    const at = `${api}/requestvalidators/${body.id}`
    const path = '/validateRequestBody'
    expect((await patch(at, { op: 'replace', path, value: 'TRUE' })).body.validateRequestBody).toBe(false)
    expect((await patch(at, { op: 'replace', path, value: 'true' })).body.validateRequestBody).toBe(true)
    expect((await patch(at, { op: 'replace', path })).body.validateRequestBody).toBe(false)
  })

  it('of an API’s compression without a value turns it off (api-gateway 10.6.7)', async () => {
    const { body } = await post('/restapis', { name: 'x', minimumCompressionSize: 10 })
    const at = `/restapis/${body.id}`
    const { body: off } = await patch(at, { op: 'replace', path: '/minimumCompressionSize' })
    expect(off).not.toHaveProperty('minimumCompressionSize')
  })

  it('of a method keeps to its authorizer, and drops a map with its last entry (api-gateway 10.6.8)', async () => {
    const { body: at } = await post(`${api}/resources/${root}`, { pathPart: 'patched' })
    const method = await mock(api, at.id)
    expect(await patch(method, { op: 'add', path: '/requestModels/application/json', value: 'Empty' })).toEqual(
      bad('Invalid patch path /requestModels/application/json'),
    )
    const models = '/requestModels/application~1json'
    const added = await patch(method, { op: 'add', path: models, value: 'Empty' })
    expect(added.body.requestModels).toEqual({ 'application/json': 'Empty' })
    expect((await patch(method, { op: 'remove', path: models })).body).not.toHaveProperty('requestModels')
    const ignored = await patch(method, { op: 'replace', path: '/authorizerId', value: 'nobody' })
    expect(ignored.body).not.toHaveProperty('authorizerId')
    const custom = await patch(method, { op: 'replace', path: '/authorizationType', value: 'CUSTOM' })
    expect(custom.body.message).toMatch(/^Invalid authorizer ID specified\./)
  })

  it('of a resource’s name renames the paths below it (api-gateway 10.6.9)', async () => {
    const { body: a } = await post(`${api}/resources/${root}`, { pathPart: 'parent' })
    const { body: b } = await post(`${api}/resources/${a.id}`, { pathPart: 'child' })
    await patch(`${api}/resources/${a.id}`, { op: 'replace', path: '/pathPart', value: 'elder' })
    expect((await get(`${api}/resources/${b.id}`)).body.path).toBe('/elder/child')
  })

  it('of a stage has a list and words of its own, and the last operation counts (api-gateway 10.6.10, 10.6.11)', async () => {
    await mock(api, root)
    await post(`${api}/deployments`, { stageName: 'settings' })
    const stage = `${api}/stages/settings`
    const { body } = await patch(stage, { op: 'replace', path: '/x', value: 'v' })
    expect(body.message).toMatch(
      /^Invalid method setting path: \/x\. Must be one of: \[\/deploymentId, \/description, /,
    )
    expect(body.message).toContain('/*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds')
    expect(await patch(stage, { op: 'remove', path: '/*/*' })).toEqual(
      bad('Cannot remove method setting */* because there is no method setting for this method '),
    )
    const set = (value: string) => ({ op: 'replace', path: '/~1a~1b/GET/throttling/burstLimit', value })
    const { body: patched } = await patch(stage, set('1'), set('2'))
    expect(patched.methodSettings['~1a~1b/GET'].throttlingBurstLimit).toBe(2)
  })
})

it('a stage goes back to an older deployment (api-gateway 10.7.3, 10.7.4)', async () => {
  await mock(api, root)
  const { body: first } = await post(`${api}/deployments`, { stageName: 'back' })
  const { body: second } = await post(`${api}/deployments`, { stageName: 'back' })
  const stage = `${api}/stages/back`
  expect((await get(stage)).body.deploymentId).toBe(second.id)
  await patch(stage, { op: 'replace', path: '/deploymentId', value: first.id })
  expect((await get(stage)).body.deploymentId).toBe(first.id)
  const id = api.slice('/restapis/'.length)
  expect((await fetch(`${origin}/_aws/execute-api/${id}/back/`)).status).not.toBe(403)
})
