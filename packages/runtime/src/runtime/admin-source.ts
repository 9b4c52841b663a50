import type { AdminSource } from '../admin/ports.ts'
import type { Logger } from '../kernel/logger.ts'
import { packageFilePath } from '../package-files.ts'
import { VERSION } from '../version.ts'
import { tellDeployment } from './deployments.ts'
import type { Emulation } from './emulation.ts'
import { insideOf } from './inside.ts'
import { worldText } from './world/world-text.ts'

export interface AdminSourceDeps extends Pick<AdminSource, 'reset' | 'importWorld' | 'stop' | 'caCertificate'> {
  /** The one that is open now: a reset opens another. */
  readonly emulation: () => Emulation
  readonly origin: () => string
  readonly logger: Logger
  /** What the console's page shows to be let in. */
  readonly consoleKey: string
}

/** What the admin API shows and moves of a runtime. */
export function adminSource({ emulation, origin, logger, consoleKey, ...rest }: AdminSourceDeps): AdminSource {
  const startedAt = performance.now()
  return {
    ...rest,
    version: VERSION,
    get services() {
      return emulation().serviceNames
    },
    pid: process.pid,
    uptimeSeconds: () => (performance.now() - startedAt) / 1000,
    status: () => emulation().status(),
    outbox: (after) => emulation().outbox(after),
    exportWorld: async () => worldText(await emulation().snapshot()),
    clock: {
      nowMs: () => emulation().clock.now(),
      offsetMs: () => emulation().clock.offsetMs,
      setOffset: (offsetMs) => emulation().clock.moveTo(offsetMs),
    },
    requests: {
      get limit() {
        return emulation().requests.maxCount
      },
      get count() {
        return emulation().requests.count
      },
      find: (requestId) => emulation().requests.find(requestId)?.trace(),
      newestFirst: () => emulation().requests.newestFirst(),
      get history() {
        return emulation().id
      },
      get position() {
        return emulation().requests.position
      },
      get metrics() {
        return emulation().requests.metrics
      },
      since: (position) => emulation().requests.since(position),
    },
    inside: insideOf(emulation, origin),
    console: { folder: packageFilePath('console'), key: consoleKey },
    deploy: (request, listening) => tellDeployment(emulation().deployer, request, listening, logger),
  }
}
