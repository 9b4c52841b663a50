import type { Clock } from '../../../kernel/clock.ts'
import type { Random } from '../../../kernel/random.ts'

/** `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0` (documented: X-Ray, tracing header). */
export function newTraceId(clock: Clock, random: Random): string {
  const hex = random.bytes(20).toString('hex')
  const seconds = Math.floor(clock.now() / 1000).toString(16)
  return `Root=1-${seconds}-${hex.slice(0, 24)};Parent=${hex.slice(24)};Sampled=0`
}
