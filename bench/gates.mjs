// What keys, models and tokens cost a call: beside the same call without them, on the same server. Judged by processor
// time, since the two differ by less than a busy machine's rounds do.
import { compare } from './beside.mjs'
import { deployMethods, machinesOf, SCOPE } from './deployment.mjs'
import { deployHttpApi } from './http-apis.mjs'
import { percent, report } from './report.mjs'

const KEY = 'a-key-of-more-than-twenty-characters'
const MOCK = {
  Integration: {
    Type: 'MOCK',
    RequestTemplates: { 'application/json': '{"statusCode": 200}' },
    IntegrationResponses: [{ StatusCode: '200' }],
  },
  MethodResponses: [{ StatusCode: '200' }],
}

export async function gates(server, deployed, token, hello, rounds, folder) {
  const { keyed, open } = await deployKeyed(server)
  await beside('behind an API key and a plan', keyed, open, 0.9)
  const { checked, unchecked } = await deployChecked(server)
  await beside('with a body that fits a schema of 2 KB', checked, unchecked, 0.8)
  const { jwt, cognito } = await deployTokens(server, deployed, token, hello)
  await beside('an HTTP API’s JWT authorizer, of REST’s for Cognito', jwt, cognito, 1)

  async function beside(what, one, other, least) {
    const { cpu, raw } = await compare(one, other, rounds, folder)
    report(`${what}, processor time`, percent(cpu), `>= ${percent(least)}`, cpu >= least, raw)
  }
}

function requestOf(server, method, path, headers = [], body = '') {
  const length = body === '' ? [] : ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`]
  const head = [`${method} ${path} HTTP/1.1`, 'Host: 127.0.0.1', 'User-Agent: bench', ...headers, ...length, '', body]
  return { ...server, requests: [head.join('\r\n')] }
}

/** One method that asks for a key of a plan with limits and a quota, none of which is ever reached; one that does not. */
async function deployKeyed(server) {
  const stage = { ApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' } }
  const limits = {
    Throttle: { RateLimit: 1_000_000, BurstLimit: 1_000_000 },
    Quota: { Limit: 1_000_000_000, Period: 'MONTH' },
  }
  const methodOf = (ApiKeyRequired) => ({ HttpMethod: 'GET', ApiKeyRequired, ...MOCK })
  const api = await deployMethods(server.origin, 'Keyed', { keyed: true, open: false }, methodOf, {
    Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true, Value: KEY } },
    Plan: { Type: 'AWS::ApiGateway::UsagePlan', Properties: { ApiStages: [stage], ...limits } },
    Membership: {
      Type: 'AWS::ApiGateway::UsagePlanKey',
      Properties: { KeyId: { Ref: 'Key' }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } },
    },
  })
  const call = (path) => requestOf(server, 'GET', `${api}/${path}`, [`X-Api-Key: ${KEY}`])
  return { keyed: call('keyed'), open: call('open') }
}

/** An order as an API may take it: a schema of 2 KB, and a body of 300 bytes. */
async function deployChecked(server) {
  const text = { type: 'string', minLength: 1, maxLength: 100 }
  const address = {
    type: 'object',
    required: ['street', 'city', 'zip', 'country'],
    properties: {
      street: text,
      city: text,
      zip: { type: 'string', pattern: '^[0-9A-Z -]{3,10}$' },
      country: { type: 'string', enum: ['AT', 'BE', 'CH', 'DE', 'DK', 'ES', 'FI', 'FR', 'IT', 'NL', 'NO', 'PL', 'SE'] },
    },
    additionalProperties: false,
  }
  const item = {
    type: 'object',
    required: ['sku', 'quantity', 'price'],
    properties: {
      sku: { type: 'string', pattern: '^[A-Z]{3}-[0-9]+$' },
      quantity: { type: 'integer', minimum: 1, maximum: 1000 },
      price: { type: 'number', minimum: 0 },
      note: { ...text, description: 'what the customer has written beside it' },
    },
    additionalProperties: false,
  }
  const schema = {
    $schema: 'http://json-schema.org/draft-04/schema#',
    title: 'Order',
    type: 'object',
    required: ['id', 'customer', 'billing', 'items'],
    properties: {
      id: { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' },
      customer: {
        type: 'object',
        required: ['name', 'mail'],
        properties: { name: text, mail: { ...text, format: 'email' }, phone: { type: ['string', 'null'] } },
      },
      billing: address,
      delivery: address,
      items: { type: 'array', minItems: 1, maxItems: 100, items: item },
      express: { type: 'boolean' },
    },
    additionalProperties: false,
  }
  const home = { street: 'Main Street 1', city: 'Springfield', zip: '12345', country: 'DE' }
  const body = JSON.stringify({
    id: '01234567-89ab-cdef-0123-456789abcdef',
    customer: { name: 'Ann Other', mail: 'ann@example.com', phone: null },
    billing: home,
    items: [{ sku: 'ABC-1001', quantity: 1, price: 9.99 }],
    express: true,
  })
  const methodOf = (isChecked) => ({
    HttpMethod: 'POST',
    ...(isChecked
      ? { RequestValidatorId: { Ref: 'Validator' }, RequestModels: { 'application/json': { Ref: 'Order' } } }
      : {}),
    ...MOCK,
  })
  const api = await deployMethods(server.origin, 'Checked', { checked: true, unchecked: false }, methodOf, {
    Order: {
      Type: 'AWS::ApiGateway::Model',
      Properties: { RestApiId: { Ref: 'Api' }, Name: 'Order', ContentType: 'application/json', Schema: schema },
    },
    Validator: {
      Type: 'AWS::ApiGateway::RequestValidator',
      Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: true },
    },
  })
  const call = (path) => requestOf(server, 'POST', `${api}/${path}`, [], body)
  return { checked: call('checked'), unchecked: call('unchecked') }
}

/** The same call to the same backend, behind each kind of authorizer for the pool. */
async function deployTokens(server, { poolId, clientId }, token, hello) {
  const uri = `http://127.0.0.1:${hello.port}/`
  const rest = await deployMethods(
    server.origin,
    'Tokens',
    { called: uri },
    (Uri) => ({
      HttpMethod: 'GET',
      AuthorizationType: 'COGNITO_USER_POOLS',
      AuthorizerId: { Ref: 'Machines' },
      AuthorizationScopes: [SCOPE],
      Integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri },
    }),
    { Machines: machinesOf(poolId) },
  )
  const http = await deployHttpApi(server.origin, uri, ['GET /called'], {
    Issuer: `https://cognito-idp.us-east-1.amazonaws.com/${poolId}`,
    Audience: [clientId],
    scopes: [SCOPE],
  })
  const call = (api) => requestOf(server, 'GET', `${api}/called`, [`Authorization: ${token}`])
  return { jwt: call(http), cognito: call(rest) }
}
