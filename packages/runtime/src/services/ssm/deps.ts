import type { Clock } from '../../kernel/clock.ts'
import { operationsOf } from '../../kernel/operation.ts'
import type { Vault } from '../../kernel/vault.ts'

export interface SsmDeps {
  readonly clock: Clock
  readonly vault: Vault
}

export const operation = operationsOf<'ssm', SsmDeps>()
