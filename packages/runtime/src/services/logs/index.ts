import { bindOperations, type Service } from '../../kernel/service.ts'
import type { LogsDeps } from './model.ts'
import { operations } from './operations/index.ts'
import { resourceTypes } from './resources/index.ts'

export { createLogWriter, type LogWriter } from './log-writer.ts'
export type { LogsDeps } from './model.ts'

/** CloudWatch Logs: groups, streams and events. Metrics, subscriptions, queries and exports are refused by name. */
export function createLogsService(deps: LogsDeps): Service {
  return { name: 'logs', operations: bindOperations(operations, deps), resourceTypes }
}
