import type { RequestKeeper } from '../../../kernel/request-trace.ts'
import type { HttpAnswer, HttpBackend, HttpCall } from '../../backends/http-backend.ts'
import type { MethodCaching, StageCache } from '../../ports.ts'
import type { ApiDefinition, IntegrationDefinition, MethodDefinition } from '../definition.ts'
import { api, method, mock, startGateway } from '../gateway.harness.ts'

/** An API with a cache before a backend that counts, for tests. */

export const ON: MethodCaching = { isOn: true, ttlSeconds: 300, whenUnauthorized: 'SUCCEED_WITH_RESPONSE_HEADER' }

export const proxy = (overrides: Partial<IntegrationDefinition> = {}): IntegrationDefinition =>
  mock({
    type: 'HTTP_PROXY',
    httpMethod: 'ANY',
    uri: 'http://backend.example/',
    requestTemplates: undefined,
    integrationResponses: {},
    ...overrides,
  })

type Respond = (call: HttpCall, count: number) => Partial<HttpAnswer> | Promise<Partial<HttpAnswer>>

/** Answers `answer 1`, `answer 2` and so on, unless told otherwise. */
export function countingBackend(respond: Respond = () => ({})) {
  const calls: HttpCall[] = []
  const http: HttpBackend = {
    async send(call) {
      calls.push(call)
      const count = calls.length
      const given = await respond(call, count)
      return { status: 200, headers: [['Content-Type', 'text/plain']], body: Buffer.from(`answer ${count}`), ...given }
    },
    close: async () => {},
  }
  return { calls, http }
}

interface Options {
  readonly respond?: Respond
  readonly cache?: Partial<StageCache>
  readonly integration?: Partial<IntegrationDefinition>
  readonly method?: Partial<MethodDefinition>
  readonly definition?: Partial<ApiDefinition>
  readonly requests?: RequestKeeper
}

/** `ANY /x`, `/y` and `/z/{id}` before one backend; GET is cached unless `cache` says otherwise. */
export function startCached({ respond, cache, integration, method: more, definition, requests }: Options = {}) {
  const { calls, http } = countingBackend(respond)
  const any = { ANY: method({ httpMethod: 'ANY', integration: proxy(integration), ...more }) }
  const served = api({ '/x': any, '/y': any, '/z/{id}': any }, definition)
  const started = startGateway(served, {}, http, undefined, undefined, requests)
  started.change({ cache: { epoch: '1', methods: { '*': ON }, ...cache } })
  return { ...started, calls }
}
