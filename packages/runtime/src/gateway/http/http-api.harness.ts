import { manualClock } from '../../kernel/clock.ts'
import { type FunctionCaller, FunctionRefusal } from '../../kernel/functions.ts'
import { silentLogger } from '../../kernel/logger.ts'
import { EVERYTHING } from '../../kernel/policies/identity.ts'
import { unsafeSeededRandom } from '../../kernel/random.ts'
import type { RequestKeeper } from '../../kernel/request-trace.ts'
import type { WireRequest, WireResponse } from '../../kernel/wire.ts'
import { createSignatureVerifier } from '../../protocol/sigv4/verifier.ts'
import type { HttpAnswer, HttpBackend, HttpCall } from '../backends/http-backend.ts'
import { createGateway } from '../gateway.ts'
import type { HttpStageSnapshot, LogTarget } from '../ports.ts'
import { type Call, NOW, request, TEST_VAULT } from '../rest/gateway.harness.ts'
import { functionsWith, type Handler } from '../rest/lambda.harness.ts'
import type {
  HttpApiDefinition,
  HttpAuthorizerDefinition,
  HttpIntegrationDefinition,
  RouteDefinition,
} from './definition.ts'

/** Stages of an HTTP API in memory, behind the ports of the gateway, for its tests. */

export const API = 'http123456'
export const FUNCTION = 'arn:aws:lambda:eu-west-1:000000000000:function:f'
const PLACE = { account: '000000000000', region: 'eu-west-1' }
const ADDRESS = { domainName: `${API}.execute-api.eu-west-1.amazonaws.com`, domainPrefix: API }

export function toFunction(overrides: Partial<HttpIntegrationDefinition> = {}): HttpIntegrationDefinition {
  return {
    integrationId: 'int1',
    integrationType: 'AWS_PROXY',
    integrationUri: FUNCTION,
    connectionType: 'INTERNET',
    payloadFormatVersion: '2.0',
    timeoutInMillis: 30_000,
    ...overrides,
  }
}

export function toBackend(
  integrationUri: string,
  overrides: Partial<HttpIntegrationDefinition> = {},
): HttpIntegrationDefinition {
  return toFunction({
    integrationType: 'HTTP_PROXY',
    integrationMethod: 'ANY',
    integrationUri,
    payloadFormatVersion: '1.0',
    ...overrides,
  })
}

/** Routes by their keys, all on one integration and open, unless they say otherwise. */
export function httpApi(
  routes: Record<string, Partial<RouteDefinition>>,
  integration: HttpIntegrationDefinition = toFunction(),
  overrides: Partial<HttpApiDefinition> = {},
): HttpApiDefinition {
  return {
    apiId: API,
    name: 'test',
    disableExecuteApiEndpoint: false,
    routes: Object.entries(routes).map(([routeKey, route], i) => ({
      routeId: `route${i}`,
      routeKey,
      target: 'integrations/int1',
      authorizationType: 'NONE',
      ...route,
    })),
    integrations: { int1: integration },
    authorizers: {},
    ...overrides,
  }
}

export function authorizedBy(authorizer: HttpAuthorizerDefinition): Partial<HttpApiDefinition> {
  return { authorizers: { [authorizer.authorizerId]: authorizer } }
}

export interface Serving {
  /** What the function makes of its event. */
  readonly handler?: Handler
  /** What backends answer. */
  readonly backend?: (call: HttpCall) => HttpAnswer | Promise<HttpAnswer>
  readonly stages?: Readonly<Record<string, Partial<HttpStageSnapshot>>>
  /** In place of the {@link handler}. */
  readonly functions?: FunctionCaller
  readonly requests?: RequestKeeper
}

const NOBODY: Handler = () => {
  throw new FunctionRefusal('missing', 'there is no function')
}

export function startHttpApi(definition: HttpApiDefinition, serving: Serving = {}) {
  const { handler = NOBODY, stages = { $default: {} } } = serving
  const functions = functionsWith(handler)
  const backendCalls: HttpCall[] = []
  const http: HttpBackend = {
    async send(call) {
      backendCalls.push(call)
      if (!serving.backend) throw new Error('this API has no backend')
      return serving.backend(call)
    },
    close: async () => {},
  }
  let served = definition
  let epoch = 0
  const listeners: ((apiId: string) => void)[] = []
  const written: { readonly target: LogTarget; readonly message: string }[] = []
  const clock = manualClock(NOW)
  const gateway = createGateway({
    apis: { find: async () => undefined, onChange: () => {} },
    httpApis: {
      find: async (apiId) => (apiId === API ? { stageNames: Object.keys(stages), findStage } : undefined),
      onChange: (listener) => void listeners.push(listener),
    },
    keys: { find: () => undefined, take: () => true },
    issuers: { findIssuer: async () => undefined, onChange: () => {} },
    http,
    functions: serving.functions ?? functions.caller,
    signatures: createSignatureVerifier({ vault: TEST_VAULT, clock, clientClock: clock }),
    judgeIdentity: () => EVERYTHING,
    requests: serving.requests,
    logs: { write: (target, lines) => void written.push(...lines.map(({ message }) => ({ target, message }))) },
    clock,
    random: unsafeSeededRandom(),
    logger: silentLogger,
  })

  async function findStage(stageName: string): Promise<HttpStageSnapshot | undefined> {
    const stage = stages[stageName]
    return (
      stage && {
        place: PLACE,
        apiId: API,
        stageName,
        deploymentId: 'dep1',
        variables: {},
        definition: served,
        authorizersEpoch: String(epoch),
        version: '1',
        ...stage,
      }
    )
  }

  const handle = (path: string, call: Call, apiId: string, region?: string) =>
    gateway.handle(received({ path, ...call }), apiId, path, region === undefined ? ADDRESS : { ...ADDRESS, region })

  return {
    clock,
    gateway,
    written,
    calls: functions.calls,
    backendCalls,
    async call(path: string, call: Call = {}, apiId = API, region?: string): Promise<WireResponse> {
      return handle(path, call, apiId, region)
    },
    /** Answers without waiting; fails if the gateway needs to. */
    callNow(path: string, call: Call = {}): WireResponse {
      const response = handle(path, call, API)
      if (response instanceof Promise) throw new Error('the gateway had to wait')
      return response
    },
    /** The events that the function got. */
    events: () => functions.calls.map(({ payload }) => JSON.parse(payload.toString()) as Record<string, unknown>),
    deploy(next: HttpApiDefinition) {
      served = next
      for (const listener of listeners) listener(API)
    },
    flushAuthorizers() {
      epoch++
      for (const listener of listeners) listener(API)
    },
  }
}

/** As Node reads it: values of a header that is repeated are joined. */
function received(call: Call): WireRequest {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(call.headers ?? {})) {
    const key = name.toLowerCase()
    headers[key] = key in headers ? `${headers[key]}, ${value}` : value
  }
  return { ...request(call), headers }
}

/** A function that tells what it got. */
export const echo: Handler = (event) => event
