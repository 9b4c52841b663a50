import type { CallContext, Operation, ServiceName } from './operation.ts'
import type { ResourceType } from './resource-type.ts'
import type { ReadStatus } from './status.ts'

/**
 * An AWS service as the runtime sees it: operations by name, the CloudFormation types it owns, what it shows of itself,
 * and a life where it works on its own.
 */
export interface Service {
  readonly name: ServiceName
  readonly operations: ReadonlyMap<string, BoundOperation>
  readonly resourceTypes: readonly ResourceType[]
  readonly status?: ReadStatus
  /** Takes up what an earlier process has left unfinished, and what the service does on its own. */
  resume?(): Promise<void>
  /** Resolves when nothing of it is under way any more. The store is still open. */
  close?(): Promise<void>
}

/** `input` has been validated against the model; the result is written by it. */
export type BoundOperation = (input: unknown, ctx: CallContext) => Promise<unknown>

/** Joins a service's list of operations with its dependencies. */
export function bindOperations<Deps>(list: readonly Operation<Deps>[], deps: Deps): Map<string, BoundOperation> {
  const bound = new Map<string, BoundOperation>()
  for (const operation of list) {
    if (bound.has(operation.name)) throw new Error(`operation ${operation.name} is listed twice`)
    bound.set(operation.name, (input, ctx) => operation.handle(input as never, deps, ctx))
  }
  return bound
}
