import type { Clock } from '../../kernel/clock.ts'
import { operationsOf } from '../../kernel/operation.ts'
import type { Random } from '../../kernel/random.ts'
import type { Vault } from '../../kernel/vault.ts'

export interface StsDeps {
  readonly clock: Clock
  readonly random: Random
  /** Gives the sessions their secrets. */
  readonly vault: Vault
}

export const operation = operationsOf<'sts', StsDeps>()
