import type { RequestSummary, RequestTrace } from '../kernel/request-trace.ts'
import type { Status } from '../kernel/status.ts'

/** What the admin API shows and moves; the composition root implements it. */
export interface AdminSource {
  readonly version: string
  readonly services: readonly string[]
  readonly pid: number
  uptimeSeconds(): number
  status(): Promise<Status>
  readonly clock: {
    nowMs(): number
    offsetMs(): number
    /** Resolves when the new offset is durable. */
    setOffset(offsetMs: number): Promise<void>
  }
  /** The last calls and token requests. */
  readonly requests: {
    /** How many are kept; 0: none. */
    readonly limit: number
    readonly count: number
    find(requestId: string): RequestTrace | undefined
    newest(count: number): readonly RequestSummary[]
  }
  /** Forgets everything. */
  reset(): Promise<void>
  /** Asks the process to stop, as SIGTERM does. Undefined where the server runs within another program. */
  readonly stop: (() => void) | undefined
  caCertificate(): Promise<string>
}
