import type { Clock } from '../../kernel/clock.ts'
import type { FunctionCaller } from '../../kernel/functions.ts'
import type { Logger } from '../../kernel/logger.ts'
import { operationsOf } from '../../kernel/operation.ts'
import type { Random } from '../../kernel/random.ts'
import type { Recording } from '../../kernel/recording.ts'
import type { Sleep } from '../../kernel/sleep.ts'
import type { Vault } from '../../kernel/vault.ts'
import type { Store } from '../../store/store.ts'
import type { ExpressRunner } from './execution/express-runner.ts'
import type { ExecutionRunner } from './execution/runner.ts'

/** What the service as a whole is given. */
export interface StatesServiceDeps {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly vault: Vault
  readonly logger: Logger
  /** Loaded at the first call of one. */
  readonly functions: () => Promise<Pick<FunctionCaller, 'invoke'>>
  readonly isRecorded: Recording
  readonly sleep: Sleep
}

/** What its operations work with. */
export interface StatesDeps extends StatesServiceDeps {
  readonly runner: ExecutionRunner
  readonly express: ExpressRunner
}

export const operation = operationsOf<'states', StatesDeps>()
