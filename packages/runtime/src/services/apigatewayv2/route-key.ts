import { conflict } from './errors.ts'
import type { RouteRecord } from './records.ts'

const isVariable = (segment: string) => segment.startsWith('{')
const isGreedy = (segment: string) => segment.endsWith('+}')

/**
 * Refuses a key that is there already, or that calls a variable by another name than a route beside it (both observed:
 * https://github.com/anomalyco/sst/issues/5031 and https://github.com/plutomi/plutomi/issues/271; that the latter holds
 * for keys of one method is inferred).
 */
export function checkAgainst(key: string, others: readonly Pick<RouteRecord, 'routeKey'>[]): void {
  for (const { routeKey } of others) {
    if (routeKey === key) throw conflict(`Route with key ${key} already exists for this API`)
    if (differInAVariable(key, routeKey)) {
      throw conflict(
        `The provided route key "${key}" has a conflicting variable on the same hierarchical level as "${routeKey}"`,
      )
    }
  }
}

function differInAVariable(one: string, other: string): boolean {
  if (methodOf(one) !== methodOf(other)) return false
  const others = segmentsOf(other)
  for (const [level, segment] of segmentsOf(one).entries()) {
    const beside = others[level]
    if (beside === undefined) return false
    if (segment === beside) continue
    return isVariable(segment) && isVariable(beside) && isGreedy(segment) === isGreedy(beside)
  }
  return false
}

function methodOf(key: string): string {
  return key.split(' ', 1)[0] as string
}

function segmentsOf(key: string): string[] {
  return key.slice(key.indexOf('/') + 1).split('/')
}
