import type { Soon } from '../../../kernel/soon.ts'
import type { StageSnapshot } from '../../ports.ts'
import { sharedLimits } from '../../throttle/shared-limits.ts'
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
  const shared = sharedAdmission(route, snapshot, ports)
  if (!route.definition.apiKeyRequired) return shared
  const withKey = keyAdmission(route, snapshot, ports)
  return (exchange) => {
    const pending = withKey(exchange)
    return pending ? pending.then(() => shared(exchange)) : shared(exchange)
  }
}

/** For all callers together. */
function sharedAdmission({ resource, definition }: Route, stage: StageSnapshot, ports: Ports): (x: Exchange) => void {
  const { place, apiId, stageName, throttling } = stage
  const own = throttling?.[`${resource.path} ${definition.httpMethod}`] ?? throttling?.['*']
  const name = `${apiId}/${stageName}${resource.path} ${definition.httpMethod}`
  const exceeded = sharedLimits(name, own, place, ports)
  return (exchange) => {
    const whose = exceeded(exchange.startedAt)
    if (whose !== undefined) throw throttled(whose)
  }
}
