import type { FunctionVersion } from '../ports.ts'
import { exited, invalidEntrypoint, timedOut } from './answers.ts'
import type { RuntimeAnswer } from './channel.ts'
import type { Outcome } from './platform-lines.ts'
import type { InitOutcome } from './process.ts'

export type FailedInit = Exclude<InitOutcome, { readonly kind: 'ready' }>

export function outcomeOfInit(failed: FailedInit): Outcome {
  if (failed.kind === 'timeout') return { status: 'timeout' }
  if (failed.kind === 'invalid-entrypoint') return { status: 'error', errorType: 'Runtime.InvalidEntrypoint' }
  return { status: 'error', errorType: failed.kind === 'failed' ? failed.failure.errorType : 'Runtime.ExitError' }
}

/** The caller whose invocation waited for it gets it as if it had come from the handler. */
export function answerOfInit(failed: FailedInit, requestId: string, { timeoutMs }: FunctionVersion): RuntimeAnswer {
  if (failed.kind === 'timeout') return timedOut(requestId, timeoutMs)
  if (failed.kind === 'invalid-entrypoint') return invalidEntrypoint(requestId, failed.why)
  if (failed.kind === 'exited') return exited(requestId, failed.exit)
  return { payload: failed.failure.payload, error: true, errorType: failed.failure.errorType }
}
