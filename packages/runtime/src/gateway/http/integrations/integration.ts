import type { Forwards } from '../../../kernel/forwards.ts'
import type { Soon } from '../../../kernel/soon.ts'
import type { HttpIntegrationDefinition } from '../definition.ts'
import type { HttpExchange } from '../exchange.ts'
import type { Answer } from '../reply.ts'
import type { Ports } from '../runtime.ts'

/** Asks the backend. A promise only where something has to be waited for. */
export type Invoke = (exchange: HttpExchange) => Soon<Answer>

/** One type of integration. */
export interface HttpIntegration {
  /** As `CreateIntegration` names it. */
  readonly type: HttpIntegrationDefinition['integrationType']
  /** What is wrong with a definition when an API is edited; undefined if nothing is. */
  check(definition: HttpIntegrationDefinition, forwards: Forwards): HttpIntegrationProblem | undefined
  /** Made at a route's first call, and then once for a deployment. */
  compile(route: IntegratedRoute, ports: Ports): Invoke
}

export interface IntegratedRoute {
  readonly definition: HttpIntegrationDefinition
  /** Undefined: `$default`. */
  readonly path: string | undefined
  /** Of the stage. */
  readonly variables: Readonly<Record<string, string>>
}

export type HttpIntegrationProblem =
  /** A text for a 400. */
  | { readonly invalid: string }
  /** What AWS can do and is left out here: a name that stands in a sentence, and a service that may be elsewhere. */
  | { readonly notEmulated: string; readonly forwardable?: string }
