import { type FunctionCaller, FunctionRefusal, type FunctionRefusalReason } from '../../../kernel/functions.ts'
import { isJsonObject, type JsonValue } from '../../../kernel/json.ts'
import type { Failure, TaskResult } from './transitions.ts'

/** Documented: Lambda's refusals are errors of these names. */
const REFUSALS: { readonly [reason in FunctionRefusalReason]: string } = {
  missing: 'Lambda.ResourceNotFoundException',
  denied: 'Lambda.AccessDeniedException',
  throttled: 'Lambda.TooManyRequestsException',
  'too-large': 'Lambda.RequestTooLargeException',
  'not-runnable': 'Lambda.InvalidRuntimeException',
}

/** Documented: of what goes from state to state. */
const MOST_BYTES = 262_144

/**
 * Calls a task's function with the state's input. As on AWS, it is the state machine's role that calls, so that the
 * function's own policy is not asked.
 */
export async function callFunction(
  functions: Pick<FunctionCaller, 'invoke'>,
  functionArn: string,
  input: JsonValue,
): Promise<TaskResult> {
  try {
    const payload = Buffer.from(JSON.stringify(input))
    const answer = await functions.invoke({ functionArn, principal: 'account', payload })
    const text = Buffer.isBuffer(answer.payload) ? answer.payload.toString('utf8') : ''
    return answer.error ? { failure: failureOf(text) } : resultOf(text)
  } catch (error) {
    if (error instanceof FunctionRefusal) return { failure: { error: REFUSALS[error.reason], cause: error.message } }
    throw error
  }
}

/** Recorded on AWS: the error's name is the `errorType` of the payload, and the cause is the payload. */
function failureOf(payload: string): Failure {
  const value = parsed(payload)
  if (isJsonObject(value) && typeof value.errorType === 'string') return { error: value.errorType, cause: payload }
  return {
    error: 'Lambda.Unknown',
    // Observed.
    cause: `The cause could not be determined because Lambda did not return an error type. Returned payload: ${payload}`,
  }
}

function resultOf(payload: string): TaskResult {
  if (Buffer.byteLength(payload) > MOST_BYTES) {
    const cause = 'The task returned a result with a size exceeding the maximum number of bytes service limit.'
    return { failure: { error: 'States.DataLimitExceeded', cause } }
  }
  const output = parsed(payload)
  if (output !== undefined) return { output }
  return { failure: { error: 'States.Runtime', cause: 'The function returned a payload that is no JSON.' } }
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}
