import type { RequestSummary } from '../../kernel/request-trace.ts'

export type { RequestSummary, RequestTrace, StepOutcome, TraceStep } from '../../kernel/request-trace.ts'

/**
 * What `GET requests` and `GET requests/stream` may be asked for, as query parameters. Those that are given must all
 * fit.
 */
export interface RequestFilter {
  /** `execute-api`: calls. `oauth`: requests to user pools' domains. */
  readonly plane?: 'execute-api' | 'oauth'
  /** The first digit of the status. */
  readonly status?: '1' | '2' | '3' | '4' | '5'
  /** `true`: those with a status from 400 on. */
  readonly refused?: 'true'
  /** The id of an app client. */
  readonly client?: string
  /** The id of an API, or the name of a user pool's domain. */
  readonly api?: string
  readonly stage?: string
  /** HTTP's, in capitals. */
  readonly method?: string
  /** Stands in the path, the id, the API, the client or the refusal, whatever its case. */
  readonly text?: string
}

export interface RequestQuery extends RequestFilter {
  /** 1 to 1000; default 20. */
  readonly limit?: string
  /** The `next` of the page before. */
  readonly after?: string
}

/** `GET requests`: the newest first. */
export interface RequestList {
  /** How many are kept now, whatever was asked for. Of those that went well only a part is kept under load. */
  readonly kept: number
  readonly requests: readonly RequestSummary[]
  /** What to ask for `after` to see older ones; undefined: there are none. */
  readonly next?: string
}

/**
 * `GET requests/stream`: server-sent events. Each has an id; a reader that comes back with `Last-Event-ID` hears of what
 * came meanwhile, as far as it is kept. At most {@link StreamLimits} are sent; readers that do not read are left.
 *
 * - `event: requests`, data: a {@link RequestBatch}
 * - `event: hello`, data: a {@link StreamLimits}; the first one
 * - a comment every 15 seconds, so that a broken connection is noticed
 */
export interface RequestBatch {
  /** In the order in which they came. */
  readonly requests: readonly RequestSummary[]
  /** How many more there were since the batch before: too many to be shown, or went well and were not kept. */
  readonly leftOut: number
}

export interface StreamLimits {
  readonly batchesPerSecond: number
  readonly requestsPerBatch: number
}
