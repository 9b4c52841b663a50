import type { FunctionView } from './map.ts'

/** `GET functions` */
export interface FunctionList {
  readonly functions: readonly FunctionView[]
}

/** `GET functions/{name}/logs?account=&region=&limit=&text=`; without account and region: the first of that name. */
export interface FunctionLogs {
  readonly group: string
  /** The oldest first; the last `limit` (1 to 1000, default 200). */
  readonly events: readonly LogEventView[]
}

/** Also the data of `event: log` of `GET functions/{name}/logs/stream`, one each. */
export interface LogEventView {
  /** ISO 8601. */
  readonly at: string
  readonly stream: string
  readonly message: string
}
