import type { AdminSource } from '../admin/ports.ts'
import type { Logger } from '../kernel/logger.ts'
import { summaryOf } from '../kernel/request-trace.ts'
import { VERSION } from '../version.ts'
import { tellDeployment } from './deployments.ts'
import type { Emulation } from './emulation.ts'

export interface AdminSourceDeps extends Pick<AdminSource, 'reset' | 'stop' | 'caCertificate'> {
  /** The one that is open now: a reset opens another. */
  readonly emulation: () => Emulation
  readonly logger: Logger
}

/** What the admin API shows and moves of a runtime. */
export function adminSource({ emulation, logger, ...rest }: AdminSourceDeps): AdminSource {
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
      newest: (count) =>
        emulation()
          .requests.newest(count)
          .map((kept) => summaryOf(kept.trace())),
    },
    deploy: (request, listening) => tellDeployment(emulation().deployer, request, listening, logger),
  }
}
