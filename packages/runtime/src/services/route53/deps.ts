import type { Clock } from '../../kernel/clock.ts'
import type { Logger } from '../../kernel/logger.ts'
import { operationsOf } from '../../kernel/operation.ts'
import type { Random } from '../../kernel/random.ts'

export interface Route53Deps {
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
}

export const operation = operationsOf<'route53', Route53Deps>()
