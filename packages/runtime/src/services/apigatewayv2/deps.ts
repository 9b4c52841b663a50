import type { HttpDefinitionChecks } from '../../gateway/check-ports.ts'
import type { Clock } from '../../kernel/clock.ts'
import { operationsOf } from '../../kernel/operation.ts'
import type { Random } from '../../kernel/random.ts'
import type { Recording } from '../../kernel/recording.ts'

/** What the operations of HTTP APIs work with. */
export interface HttpApiDeps {
  readonly clock: Clock
  readonly random: Random
  /** What the data plane can serve. */
  readonly checks: HttpDefinitionChecks
  /** What it cannot serve and may be edited all the same. */
  readonly isRecorded: Recording
}

export const operation = operationsOf<'apigatewayv2', HttpApiDeps>()
