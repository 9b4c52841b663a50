import type { KeptRequest, RequestSummary, RequestTrace } from '../kernel/request-trace.ts'
import type { WireHandler, WireRequest, WireResponse } from '../kernel/wire.ts'
import type { AdminSource } from './ports.ts'

export const KEY = 'the-key-of-the-console'

export const SUMMARY: RequestSummary = {
  requestId: 'a/b=',
  plane: 'execute-api',
  api: 'abc123',
  stage: 'prod',
  method: 'GET',
  path: '/x',
  status: 200,
  startedAt: '2030-01-01T00:00:00.000Z',
  durationMs: 1,
}

/** A request that is kept, with what a test says of it. */
export function keptRequest(more: Partial<RequestSummary> = {}): KeptRequest {
  const summary = { ...SUMMARY, ...more }
  const trace: RequestTrace = { ...summary, steps: [] }
  return {
    requestId: summary.requestId,
    status: summary.status,
    startedAt: Date.parse(summary.startedAt),
    bytes: 1,
    summary: () => summary,
    trace: () => trace,
  }
}

const none = () => {
  throw new Error('this test has no such thing')
}

/** What the admin API is given, as far as a test does not say otherwise. */
export function adminSource(more: Partial<AdminSource> = {}): AdminSource {
  const kept = keptRequest()
  return {
    version: '1.2.3',
    services: ['sts', 'iam', 's3'],
    pid: 7,
    uptimeSeconds: () => 1.23456,
    status: async () => ({
      stacks: [],
      apis: [],
      domains: [],
      apiDomains: [],
      functionUrls: [],
      tokenRequests: [],
      forwards: [],
    }),
    outbox: async () => [],
    clock: { nowMs: () => Date.UTC(2030, 0, 1), offsetMs: () => 0, setOffset: none },
    requests: {
      limit: 10,
      count: 1,
      find: (requestId) => (requestId === kept.requestId ? kept.trace() : undefined),
      newestFirst: () => [kept],
      history: 'first',
      position: { refused: 0, wentWell: 0, passedOver: 0 },
      metrics: undefined,
      since: (position) => ({ requests: [], missed: 0, position }),
    },
    deploy: none,
    exportWorld: none,
    importWorld: none,
    reset: none,
    stop: undefined,
    caCertificate: async () => 'PEM',
    inside: {
      places: none,
      operationsIn: none,
      stage: none,
      secret: none,
      foreseenToken: none,
      foreseen: none,
      issuer: none,
      origin: none,
      localize: none,
      reach: none,
    },
    console: { folder: '/nowhere', key: KEY },
    ...more,
  }
}

export interface Sent {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** A text as it is, anything else as JSON. */
  readonly body?: unknown
}

/** `path` is what follows `/_sallyport/`. */
export async function send(handle: WireHandler, path: string, { method = 'GET', headers = {}, body = '' }: Sent = {}) {
  const [pathname = '', query = ''] = path.split('?')
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const { signal } = new AbortController()
  const request = { method, path: `/_sallyport/${pathname}`, query, headers, body: bytes, signal }
  return handle(request as unknown as WireRequest)
}

export const headersOf = ({ headers }: WireResponse) =>
  Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]))
