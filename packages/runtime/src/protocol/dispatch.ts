import { notEmulated } from '../kernel/errors.ts'
import type { Call, CallContext, ServiceName } from '../kernel/operation.ts'
import { own } from '../kernel/own.ts'
import type { BoundOperation, Service } from '../kernel/service.ts'
import { type OperationRef, wireFormOf } from './codec.ts'
import { innerTree, readTree } from './json-values.ts'
import type { Models } from './models.ts'
import { checkInput } from './validate/check-input.ts'
import { unknownOperation } from './wire-errors.ts'

/** A call without the way back into the dispatcher. */
export type CallBase = Omit<CallContext, 'call'>

/** Runs operations by name, whoever asks for them: the wire, another operation, or a CloudFormation step. */
export interface Dispatcher {
  /** Validates `input` against the model and runs the operation. Refusals are `AwsError`s in the service's own words. */
  invoke(service: ServiceName, operation: string, input: unknown, base: CallBase): Promise<unknown>
  /**
   * A context whose `call` comes back here with the same base: what is called writes through the same `transact`, so a
   * resource step's calls are committed together with the stack's record of it.
   */
  contextOf(base: CallBase): CallContext
}

export interface DispatcherDeps {
  /** Undefined: there is no such service here. */
  readonly findService: (name: ServiceName) => Promise<Service | undefined>
  readonly models: Models
}

export function createDispatcher({ findService, models }: DispatcherDeps): Dispatcher {
  const invoke: Dispatcher['invoke'] = async (service, name, input, base) => {
    const target = requireOperation(models, service, name)
    const run = requireBound((await findService(service))?.operations, service, name)
    return run(checkedInput(target, input), contextOf(base))
  }

  const contextOf: Dispatcher['contextOf'] = (base) => {
    const call = (service: ServiceName, operation: string, input: unknown) => invoke(service, operation, input, base)
    return { ...base, call: call as Call }
  }

  return { invoke, contextOf }
}

/** The operation in the model, or the refusal that fits: AWS has it and Sallyport does not, or neither has. */
export function requireOperation(models: Models, service: ServiceName, name: string): OperationRef {
  const model = models.of(service)
  const operation = own(model.operations, name)
  if (operation) return { model, name, operation }
  if (model.unlisted.includes(name)) throw notEmulated(`${service} ${name}`)
  throw unknownOperation(wireFormOf(model), name, model.apiVersion)
}

function requireBound(
  operations: ReadonlyMap<string, BoundOperation> | undefined,
  service: ServiceName,
  name: string,
): BoundOperation {
  const operation = operations?.get(name)
  if (!operation) throw notEmulated(`${service} ${name}`)
  return operation
}

/** What is unknown to the model falls away, as AWS ignores it; what remains must satisfy the model's constraints. */
function checkedInput(target: OperationRef, input: unknown): unknown {
  const { model, operation } = target
  if (!operation.input) return {}
  const read = readTree(model, operation.input, input ?? {}, innerTree)
  checkInput(target, read)
  return read
}
