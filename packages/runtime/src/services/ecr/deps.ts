import type { Clock } from '../../kernel/clock.ts'
import { operationsOf } from '../../kernel/operation.ts'

export interface EcrDeps {
  readonly clock: Clock
}

export const operation = operationsOf<'ecr', EcrDeps>()
