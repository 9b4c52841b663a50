import type { Clock } from '../../kernel/clock.ts'
import { operationsOf } from '../../kernel/operation.ts'
import type { Random } from '../../kernel/random.ts'

export interface KmsDeps {
  readonly clock: Clock
  readonly random: Random
}

export const operation = operationsOf<'kms', KmsDeps>()
