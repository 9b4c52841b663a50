import { type RequestSummary, type RequestTrace, skipped, type TraceStep } from '../../../kernel/request-trace.ts'
import { failureLine } from '../../logs/failure-lines.ts'
import { shownBodies } from '../../trace/kept-bodies.ts'
import { summaryOf } from '../../trace/summary.ts'
import { GATEWAY_RESPONSES } from '../gateway-response-types.ts'
import { STEPS } from '../pipeline.ts'
import { adviceFor } from './advice.ts'
import type { KeptCall } from './kept-call.ts'
import { lookedAt } from './looked-at.ts'
import { STEP_NAMES } from './step-names.ts'

/** How a call came to its answer: each step of AWS's order, and what it went by. */
export function describe(kept: KeptCall): RequestTrace {
  const { bodies, failure } = kept
  const awsLogLine = failureLine({ ...kept, call: kept })
  const advice = failure && adviceFor(kept, failure)
  return {
    ...summarize(kept),
    steps: stepsOf(kept),
    ...(awsLogLine !== undefined && { awsLogLine }),
    ...(advice !== undefined && { advice }),
    ...shownBodies(bodies),
  }
}

/** The same without its steps. */
export function summarize(kept: KeptCall): RequestSummary {
  const { api, failure, httpMethod: method } = kept
  const { apiId, stageName } = api.snapshot
  const refusal = failure && { refusal: failure.kind ?? failure.type, endedIn: STEP_NAMES[endOf(kept)] ?? '' }
  return summaryOf(kept, { apiId, stageName, method }, refusal)
}

/** The step that a call that failed has ended in. */
function endOf({ failedIn }: KeptCall): number {
  return failedIn ? STEPS.indexOf(failedIn) : 0
}

function stepsOf(kept: KeptCall): TraceStep[] {
  const { failure } = kept
  if (!failure) return STEP_NAMES.map((step) => passed(step, kept))
  const ended = endOf(kept)
  return [
    ...STEP_NAMES.slice(0, ended).map((step) => passed(step, kept)),
    ...STEP_NAMES.slice(ended, ended + 1).map((step) => endedIn(step, kept, failure)),
    ...skipped(STEP_NAMES.slice(ended + 1)),
    gatewayResponse(kept, failure),
  ]
}

function passed(step: (typeof STEP_NAMES)[number], kept: KeptCall): TraceStep {
  return { step, outcome: 'passed', ...lookedAt[step](kept) }
}

/** What AWS answers with 5xx is a fault of the API's, not of its caller's. */
function endedIn(
  step: (typeof STEP_NAMES)[number],
  kept: KeptCall,
  { details, reason, type }: NonNullable<KeptCall['failure']>,
): TraceStep {
  const outcome = GATEWAY_RESPONSES[type].status < 500 ? 'refused' : 'failed'
  const decided = details === undefined ? reason : `${reason}: ${details}`
  return { step, outcome, looked: lookedAt[step](kept).looked, decided }
}

function gatewayResponse({ api, status }: KeptCall, { type }: NonNullable<KeptCall['failure']>): TraceStep {
  const isOwn = api.gatewayResponses.find(type) !== undefined
  return {
    step: 'gateway response',
    outcome: 'passed',
    looked: { type, customized: isOwn },
    decided: `${status}, ${isOwn ? "the API's own answer" : "AWS's own answer"} for ${type}`,
  }
}
