import type { Clock } from '../../../kernel/clock.ts'
import type { Random } from '../../../kernel/random.ts'
import type { ResourceType } from '../../../kernel/resource-type.ts'
import type { Sleep } from '../../../kernel/sleep.ts'
import type { Vault } from '../../../kernel/vault.ts'
import type { EngineDeps } from '../deps.ts'
import { cdkMetadataType } from './cdk-metadata.ts'
import { nestedStackType } from './nested-stack.ts'
import { waitConditionType } from './wait-condition.ts'
import { waitConditionHandleType } from './wait-condition-handle.ts'

export function resourceTypes(deps: {
  readonly clock: Clock
  readonly random: Random
  readonly sleep: Sleep
  readonly vault: Vault
  /** Asked when a stack is being worked on: the engine knows the types. */
  readonly engine: () => EngineDeps
}): readonly ResourceType[] {
  return [cdkMetadataType, nestedStackType(deps.engine), waitConditionType(deps), waitConditionHandleType(deps)]
}
