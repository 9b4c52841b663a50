import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { manualClock } from '../../kernel/clock.ts'
import { type FunctionCaller, FunctionRefusal } from '../../kernel/functions.ts'
import { silentLogger } from '../../kernel/logger.ts'
import { EVERYTHING } from '../../kernel/policies/identity.ts'
import { unsafeSeededRandom } from '../../kernel/random.ts'
import type { RequestKeeper } from '../../kernel/request-trace.ts'
import type { WireRequest, WireResponse } from '../../kernel/wire.ts'
import { createSignatureVerifier } from '../../protocol/sigv4/verifier.ts'
import { createVault } from '../../store/vault.ts'
import type { HttpBackend } from '../backends/http-backend.ts'
import { createGateway } from '../gateway.ts'
import type { ApiKeySource } from '../key-ports.ts'
import type { LogTarget, StageLogSettings, StageSnapshot, TokenIssuer } from '../ports.ts'
import type { ApiDefinition, IntegrationDefinition, MethodDefinition } from './definition.ts'

/** A stage and pools in memory, behind the ports of the gateway, for its tests. */

export const NOW = Date.parse('2026-01-02T03:04:05Z')
const PLACE = { account: '000000000000', region: 'eu-west-1' }
const ADDRESS = { domainName: 'abc123.execute-api.eu-west-1.amazonaws.com', domainPrefix: 'abc123' }

export function mock(overrides: Partial<IntegrationDefinition> = {}): IntegrationDefinition {
  return {
    type: 'MOCK',
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutInMillis: 29000,
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    integrationResponses: { 200: { statusCode: '200' } },
    ...overrides,
  }
}

/** A mock that answers with what its response template prints. */
export function answering(template: string): IntegrationDefinition {
  return mock({
    integrationResponses: { 200: { statusCode: '200', responseTemplates: { 'application/json': template } } },
  })
}

export function method(overrides: Partial<MethodDefinition> = {}): MethodDefinition {
  const { integration = mock() } = overrides
  return {
    httpMethod: 'GET',
    authorizationType: 'NONE',
    apiKeyRequired: false,
    // Each integration response needs a method response of its status.
    methodResponses: Object.fromEntries(Object.keys(integration.integrationResponses).map((status) => [status, {}])),
    integration,
    ...overrides,
  }
}

/** For APIs that call nobody. */
const NO_BACKEND: HttpBackend = {
  send: () => Promise.reject(new Error('this API has no HTTP backend')),
  close: async () => {},
}

/** What keys of sessions get their secrets from. */
export const TEST_VAULT = createVault(Buffer.alloc(32, 1), unsafeSeededRandom())

/** For APIs that call no function. */
const NO_FUNCTIONS: FunctionCaller = {
  invoke: () => Promise.reject(new FunctionRefusal('missing', 'there are no functions')),
  enqueue: () => Promise.reject(new FunctionRefusal('missing', 'there are no functions')),
  settled: async () => undefined,
}

/** Resources by path, each with its methods. */
export function api(
  resources: Record<string, Record<string, MethodDefinition>>,
  overrides: Partial<ApiDefinition> = {},
): ApiDefinition {
  return {
    apiId: 'abc123',
    name: 'test',
    apiKeySource: 'HEADER',
    binaryMediaTypes: [],
    disableExecuteApiEndpoint: false,
    endpointTypes: ['REGIONAL'],
    resources: Object.entries(resources).map(([path, methods], i) => ({ id: `res${i}`, path, methods })),
    authorizers: {},
    gatewayResponses: {},
    models: {},
    requestValidators: {},
    ...overrides,
  }
}

export interface Call {
  readonly method?: string
  readonly path?: string
  readonly query?: string
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
}

export function request({ method = 'GET', path = '/', query = '', headers = {}, body = '' }: Call): WireRequest {
  return {
    method,
    path,
    query,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    rawHeaders: Object.entries(headers).flat(),
    host: ADDRESS.domainName,
    body: Buffer.from(body),
    remoteAddress: '127.0.0.1',
    signal: new AbortController().signal,
    scheme: 'http',
    origin: 'http://127.0.0.1:4566',
  }
}

const NO_KEYS: ApiKeySource = { find: () => undefined, take: () => true }

