import type { ReadOutbox } from '../kernel/outbox.ts'
import type { Place } from '../kernel/place.ts'
import type { NewRequests, Position } from '../kernel/request-history.ts'
import type { RequestMetrics } from '../kernel/request-metrics.ts'
import type { KeptRequest, RequestTrace } from '../kernel/request-trace.ts'
import type { Status } from '../kernel/status.ts'
import type { Inside } from './inside.ts'

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
  /** What was sent to people. */
  readonly outbox: ReadOutbox
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
    newestFirst(): Iterable<KeptRequest>
    /** Another one after a reset: letters and digits. */
    readonly history: string
    readonly position: Position
    /** Undefined: nothing is counted. */
    readonly metrics: Pick<RequestMetrics, 'points' | 'counters'> | undefined
    since(position: Position): NewRequests
  }
  /** Resolves when it is over; where it does not come to its end, the last event says why. */
  deploy(request: DeploymentRequest, listening: DeploymentListening): Promise<void>
  /** All that is here, with its secrets, as a text. */
  exportWorld(): Promise<string>
  /** Makes everything here what a file says that {@link exportWorld} has given; throws where it cannot, and changes nothing. */
  importWorld(file: string): Promise<void>
  /** Forgets everything. */
  reset(): Promise<void>
  /** Asks the process to stop, as SIGTERM does. Undefined where the server runs within another program. */
  readonly stop: (() => void) | undefined
  caCertificate(): Promise<string>
  readonly inside: Inside
  readonly console: {
    /** Where the build of its pages is. */
    readonly folder: string
    /** What its page shows to be let in. */
    readonly key: string
  }
}
