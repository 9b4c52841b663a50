import type { HttpStageSnapshot } from '../../ports.ts'
import { Cors } from '../cors.ts'
import type { RouteDefinition } from '../definition.ts'
import { HttpStageLog } from '../logs/stage-log.ts'
import type { Ports } from '../runtime.ts'
import { type CompiledRoute, compileRoute } from './route.ts'
import { type MatchedRoute, RouteTable } from './routes.ts'

/** A stage's frozen API, ready to serve. Routes are compiled at their first call, and then once. */
export class CompiledStage {
  readonly snapshot: HttpStageSnapshot
  /** Undefined where the API leaves the matter to its integrations. */
  readonly cors: Cors | undefined
  /** Undefined where the stage logs nothing: such a stage pays nothing for logs. */
  readonly log: HttpStageLog | undefined
  readonly #ports: Ports
  readonly #routes: RouteTable
  readonly #compiled = new Map<RouteDefinition, CompiledRoute>()

  constructor(snapshot: HttpStageSnapshot, ports: Ports) {
    const { corsConfiguration, routes } = snapshot.definition
    this.snapshot = snapshot
    this.#ports = ports
    this.#routes = new RouteTable(routes)
    this.cors = corsConfiguration && new Cors(corsConfiguration)
    this.log = snapshot.accessLog && new HttpStageLog(snapshot, snapshot.accessLog, ports.logs)
  }

  findRoute(method: string, path: string): MatchedRoute | undefined {
    return this.#routes.find(method, path)
  }

  route(definition: RouteDefinition): CompiledRoute {
    const known = this.#compiled.get(definition)
    if (known) return known
    const compiled = compileRoute(definition, this.snapshot, this.#ports)
    this.#compiled.set(definition, compiled)
    return compiled
  }
}
