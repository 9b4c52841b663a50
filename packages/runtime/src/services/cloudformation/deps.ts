import type { Clock } from '../../kernel/clock.ts'
import type { Forwards } from '../../kernel/forwards.ts'
import type { FunctionCaller } from '../../kernel/functions.ts'
import type { Logger } from '../../kernel/logger.ts'
import { type CallContext, operationsOf } from '../../kernel/operation.ts'
import type { Place } from '../../kernel/place.ts'
import type { Random } from '../../kernel/random.ts'
import type { ResourceType } from '../../kernel/resource-type.ts'
import type { Sleep } from '../../kernel/sleep.ts'
import type { Reader, Transact } from '../../kernel/transaction.ts'
import type { Vault } from '../../kernel/vault.ts'
import type { Leases } from '../../store/leases.ts'
import type { StackRunner } from './execute/stack-runner.ts'
import type { OtherEmulators } from './forwarded/client.ts'
import type { StackContents } from './stack-contents.ts'
import type { SamTranslator } from './transforms/sam/sam-translator.ts'
import type { RecordSettings, TypeRegistry } from './type-registry.ts'

export interface CloudFormationServiceDeps extends RecordSettings {
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly vault: Vault
  readonly reader: Reader
  readonly transact: Transact
  /** Completes a context with the means to call operations: the calls of a resource step join its transaction. */
  readonly contextOf: (base: Omit<CallContext, 'call'>) => CallContext
  /** Where this server itself is found, by those whom it starts. */
  readonly origin: () => string
  /** Calls the functions of custom resources; left out: there are none. */
  readonly functions?: () => Promise<FunctionCaller>
  /** The Python whose packages translate SAM templates: a path, or a name to look for. */
  readonly python: string
  /** Default: by that Python. */
  readonly sam?: SamTranslator
  /** Of all services. */
  readonly resourceTypes: readonly ResourceType[]
  /** Who answers for services that are not emulated here; left out: nobody. */
  readonly elsewhere?: OtherEmulators & { readonly forwards: Forwards }
  /** Who carries out the operations on a stack, of all that share the store. */
  readonly leases: Leases
  /** Default: real time. */
  readonly sleep?: Sleep
  /** Between two renewals of a lease. Default: real time. */
  readonly beat?: Sleep
}

/** What the engine and the operations work with. */
export interface EngineDeps extends CloudFormationServiceDeps {
  readonly sleep: Sleep
  readonly beat: Sleep
  readonly types: TypeRegistry
  readonly contents: StackContents
  readonly sam: SamTranslator
  readonly work: StackWork
}

/** What an operation on one stack may ask of those on others. Both only after what they are about is committed. */
export interface StackWork {
  /** Goes on with whatever operation the stack's record holds. */
  start(place: Place, stackId: string): void
  /** Resolves when nothing is left to be done to the stack. Throws the signal's reason. */
  atRest(place: Place, stackId: string, signal: AbortSignal): Promise<void>
}

export interface CloudFormationDeps extends EngineDeps {
  readonly runner: StackRunner
}

export const operation = operationsOf<'cloudformation', CloudFormationDeps>()
