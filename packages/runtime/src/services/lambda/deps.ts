import type { FunctionEngine } from '../../functions/ports.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Lazy } from '../../kernel/lazy.ts'
import type { Logger } from '../../kernel/logger.ts'
import { operationsOf } from '../../kernel/operation.ts'
import type { JudgeIdentity } from '../../kernel/policies/identity.ts'
import type { Random } from '../../kernel/random.ts'
import type { Recording } from '../../kernel/recording.ts'
import type { SignatureVerifier } from '../../kernel/signatures.ts'
import type { Vault } from '../../kernel/vault.ts'
import type { Store } from '../../store/store.ts'
import type { EventQueue } from './events/event-queue.ts'
import type { FunctionDirectory } from './invoke/function-directory.ts'
import type { Runner } from './invoke/runner.ts'

/** What the service as a whole is given. */
export interface LambdaServiceDeps {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly vault: Vault
  readonly logger: Logger
  /** Runs functions; loaded at the first call of one. */
  readonly engine: Lazy<FunctionEngine>
  /** Checks who has signed a request to a function URL; loaded with the first one that asks for a signature. */
  readonly signatures: () => Promise<SignatureVerifier>
  /** What policies of whoever has signed say; loaded as that is. */
  readonly identities: () => Promise<JudgeIdentity>
  /** Pauses before the second and the third attempt at an event that a function failed at, in milliseconds. */
  readonly retryDelaysMs: readonly number[]
  /** Where this server is found, by functions too. */
  readonly origin: () => string
  /** What the user has asked to be stored without effect. */
  readonly isRecorded: Recording
  /** Functions that run from a directory of the user's, by name. */
  readonly hotDirectories: Readonly<Record<string, string>>
}

/** What Lambda's operations work with. */
export interface LambdaDeps extends LambdaServiceDeps {
  readonly directory: FunctionDirectory
  readonly runner: Runner
  readonly events: EventQueue
}

export const operation = operationsOf<'lambda', LambdaDeps>()
