import type { Soon } from '../../../kernel/soon.ts'
import type { CandidateToken, Foreseen } from '../../foreseen.ts'
import type { HttpAuthorizerDefinition, RouteDefinition } from '../definition.ts'
import type { HttpExchange } from '../exchange.ts'
import type { Ports } from '../runtime.ts'

/**
 * Decides on one call: throws an `HttpApiError`, or lets it pass. A promise only where something has to be waited for.
 */
export type Authorize = (exchange: HttpExchange) => Soon<void>

/** One way to say who may call a route. */
export interface Authorizer {
  /** A route's `authorizationType`. */
  readonly type: RouteDefinition['authorizationType']
  /**
   * The type of the authorizer that such a route names, as `CreateAuthorizer` knows it; undefined where it names none.
   */
  readonly definitionType: HttpAuthorizerDefinition['authorizerType'] | undefined
  /** What is wrong with a definition when an API is edited: a text for a 400. Undefined if nothing is. */
  check?(definition: HttpAuthorizerDefinition): string | undefined
  /** Made at a route's first call, and then once for a deployment. A route that cannot be compiled lets nobody in. */
  compile(route: GuardedRoute, ports: Ports): Authorize
  /** What a call with this token would come to. */
  foresee(route: GuardedRoute, token: CandidateToken, now: number): Foreseen
}

export interface GuardedRoute {
  readonly scopes: readonly string[]
  /** Of the {@link Authorizer.definitionType}; undefined where there is none. */
  readonly definition: HttpAuthorizerDefinition | undefined
  /** Of the stage. */
  readonly variables: Readonly<Record<string, string>>
}
