import type { Forwards } from '../../../kernel/forwards.ts'
import type { Soon } from '../../../kernel/soon.ts'
import type { ClientIdentity } from '../../backends/http-backend.ts'
import type { Backend } from '../backend.ts'
import type { IntegrationDefinition } from '../definition.ts'
import type { Exchange } from '../exchange.ts'
import type { Ports } from '../runtime.ts'

/** Answers with what the backend says. A promise only where something has to be waited for. */
export type Invoke = (exchange: Exchange) => Soon<Backend>

/** One type of integration. */
export interface Integration {
  /** As `PutIntegration` names it. */
  readonly type: string
  /**
   * `mapped`: templates make the body, and an integration response makes the answer. `passed`: both go through as they
   * are, which is what AWS calls a proxy. `told`: a function is told of the request, and tells what to answer.
   */
  readonly bodies: 'mapped' | 'passed' | 'told'
  /** Whether mapped parameters go anywhere. */
  readonly takesParameters: boolean
  /** What is wrong with a definition when an API is edited; undefined if nothing is. */
  check?(definition: IntegrationDefinition, forwards: Forwards): IntegrationProblem | undefined
  /** Made at a method's first call, and then once for a deployment. */
  compile(method: IntegratedMethod, ports: Ports): Invoke
}

export interface IntegratedMethod {
  readonly definition: IntegrationDefinition
  /** Of the stage. */
  readonly variables: Readonly<Record<string, string>>
  /** What backends over TLS are shown, if anything. */
  readonly clientIdentity?: ClientIdentity | undefined
}

export type IntegrationProblem =
  /** A text of AWS's, for a 400. */
  | { readonly invalid: string }
  /** What AWS can do and is left out here: a name that stands in a sentence, and a service that may be elsewhere. */
  | { readonly notEmulated: string; readonly forwardable?: string }
