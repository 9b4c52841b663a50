import type { Clock } from '../../kernel/clock.ts'
import { operationsOf } from '../../kernel/operation.ts'
import type { Random } from '../../kernel/random.ts'

export interface LogsDeps {
  readonly clock: Clock
  readonly random: Random
}

export const operation = operationsOf<'logs', LogsDeps>()
