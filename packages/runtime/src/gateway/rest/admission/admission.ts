import type { Soon } from '../../../kernel/soon.ts'
import type { StageSnapshot } from '../../ports.ts'
import type { TokenBucket } from '../../throttle/token-bucket.ts'
import type { Route } from '../compile/routes.ts'
import type { Exchange } from '../exchange.ts'
import type { Ports } from '../runtime.ts'
import { keyAdmission } from './api-key.ts'
import { throttled } from './throttled.ts'

/** Lets an authorized caller pass as often as the limits say; throws a `GatewayError` else. */
export type Admit = (exchange: Exchange) => Soon<void>

/**
 * First what the caller's usage plan says, then the method's own limits on this stage, then those of the account
 * (documented: api-gateway-request-throttling).
 */
export function admissionOf(route: Route, snapshot: StageSnapshot, ports: Ports): Admit {
  const shared = sharedLimits(route, snapshot, ports)
  if (!route.definition.apiKeyRequired) return shared
  const withKey = keyAdmission(route, snapshot, ports)
  return (exchange) => {
    const pending = withKey(exchange)
    return pending ? pending.then(() => shared(exchange)) : shared(exchange)
  }
}

/** For all callers together. */
function sharedLimits({ resource, definition }: Route, snapshot: StageSnapshot, ports: Ports): (x: Exchange) => void {
  const { place, apiId, stageName, throttling } = snapshot
  const own = throttling?.[`${resource.path} ${definition.httpMethod}`] ?? throttling?.['*']
  const name = `${apiId}/${stageName}${resource.path} ${definition.httpMethod}`
  const buckets: (readonly [TokenBucket, string])[] = []
  if (own) buckets.push([ports.throttles.bucket(name, own), `the limits of ${name}`])
  const { accountLimits } = ports
  if (accountLimits) {
    const account = ports.throttles.bucket(`${place.account}/${place.region}`, accountLimits)
    buckets.push([account, `the account's limits in ${place.region}`])
  }
  return (exchange) => {
    for (const [bucket, what] of buckets) if (!bucket.take(exchange.startedAt)) throw throttled(what)
  }
}
