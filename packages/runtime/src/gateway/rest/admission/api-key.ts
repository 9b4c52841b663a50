import type { Soon } from '../../../kernel/soon.ts'
import type { TokenBucket } from '../../../kernel/throttle/token-bucket.ts'
import type { GrantedPlan, KnownApiKey } from '../../key-ports.ts'
import type { StageSnapshot } from '../../ports.ts'
import type { Route } from '../compile/routes.ts'
import type { Exchange } from '../exchange.ts'
import { GatewayError, type RefusalKind } from '../gateway-error.ts'
import type { Ports } from '../runtime.ts'
import { throttled } from './throttled.ts'

/** A key's plan for one method, and the buckets that its requests come out of. */
interface Grant {
  readonly plan: GrantedPlan
  readonly buckets: readonly TokenBucket[]
}

/**
 * Asks for the key of a usage plan that has this stage. What the plan's throttle refuses does not count against its quota
 * (inferred).
 */
export function keyAdmission(route: Route, snapshot: StageSnapshot, ports: Ports): (exchange: Exchange) => Soon<void> {
  const { keys } = ports
  const { place, definition: api } = snapshot
  /** A key that has changed is another object. */
  const grants = new WeakMap<KnownApiKey, Grant>()

  return (exchange) => {
    const value =
      api.apiKeySource === 'AUTHORIZER' ? exchange.verdict?.usageIdentifierKey : exchange.call.headers['x-api-key']
    if (!value) throw refused('the request has no API key', 'key-missing')
    const key = keys.find(place, value)
    return key instanceof Promise ? key.then((found) => admit(exchange, found)) : admit(exchange, key)
  }

  function admit(exchange: Exchange, key: KnownApiKey | undefined): Soon<void> {
    if (!key) throw refused('there is no such API key', 'key-unknown')
    if (!key.enabled) throw refused(`API key ${key.id} is disabled`, 'key-disabled')
    let grant = grants.get(key)
    if (!grant) {
      grant = grantOf(key, route, snapshot, ports)
      grants.set(key, grant)
    }
    exchange.apiKey = key
    const { plan, buckets } = grant
    for (const bucket of buckets) {
      if (!bucket.take(exchange.startedAt)) throw throttled(`those of usage plan ${plan.id} for API key ${key.id}`)
    }
    const taken = keys.take(place, plan, key.id)
    return taken instanceof Promise ? taken.then((ok) => checkQuota(ok, plan, key)) : checkQuota(taken, plan, key)
  }
}

function grantOf(key: KnownApiKey, { resource, definition }: Route, snapshot: StageSnapshot, ports: Ports): Grant {
  const { place, apiId, stageName } = snapshot
  for (const plan of key.plans) {
    const planned = plan.apiStages.find((each) => each.apiId === apiId && each.stage === stageName)
    if (!planned) continue
    const name = `${place.account}/${place.region}/${plan.id}/${key.id}`
    const method = `${resource.path}/${definition.httpMethod}`
    const ofMethod = planned.throttle?.[method]
    const buckets: TokenBucket[] = []
    if (ofMethod) buckets.push(ports.throttles.bucket(`${name}/${apiId}/${stageName}${method}`, ofMethod))
    if (plan.throttle) buckets.push(ports.throttles.bucket(name, plan.throttle))
    return { plan, buckets }
  }
  throw refused(`no usage plan of API key ${key.id} has stage ${stageName} of API ${apiId}`, 'key-outside-plans')
}

function checkQuota(isWithin: boolean, plan: GrantedPlan, key: KnownApiKey): void {
  if (isWithin) return
  throw new GatewayError('QUOTA_EXCEEDED', `API key ${key.id} has used up the quota of usage plan ${plan.id}`)
}

function refused(why: string, kind: RefusalKind): GatewayError {
  return new GatewayError('INVALID_API_KEY', why, { kind })
}
