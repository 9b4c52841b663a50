import type { JsonValue } from './json.ts'

/** What became of one step of a request's way. `refused`: the client has to change; `failed`: whoever set this up. */
export type StepOutcome = 'passed' | 'refused' | 'failed' | 'skipped'

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
}

/** How a request came to its answer. */
export interface RequestTrace extends RequestSummary {
  readonly steps: readonly TraceStep[]
  /**
   * Why it was refused, for a program to go by: of a REST API the kind of the refusal or the type of its gateway
   * response, of an HTTP API the step, of a token endpoint the kind or the error code.
   */
  readonly refusal?: string
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
  trace(): RequestTrace
}

/** Where planes leave their requests. */
export interface RequestKeeper {
  /** Whether bodies may be kept too. */
  readonly keepsBodies: boolean
  /** Asked first: whether a request with this answer, begun then, is worth a {@link KeptRequest}. */
  wants(status: number, startedAt: number): boolean
  keep(request: KeptRequest): void
}

/** The trace without its course. */
export function summaryOf(trace: RequestTrace): RequestSummary {
  const { requestId, plane, api, stage, method, path, status, startedAt, durationMs } = trace
  const where = stage === undefined ? { api } : { api, stage }
  return { requestId, plane, ...where, method, path, status, startedAt, durationMs }
}

/** The end of a way that ended at one of its steps: those behind it were not taken. */
export function skipped(steps: readonly string[]): TraceStep[] {
  return steps.map((step) => ({ step, outcome: 'skipped', looked: {}, decided: 'not reached' }))
}
