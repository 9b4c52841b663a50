import type { Clock } from '../../kernel/clock.ts'
import { operationsOf } from '../../kernel/operation.ts'
import type { Random } from '../../kernel/random.ts'
import type { Vault } from '../../kernel/vault.ts'

export interface KmsDeps {
  readonly clock: Clock
  readonly random: Random
  readonly vault: Vault
}

export const operation = operationsOf<'kms', KmsDeps>()
