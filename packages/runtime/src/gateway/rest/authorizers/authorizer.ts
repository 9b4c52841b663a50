import type { Policy } from '../../../kernel/policies/policy.ts'
import type { Soon } from '../../../kernel/soon.ts'
import type { CandidateToken, Foreseen } from '../../foreseen.ts'
import type { AuthorizerDefinition } from '../definition.ts'
import type { Exchange } from '../exchange.ts'
import type { Ports } from '../runtime.ts'

/** Decides on one call: throws a `GatewayError`, or lets it pass. A promise only where something has to be waited for. */
export type Authorize = (exchange: Exchange) => Soon<void>

/** One way to say who may call a method. */
export interface Authorizer {
  /** A method's `authorizationType`. */
  readonly type: string
  /** Types of the authorizers that such a method names, as `CreateAuthorizer` knows them; none where it names none. */
  readonly definitionTypes: readonly string[]
  /** What is wrong with a definition when an API is edited: a text of AWS's, for a 400. Undefined if nothing is. */
  check?(definition: AuthorizerDefinition): string | undefined
  /** Made at a method's first call, and then once for a deployment. A method that cannot be compiled lets nobody in. */
  compile(method: GuardedMethod, ports: Ports): Authorize
  /** For `TestInvokeAuthorizer`: finds out who calls, remembers nothing of it, and lets the policy refuse nobody. */
  compileTest?(method: GuardedMethod, ports: Ports): Authorize
  /** What a call with this token would come to. */
  foresee(method: GuardedMethod, token: CandidateToken, now: number): Foreseen
  /** It says of single methods who may call them, and so weighs the API's resource policy itself. */
  readonly weighsPolicy?: true
}

export interface GuardedMethod {
  readonly scopes: readonly string[]
  /** Of one of the {@link Authorizer.definitionTypes}; undefined where there are none. */
  readonly definition: AuthorizerDefinition | undefined
  /** The API's resource policy, for those who weigh it. */
  readonly policy: Policy | undefined
  /** Of the stage. */
  readonly variables: Readonly<Record<string, string>>
}
