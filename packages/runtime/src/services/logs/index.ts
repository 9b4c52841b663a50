import type { Logger } from '../../kernel/logger.ts'
import { bindOperations, type Service } from '../../kernel/service.ts'
import type { Store } from '../../store/store.ts'
import type { LogsDeps } from './deps.ts'
import { createLogWriter, type LogWriter } from './log-writer.ts'
import { operations } from './operations/index.ts'
import { resourceTypes } from './resources/index.ts'

export interface LogsService extends Service {
  /** For what logs by itself. */
  readonly writer: LogWriter
}

/** CloudWatch Logs: groups, streams and events. Metrics, subscriptions, queries and exports are refused by name. */
export function createLogsService(
  deps: LogsDeps & { readonly store: Pick<Store, 'transact'>; readonly logger: Logger },
): LogsService {
  const writer = createLogWriter({ ...deps, transact: deps.store.transact })
  return {
    name: 'logs',
    operations: bindOperations(operations, deps),
    resourceTypes,
    writer,
    close: () => writer.close(),
  }
}
