import type { AwsApis } from '../generated/index.ts'
import type { Place } from './place.ts'
import type { Reader, Transact } from './transaction.ts'

export type ServiceName = keyof AwsApis & string

/** Who is calling. Signatures of AWS's own APIs are not verified; the access key names the account. */
export interface Caller {
  readonly accessKeyId: string
  /** `arn:aws:iam::…:user/…`, `arn:aws:sts::…:assumed-role/…` or the root of the account. */
  readonly arn: string
  readonly userId: string
  /** Keys of session tags that a session made by this one inherits, and cannot have as its own. */
  readonly transitiveTagKeys?: readonly string[]
}

/** What every operation may use besides its service's own dependencies. */
export interface CallContext {
  readonly place: Place
  readonly caller: Caller
  readonly requestId: string
  /** Origin under which the client reached us, e.g. `http://127.0.0.1:4566`. */
  readonly origin: string
  /**
   * All writes of an operation go through here. For a request it is a transaction of its own; when CloudFormation
   * makes the call it is the transaction of the whole resource step, so that a resource and the stack's record of it
   * are committed together.
   */
  readonly transact: Transact
  /** Reads outside a write: what is committed, or within CloudFormation's step what that step sees. */
  readonly reader: Reader
  /** Calls an operation of any service as this caller, validated like a request from outside. */
  readonly call: Call
}

export type Call = <S extends ServiceName, O extends keyof AwsApis[S] & string>(
  service: S,
  operation: O,
  input: InputOf<S, O>,
) => Promise<OutputOf<S, O>>

type Shapes = { input: unknown; output: unknown }
export type InputOf<S extends ServiceName, O extends keyof AwsApis[S]> = AwsApis[S][O] extends Shapes
  ? AwsApis[S][O]['input']
  : never
export type OutputOf<S extends ServiceName, O extends keyof AwsApis[S]> = AwsApis[S][O] extends Shapes
  ? AwsApis[S][O]['output']
  : never

/** One AWS operation: a name and what it does. Its input has been read and validated against the service's model. */
export interface Operation<Deps> {
  readonly name: string
  readonly handle: (input: never, deps: Deps, ctx: CallContext) => Promise<unknown>
}

/**
 * The typed maker of a service's operations.
 *
 * ```ts
 * const operation = operationsOf<'cognito-idp', CognitoDeps>()
 * export const deleteUserPool = operation('DeleteUserPool', async (input, { pools }, ctx) => { … })
 * ```
 */
export function operationsOf<S extends ServiceName, Deps>() {
  return <O extends keyof AwsApis[S] & string>(
    name: O,
    handle: (input: InputOf<S, O>, deps: Deps, ctx: CallContext) => Promise<OutputOf<S, O>>,
  ): Operation<Deps> => ({ name, handle: handle as Operation<Deps>['handle'] })
}
