import type { Clock } from '../../../kernel/clock.ts'
import type { Random } from '../../../kernel/random.ts'
import type { ResourceType } from '../../../kernel/resource-type.ts'
import type { Sleep } from '../../../kernel/sleep.ts'
import type { Vault } from '../../../kernel/vault.ts'
import { cdkMetadata } from './cdk-metadata.ts'
import { waitConditionType } from './wait-condition.ts'
import { waitConditionHandleType } from './wait-condition-handle.ts'

export function resourceTypes(deps: {
  readonly clock: Clock
  readonly random: Random
  readonly sleep: Sleep
  readonly vault: Vault
}): readonly ResourceType[] {
  return [cdkMetadata, waitConditionType(deps), waitConditionHandleType(deps)]
}