export function startGateway(
  definition: ApiDefinition,
  variables: Record<string, string> = {},
  http: HttpBackend = NO_BACKEND,
  logs?: StageLogSettings,
  functions: FunctionCaller = NO_FUNCTIONS,
  requests?: RequestKeeper,
) {
  const written: { readonly target: LogTarget; readonly message: string; readonly timestamp: number }[] = []
  let snapshot: StageSnapshot = {
    place: PLACE,
    apiId: 'abc123',
    stageName: 'prod',
    deploymentId: 'dep1',
    variables,
    definition,
    logs,
    authorizersEpoch: '0',
    version: '1',
  }
  let isThere = true
  const pools = new Map<string, TokenIssuer>()
  const stageListeners: ((apiId: string) => void)[] = []
  const poolListeners: ((poolArn: string) => void)[] = []
  const clock = manualClock(NOW)
  const gateway = createGateway({
    apis: {
      async find(apiId) {
        if (apiId !== 'abc123') return undefined
        return { findStage: async (name) => (isThere && name === snapshot.stageName ? snapshot : undefined) }
      },
      onChange: (listener) => void stageListeners.push(listener),
    },
    httpApis: { find: async () => undefined, onChange: () => {} },
    issuers: {
      findIssuer: async (poolArn) => pools.get(poolArn),
      onChange: (listener) => void poolListeners.push(listener),
    },
    keys: NO_KEYS,
    http,
    functions,
    signatures: createSignatureVerifier({ vault: TEST_VAULT, clock, clientClock: clock }),
    judgeIdentity: () => EVERYTHING,
    logs: { write: (target, lines) => void written.push(...lines.map((line) => ({ target, ...line }))) },
    clock,
    random: unsafeSeededRandom(),
    logger: silentLogger,
    requests,
  })
  return {
    clock,
    gateway,
    address: ADDRESS,
    /** What the stage has logged. */
    written,
    /** Puts a new deployment on the stage. */
    deploy(next: ApiDefinition, stageVariables = variables) {
      snapshot = {
        ...snapshot,
        definition: next,
        variables: stageVariables,
        version: `${Number(snapshot.version) + 1}`,
      }
      for (const listener of stageListeners) listener('abc123')
    },
    /** Puts other settings on the stage; undefined takes it away. */
    change(more: Partial<StageSnapshot> | undefined) {
      isThere = more !== undefined
      snapshot = { ...snapshot, ...more, version: `${Number(snapshot.version) + 1}` }
      for (const listener of stageListeners) listener('abc123')
    },
    /** Forgets what functions have said of callers. */
    flushAuthorizers() {
      snapshot = { ...snapshot, authorizersEpoch: `${Number(snapshot.authorizersEpoch) + 1}` }
      for (const listener of stageListeners) listener('abc123')
    },
    addPool({ issuer }: TestPool) {
      pools.set(issuer.poolArn, issuer)
      for (const listener of poolListeners) listener(issuer.poolArn)
    },
    removePool({ issuer }: TestPool) {
      pools.delete(issuer.poolArn)
      for (const listener of poolListeners) listener(issuer.poolArn)
    },
    async call(stageAndPath: string, call: Call = {}, apiId = 'abc123'): Promise<WireResponse> {
      return gateway.handle(request({ path: stageAndPath, ...call }), apiId, stageAndPath, ADDRESS)
    },
    /** Answers without waiting; fails if the gateway needs to. */
    callNow(stageAndPath: string, call: Call = {}): WireResponse {
      const response = gateway.handle(request({ path: stageAndPath, ...call }), 'abc123', stageAndPath, ADDRESS)
      if (response instanceof Promise) throw new Error('the gateway had to wait')
      return response
    },
  }
}

export function headerOf(response: WireResponse, name: string): string | undefined {
  return response.headers.find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1]
}

export function textOf({ body }: WireResponse): string {
  if (typeof body !== 'string' && !Buffer.isBuffer(body)) throw new Error('the answer streams')
  return body.toString()
}

export interface TestPool {
  readonly issuer: TokenIssuer
  readonly privateKey: KeyObject
  readonly publicPem: string
  sign(claims: object, header?: object): string
  /** A client credentials token, good for an hour from `NOW`. */
  accessToken(scope: string, claims?: object): string
  idToken(claims?: object): string
}

export function createPool(poolId: string): TestPool {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const issuer: TokenIssuer = {
    poolArn: `arn:aws:cognito-idp:eu-west-1:000000000000:userpool/${poolId}`,
    poolId,
    issuer: `https://cognito-idp.eu-west-1.amazonaws.com/${poolId}`,
    keys: new Map([[`${poolId}-key`, publicKey]]),
  }
  const times = { iat: NOW / 1000, auth_time: NOW / 1000, exp: NOW / 1000 + 3600 }
  const sign = (claims: object, header: object = {}) => {
    const content = `${encode({ kid: `${poolId}-key`, alg: 'RS256', ...header })}.${encode(claims)}`
    return `${content}.${createSign('RSA-SHA256').update(content).sign(privateKey).toString('base64url')}`
  }
  return {
    issuer,
    privateKey,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    sign,
    accessToken: (scope, claims = {}) =>
      sign({ sub: 'client', token_use: 'access', scope, ...times, iss: issuer.issuer, client_id: 'client', ...claims }),
    idToken: (claims = {}) =>
      sign({ sub: 'user', aud: 'client', token_use: 'id', ...times, iss: issuer.issuer, ...claims }),
  }
}

export function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** `ANY /x` with one integration, on the stage `prod`. */
export function serving(integration: IntegrationDefinition) {
  return startGateway(api({ '/x': { ANY: method({ httpMethod: 'ANY', integration }) } }))
}

/** Status and body of one call to {@link serving}. */
export async function outcome(integration: IntegrationDefinition, call: Call = {}): Promise<[number, string]> {
  const response = await serving(integration).call('/prod/x', call)
  return [response.status, textOf(response)]
}

/** The {@link outcome} of an integration that failed. */
export const ERROR_500 = [500, '{"message": "Internal server error"}']
