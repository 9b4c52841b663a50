import {
  CreateApiKeyCommand,
  CreateDeploymentCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  type GatewayResponseType,
  GetGatewayResponseCommand,
  GetGatewayResponsesCommand,
  PutGatewayResponseCommand,
  UpdateMethodCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { backends } from '../support/backends.ts'
import { awsClients } from '../support/clients.ts'
import { eventFunction, lambdaUri } from '../support/event-function.ts'
import { functionsOf } from '../support/functions.ts'
import { BY_TOKEN, guardsOf, policyOf, telling } from '../support/guard.ts'
import { createMachineClient } from '../support/machine-client.ts'
import { createMockApi, type MockApi, type MockMethod } from '../support/mock-api.ts'
import { uniqueName } from '../support/names.ts'
import { createAuthorizer } from '../support/protected-api.ts'
import { sendRaw } from '../support/raw-http.ts'

const origin = inject('origin')
const ACCOUNT = '333300000074'
const { apiGateway, cognito, lambda } = awsClients({ origin, account: ACCOUNT })
const { start: backend, close } = backends()
afterAll(close)

const STOCK = '{"message":$context.error.messageString}'
/** By type: the status that it has unless it is said otherwise; the two defaults have none. */
const STATUSES: Readonly<Record<GatewayResponseType, string | undefined>> = {
  ACCESS_DENIED: '403',
  API_CONFIGURATION_ERROR: '500',
  AUTHORIZER_CONFIGURATION_ERROR: '500',
  AUTHORIZER_FAILURE: '500',
  BAD_REQUEST_BODY: '400',
  BAD_REQUEST_PARAMETERS: '400',
  DEFAULT_4XX: undefined,
  DEFAULT_5XX: undefined,
  EXPIRED_TOKEN: '403',
  INTEGRATION_FAILURE: '504',
  INTEGRATION_TIMEOUT: '504',
  INVALID_API_KEY: '403',
  INVALID_SIGNATURE: '403',
  MISSING_AUTHENTICATION_TOKEN: '403',
  QUOTA_EXCEEDED: '429',
  REQUEST_TOO_LARGE: '413',
  RESOURCE_NOT_FOUND: '404',
  THROTTLED: '429',
  UNAUTHORIZED: '401',
  UNSUPPORTED_MEDIA_TYPE: '415',
  WAF_FILTERED: '403',
}
const TYPES = Object.keys(STATUSES) as GatewayResponseType[]

describe('the control plane', () => {
  let restApiId: string
  beforeAll(async () => {
    restApiId = (await apiGateway.send(new CreateRestApiCommand({ name: 'bare' }))).id ?? ''
  })

  it.each(TYPES)('shows %s as it is by default (api-gateway 2.1)', async (responseType) => {
    const { $metadata: _, ...shown } = await apiGateway.send(new GetGatewayResponseCommand({ restApiId, responseType }))
    const statusCode = STATUSES[responseType]
    expect(shown).toEqual({
      defaultResponse: true,
      responseParameters: {},
      responseTemplates: { 'application/json': STOCK },
      responseType,
      ...(statusCode === undefined ? {} : { statusCode }),
    })
  })

  it('lists all types by their names (api-gateway 2.2.8)', async () => {
    const { items } = await apiGateway.send(new GetGatewayResponsesCommand({ restApiId }))
    expect(items?.map(({ responseType }) => responseType)).toEqual(TYPES)
  })
})

/** What a call ends in, and how. */
interface Ending {
  readonly type: GatewayResponseType
  readonly status: number
  readonly errorType: string
  readonly body: string
  readonly call: () => Promise<Response>
}

const INTERNAL = {
  status: 500,
  errorType: 'InternalServerErrorException',
  body: '{"message": "Internal server error"}',
}
const BAD_REQUEST = { status: 400, errorType: 'BadRequestException' }
const DENIED_IN_WORDS = '{"Message":"User is not authorized to access this resource"}'

describe('a call that is refused', () => {
  let api: MockApi
  let keys: Readonly<Record<string, string>>
  let policed: MockApi
  beforeAll(async () => {
    const guards = guardsOf({ apiGateway, lambda, origin }, ACCOUNT)
    const guard = await guards.create()
    const gone = await backend(() => {})
    const nobody = backends()
    const refusing = await nobody.start(() => {})
    nobody.close()
    const text = { 'application/json': '{"statusCode": 200}' }
    const methods: MockMethod[] = [
      { path: '/ok' },
      { path: '/guarded' },
      { path: '/pool' },
      { path: '/keyed', method: { apiKeyRequired: true } },
      { path: '/signed', method: { authorizationType: 'AWS_IAM' } },
      { path: '/parameters' },
      { path: '/body', httpMethod: 'POST' },
      { path: '/type', httpMethod: 'POST', integration: { passthroughBehavior: 'NEVER' } },
      { path: '/unmatched', responses: [{ statusCode: '404', selectionPattern: '404' }] },
      { path: '/template', integration: { requestTemplates: { 'application/json': '{}' } } },
      {
        path: '/slow',
        integration: {
          type: 'HTTP_PROXY',
          integrationHttpMethod: 'GET',
          uri: gone,
          timeoutInMillis: 50,
          requestTemplates: undefined,
        },
      },
      {
        path: '/dead',
        integration: { type: 'HTTP_PROXY', integrationHttpMethod: 'GET', uri: refusing, requestTemplates: undefined },
      },
      { path: '/throttled', integration: { requestTemplates: text } },
    ]
    api = await createMockApi({ apiGateway, origin }, methods)
    const { apiId: restApiId } = api
    await guards.protect(api, '/guarded', 'GET', await guards.authorizer(restApiId, guard, BY_TOKEN))
    const machine = await createMachineClient(cognito)
    const authorizerId = await createAuthorizer(apiGateway, restApiId, [machine.poolArn])
    const replace = (path: string, value: string) => ({ op: 'replace' as const, path, value })
    const add = (path: string, value: string) => ({ op: 'add' as const, path, value })
    const update = (path: string, httpMethod: string, ...patchOperations: ReturnType<typeof add | typeof replace>[]) =>
      apiGateway.send(
        new UpdateMethodCommand({ restApiId, resourceId: api.resources[path], httpMethod, patchOperations }),
      )
    await update(
      '/pool',
      'GET',
      replace('/authorizationType', 'COGNITO_USER_POOLS'),
      replace('/authorizerId', authorizerId),
    )
    const both = { name: 'both', validateRequestBody: true, validateRequestParameters: true }
    const { id: validatorId = '' } = await apiGateway.send(new CreateRequestValidatorCommand({ restApiId, ...both }))
    const schema = '{"type":"object","required":["a"]}'
    await apiGateway.send(new CreateModelCommand({ restApiId, name: 'A', contentType: 'application/json', schema }))
    await update(
      '/parameters',
      'GET',
      replace('/requestValidatorId', validatorId),
      add('/requestParameters/method.request.querystring.page', 'true'),
    )
    await update(
      '/body',
      'POST',
      replace('/requestValidatorId', validatorId),
      add('/requestModels/application~1json', 'A'),
    )
    await api.deploy()
    const patchOperations = [
      replace('/throttled/GET/throttling/rateLimit', '0.001'),
      replace('/throttled/GET/throttling/burstLimit', '0'),
    ]
    await apiGateway.send(new UpdateStageCommand({ restApiId, stageName: 'test', patchOperations }))
    const quota = { limit: 1, period: 'MONTH' as const }
    const apiStages = [{ apiId: restApiId, stage: 'test' }]
    const { id: usagePlanId } = await apiGateway.send(
      new CreateUsagePlanCommand({ name: uniqueName('plan'), apiStages, quota }),
    )
    const { id: keyId, value = '' } = await apiGateway.send(new CreateApiKeyCommand({ enabled: true }))
    await apiGateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' }))
    keys = { 'x-api-key': value }
    expect((await api.call('/keyed', { headers: keys })).status).toBe(200)
    const statement = { Effect: 'Deny', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
    policed = await createMockApi({ apiGateway, origin }, [{}], { policy })
  })

  const get = (path: string, headers: Record<string, string> = {}) => api.call(path, { headers })
  const other = telling({ policyDocument: policyOf({ Resource: 'arn:aws:execute-api:*:*:other/*' }) })
  const signature =
    'AWS4-HMAC-SHA256 Credential=333300000074/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=00'
  const json = { 'content-type': 'application/json' }
  const endings: Record<string, Ending> = {
    'by the policy of an authorizer': {
      type: 'ACCESS_DENIED',
      status: 403,
      errorType: 'AccessDeniedException',
      body: DENIED_IN_WORDS,
      call: () => get('/guarded', { authorization: other }),
    },
    'where no response fits the backend’s status': {
      type: 'API_CONFIGURATION_ERROR',
      ...INTERNAL,
      call: () => get('/unmatched'),
    },
    'where the template gives no status': {
      type: 'API_CONFIGURATION_ERROR',
      ...INTERNAL,
      call: () => get('/template'),
    },
    'where the authorizer fails': {
      type: 'AUTHORIZER_CONFIGURATION_ERROR',
      status: 500,
      errorType: 'AuthorizerConfigurationException',
      body: '{"message":null}',
      call: () => get('/guarded', { authorization: telling({ fails: 'boom' }) }),
    },
    'by a body': {
      type: 'BAD_REQUEST_BODY',
      ...BAD_REQUEST,
      body: '{"message": "Invalid request body"}',
      call: () => api.call('/body', { method: 'POST', body: '{}', headers: json }),
    },
    'by a parameter': {
      type: 'BAD_REQUEST_PARAMETERS',
      ...BAD_REQUEST,
      body: '{"message": "Missing required request parameters: [page]"}',
      call: () => get('/parameters'),
    },
    'by a backend that is gone': {
      type: 'INTEGRATION_FAILURE',
      status: 504,
      errorType: 'InternalServerErrorException',
      body: '{"message": "Network error communicating with endpoint"}',
      call: () => get('/dead'),
    },
    'by a backend that is slow': {
      type: 'INTEGRATION_TIMEOUT',
      status: 504,
      errorType: 'InternalServerErrorException',
      body: '{"message": "Endpoint request timed out"}',
      call: () => get('/slow'),
    },
    'without a key': {
      type: 'INVALID_API_KEY',
      status: 403,
      errorType: 'ForbiddenException',
      body: '{"message":"Forbidden"}',
      call: () => get('/keyed'),
    },
    'without a route': {
      type: 'MISSING_AUTHENTICATION_TOKEN',
      status: 403,
      errorType: 'MissingAuthenticationTokenException',
      body: '{"message":"Missing Authentication Token"}',
      call: () => get('/nowhere'),
    },
    'without a signature': {
      type: 'MISSING_AUTHENTICATION_TOKEN',
      status: 403,
      errorType: 'MissingAuthenticationTokenException',
      body: '{"message":"Missing Authentication Token"}',
      call: () => get('/signed'),
    },
    'by a quota': {
      type: 'QUOTA_EXCEEDED',
      status: 429,
      errorType: 'LimitExceededException',
      body: '{"message":"Limit Exceeded"}',
      call: () => get('/keyed', keys),
    },
    'by a throttle': {
      type: 'THROTTLED',
      status: 429,
      errorType: 'TooManyRequestsException',
      body: '{"message":"Too Many Requests"}',
      call: () => get('/throttled'),
    },
    'without a token': {
      type: 'UNAUTHORIZED',
      status: 401,
      errorType: 'UnauthorizedException',
      body: '{"message":"Unauthorized"}',
      call: () => get('/pool'),
    },
    'by a content type': {
      type: 'UNSUPPORTED_MEDIA_TYPE',
      status: 415,
      errorType: 'BadRequestException',
      body: '{"message": "Unsupported Media Type"}',
      call: () => api.call('/type', { method: 'POST', body: '{}', headers: { 'content-type': 'text/xml' } }),
    },
  }

  it.each(Object.keys(endings))(
    '%s is answered in AWS’s words (api-gateway 2.1, 2.1.1, 2.1.3, 2.1.4, 4.1.6)',
    async (name) => {
      const { call, status, errorType, body } = endings[name] as Ending
      const response = await call()
      expect([response.status, await response.text()]).toEqual([status, body])
      const { headers } = response
      expect(headers.get('x-amzn-errortype')).toBe(errorType)
      expect(headers.get('content-type')).toBe('application/json')
      expect(headers.get('content-length')).toBe(String(Buffer.byteLength(body)))
      expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
      expect(headers.get('x-amz-apigw-id')).toMatch(/=$/)
      expect(headers.get('retry-after')).toBeNull()
      expect([...headers.keys()].filter((header) => header.startsWith('access-control-'))).toEqual([])
    },
  )

  it('by a signature that does not fit (api-gateway 2.1)', async () => {
    const headers = { authorization: signature, 'x-amz-date': '20260101T000000Z' }
    const response = await get('/signed', headers)
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([403, 'InvalidSignatureException'])
  })

  it('by the API’s own policy (api-gateway 2.1)', async () => {
    const response = await policed.call('/')
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([403, 'AccessDeniedException'])
  })

  it('has its headers in AWS’s order (api-gateway 2.1.1)', async () => {
    const { pathname } = new URL(api.url('/nowhere'))
    const { headers } = await sendRaw(origin, pathname, { method: 'GET' })
    const known = ['content-type', 'content-length', 'x-amzn-requestid', 'x-amzn-errortype', 'x-amz-apigw-id']
    expect(Object.keys(headers).filter((name) => known.includes(name))).toEqual(known)
  })

  it('is traced by whether it came to its validation (api-gateway 2.1.2)', async () => {
    const traced = async (name: string) => (await (endings[name] as Ending).call()).headers.get('x-amzn-trace-id')
    for (const name of ['by a body', 'by a parameter', 'by a backend that is slow']) {
      expect(await traced(name), name).toMatch(/^Root=1-/)
    }
    for (const name of ['without a route', 'without a token', 'without a key', 'by a throttle']) {
      expect(await traced(name), name).toBeNull()
    }
  })

  it('tells its type to whoever made its response (api-gateway 2.1, 2.2.2)', async () => {
    const { apiId: restApiId } = api
    const responseTemplates = { 'application/json': '$context.error.responseType' }
    for (const responseType of TYPES) {
      await apiGateway.send(new PutGatewayResponseCommand({ restApiId, responseType, responseTemplates }))
    }
    await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'test' }))
    for (const [name, { call, type, status }] of Object.entries(endings)) {
      const response = await call()
      expect([name, response.status, await response.text()]).toEqual([name, status, type])
    }
  })
})

describe('a function that a method cannot call', () => {
  it('is an internal error, be it for its method or for a permission (api-gateway 2.1.6, 2.1.7, 7.4.4)', async () => {
    const functions = functionsOf(lambda, ACCOUNT)
    const closed = { uri: lambdaUri(functions.arnOf(await functions.create('exports.handler = async () => ({})'))) }
    const { integration } = await eventFunction(lambda, ACCOUNT)
    const none = { responses: [] }
    const api = await createMockApi({ apiGateway, origin }, [
      { path: '/get', integration: { ...integration, integrationHttpMethod: 'GET' }, ...none },
      { path: '/post', integration, ...none },
      { path: '/closed', integration: { ...integration, ...closed }, ...none },
      { path: '/custom', integration: { ...integration, ...closed, type: 'AWS' } },
    ])
    for (const path of ['/get', '/closed', '/custom']) {
      const response = await api.call(path)
      expect([path, response.status, await response.text()]).toEqual([path, 500, INTERNAL.body])
    }
    expect((await api.call('/post')).status).toBe(200)
  })
})
