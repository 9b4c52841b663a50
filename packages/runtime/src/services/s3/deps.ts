import type { Clock } from '../../kernel/clock.ts'
import type { Logger } from '../../kernel/logger.ts'
import { operationsOf } from '../../kernel/operation.ts'
import type { Random } from '../../kernel/random.ts'
import type { Store } from '../../store/store.ts'

export interface S3Deps {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
}

export const operation = operationsOf<'s3', S3Deps>()
