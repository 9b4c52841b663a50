import { type Limits, limitsOf } from '../../limits.ts'
import { StageLog } from '../../logs/stage-log.ts'
import type { StageSnapshot } from '../../ports.ts'
import { BinaryTypes } from '../mapping/payload.ts'
import type { Ports } from '../runtime.ts'
import { Schemas } from '../validation/schemas.ts'
import { GatewayResponses } from './gateway-responses.ts'
import { type CompiledMethod, compileMethod } from './method.ts'
import { type MatchedRoute, type Route, RouteTable } from './routes.ts'

/** A deployment that gets a part of a stage's calls. */
export interface Canary {
  readonly percentTraffic: number
  readonly api: CompiledApi
}

/** A stage's frozen API, ready to serve. Methods are compiled at their first call, and then once. */
export class CompiledApi {
  readonly snapshot: StageSnapshot
  readonly gatewayResponses: GatewayResponses
  readonly limits: Limits
  readonly binaryTypes: BinaryTypes
  /** Undefined where answers are not compressed. */
  readonly minimumCompressionSize: number | undefined
  /** Undefined where the stage logs nothing: such a stage pays nothing for logs. */
  readonly log: StageLog | undefined
  readonly canary: Canary | undefined
  /** A canary's own, in place of the stage's. */
  readonly isCanary: boolean
  readonly #ports: Ports
  readonly #routes: RouteTable
  readonly #methods = new Map<Route, CompiledMethod>()
  #schemas: Schemas | undefined

  constructor(snapshot: StageSnapshot, ports: Ports, isCanary = false) {
    this.snapshot = snapshot
    this.#ports = ports
    this.#routes = new RouteTable(snapshot.definition)
    this.gatewayResponses = new GatewayResponses(snapshot.definition.gatewayResponses)
    this.binaryTypes = new BinaryTypes(snapshot.definition.binaryMediaTypes)
    this.minimumCompressionSize = snapshot.definition.minimumCompressionSize
    this.limits = limitsOf(snapshot.definition.endpointTypes)
    this.log = snapshot.logs && new StageLog(snapshot, snapshot.logs, ports.logs, isCanary)
    this.isCanary = isCanary
    this.canary = isCanary ? undefined : canaryOf(snapshot, ports)
  }

  /** A body below the size that the API compresses from stays as it was sent (documented: api-gateway-enable-compression). */
  decodes(body: Buffer): boolean {
    return body.length >= (this.minimumCompressionSize ?? 0)
  }

  /** The API's models, read when the first body is checked. */
  get schemas(): Schemas {
    this.#schemas ??= new Schemas(this.snapshot.definition)
    return this.#schemas
  }

  findRoute(httpMethod: string, path: string): MatchedRoute | undefined {
    return this.#routes.find(httpMethod, path)
  }

  method(route: Route): CompiledMethod {
    const known = this.#methods.get(route)
    if (known) return known
    const compiled = compileMethod(route, this.snapshot, this.#ports)
    this.#methods.set(route, compiled)
    return compiled
  }
}

function canaryOf(stage: StageSnapshot, ports: Ports): Canary | undefined {
  const { canary } = stage
  if (!canary) return undefined
  const { percentTraffic, useStageCache, ...own } = canary
  const cache = useStageCache ? stage.cache : undefined
  return { percentTraffic, api: new CompiledApi({ ...stage, ...own, cache }, ports, true) }
}
