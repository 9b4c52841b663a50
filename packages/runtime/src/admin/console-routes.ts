import { lazy } from '../kernel/lazy.ts'
import type { Handler } from './asked.ts'
import type { ConsoleEndpoint } from './console-endpoints.ts'
import { json } from './json.ts'
import type { AdminSource } from './ports.ts'

/** By name only: their code is loaded with the first request for one of them. */
const NAMES: Readonly<Record<ConsoleEndpoint, true>> = {
  'GET stacks': true,
  'GET stacks/{name}': true,
  'GET stacks/{name}/events': true,
  'GET stacks/{name}/changes': true,
  'GET map': true,
  'GET map/access': true,
  'GET pools/{poolId}/users': true,
  'GET pools/{poolId}/users/{username}': true,
  'POST clients/create': true,
  'POST clients/reveal': true,
  'POST clients/secrets': true,
  'POST clients/add-secret': true,
  'POST clients/delete-secret': true,
  'POST clients/delete': true,
  'POST tokens': true,
  'POST tokens/inspect': true,
  'POST calls': true,
  'GET functions': true,
  'GET functions/{name}/logs': true,
  'GET metrics/series': true,
}

export interface ConsoleRoutes {
  readonly routes: Readonly<Record<string, Handler>>
  /** Ends what would go on. */
  close(): void
}

export function createConsoleRoutes(source: AdminSource): ConsoleRoutes {
  const files = lazy(async () => {
    const { ConsoleFiles } = await import('./console/files.ts')
    return new ConsoleFiles(source)
  })
  const logs = lazy(async () => {
    const { LogStreams } = await import('./functions/log-streams.ts')
    return new LogStreams(source)
  })
  const letters = lazy(async () => {
    const { OutboxStreams } = await import('./outbox/stream.ts')
    return new OutboxStreams(source)
  })
  const metrics = lazy(async () => {
    const { PrometheusMetrics } = await import('./metrics/prometheus.ts')
    return new PrometheusMetrics(source)
  })
  const endpoints = Object.keys(NAMES) as ConsoleEndpoint[]
  return {
    routes: {
      ...Object.fromEntries(endpoints.map((name) => [name, answering(name)])),
      'GET functions/{name}/logs/stream': async (asked) => (await logs.get()).open(asked),
      'GET outbox/stream': async (asked) => (await letters.get()).open(asked),
      'GET metrics': async () => (await metrics.get()).answer(),
      'GET ': async (asked) => (await files.get()).page(asked),
      'GET icon.svg': async (asked) => (await files.get()).icon(asked),
      'GET assets/{name}': async (asked) => (await files.get()).asset(asked),
    },
    close() {
      logs.now?.close()
      letters.now?.close()
    },
  }
}

function answering(name: ConsoleEndpoint): Handler {
  return async (asked, source) => {
    const { CONSOLE_ENDPOINTS } = await import('./console-endpoints.ts')
    return json(200, await CONSOLE_ENDPOINTS[name](asked, source))
  }
}
