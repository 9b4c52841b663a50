import type { JsonValue } from './json.ts'
import type { RequestMetrics } from './request-metrics.ts'

/**
 * What became of one step of a request's way. `refused`: the client has to change; `failed`: whoever set this up.
 *
 * @example
 * ```ts
 * const bad: readonly StepOutcome[] = ['refused', 'failed']
 * const { steps } = aws.explain(await aws.fetch(url))
 * expect(steps.filter(({ outcome }) => bad.includes(outcome)).map(({ step }) => step)).toEqual(['authorizer'])
 * ```
 */
export type StepOutcome = 'passed' | 'refused' | 'failed' | 'skipped'

/**
 * One step of a request's way.
 *
 * @example
 * ```ts
 * const { steps } = aws.explain(await aws.fetch(url))
 * const notTaken: readonly TraceStep[] = steps.filter(({ outcome }) => outcome === 'skipped')
 * expect(notTaken.map(({ step }) => step)).toContain('integration')
 * ```
 */
export interface TraceStep {
  readonly step: string
  readonly outcome: StepOutcome
  /** What the step went by; holds no secret, no token and no body. */
  readonly looked: Readonly<Record<string, JsonValue>>
  readonly decided: string
}

/** A request of a data plane in brief. */
export interface RequestSummary {
  readonly requestId: string
  readonly plane: 'execute-api' | 'oauth'
  /** Of an API its id, of a token endpoint the name of its domain. */
  readonly api: string
  readonly stage?: string
  readonly method: string
  readonly path: string
  readonly status: number
  /** ISO 8601. */
  readonly startedAt: string
  /** Until the answer was there; a stream may go on. */
  readonly durationMs: number
  /** The id of the app client that a token was asked for, or that the call's token was issued to. */
  readonly client?: string
  /**
   * Why it was refused, for a program to go by: of a REST API the kind of the refusal or the type of its gateway
   * response, of an HTTP API the step, of a token endpoint the kind or the error code.
   */
  readonly refusal?: string
  /** The step that turned it away. Undefined where none did: a backend may answer with an error of its own. */
  readonly endedIn?: string
}

/**
 * How a request came to its answer.
 *
 * @example
 * ```ts
 * const trace: RequestTrace = aws.explain(await aws.fetch(url))
 * expect([trace.status, trace.refusal, trace.endedIn]).toEqual([401, 'token-missing', 'authorizer'])
 * ```
 */
export interface RequestTrace extends RequestSummary {
  readonly steps: readonly TraceStep[]
  /** What AWS's execution log says of the refusal, if the stage writes one. */
  readonly awsLogLine?: string
  /** What to change, in a sentence. */
  readonly advice?: string
  /** Only where bodies are kept. */
  readonly bodies?: { readonly request: string; readonly response: string }
}

/** A request whose answer has been given: a few references, of which a trace is made when somebody asks for it. */
export interface KeptRequest {
  readonly requestId: string
  readonly status: number
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  /** About how much memory it holds. */
  readonly bytes: number
  /** Its trace without the course, for much less work. */
  summary(): RequestSummary
  trace(): RequestTrace
}

/** Where planes leave their requests. */
export interface RequestKeeper {
  /** Whether bodies may be kept too. */
  readonly keepsBodies: boolean
  /** Counts each, kept or not. */
  readonly metrics?: RequestMetrics | undefined
  /** Asked first: whether a request with this answer, begun then, is worth a {@link KeptRequest}. */
  wants(status: number, startedAt: number): boolean
  keep(request: KeptRequest): void
}

/** The end of a way that ended at one of its steps: those behind it were not taken. */
export function skipped(steps: readonly string[]): TraceStep[] {
  return steps.map((step) => ({ step, outcome: 'skipped', looked: {}, decided: 'not reached' }))
}
