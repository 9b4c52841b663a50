import type { Place } from '../kernel/place.ts'
import type { RequestSummary, RequestTrace } from '../kernel/request-trace.ts'
import type { Status } from '../kernel/status.ts'

/** What is to be done to the stacks of a cloud assembly. */
export interface DeploymentRequest {
  readonly action: 'deploy' | 'destroy' | 'diff'
  /** Absolute. */
  readonly directory: string
  /** Names or paths, with `*`. None: all. */
  readonly stacks: readonly string[]
  readonly exclusively?: boolean
  readonly place: Place
  readonly parameters: Readonly<Record<string, string>>
}

export interface DeploymentListening {
  /** Each may be written as JSON. */
  tell(event: object): void
  /** Aborted when nobody listens any more. */
  readonly signal: AbortSignal
}

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
  /** Resolves when it is over; where it does not come to its end, the last event says why. */
  deploy(request: DeploymentRequest, listening: DeploymentListening): Promise<void>
  /** Forgets everything. */
  reset(): Promise<void>
  /** Asks the process to stop, as SIGTERM does. Undefined where the server runs within another program. */
  readonly stop: (() => void) | undefined
  caCertificate(): Promise<string>
}
