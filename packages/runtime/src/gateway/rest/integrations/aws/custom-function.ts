import { errorMessageOf } from '../../../../kernel/function-error.ts'
import type { FunctionCaller } from '../../../../kernel/functions.ts'
import type { FunctionTarget } from '../../../functions/aws-uri.ts'
import { Backend } from '../../backend.ts'
import type { Exchange } from '../../exchange.ts'
import { misconfigured } from '../../gateway-error.ts'
import { payloadBytes, payloadText } from '../../mapping/payload.ts'
import type { IntegratedMethod, Invoke } from '../integration.ts'
import { callFunction, enqueueEvent } from './call-function.ts'

/** Of the integration's request: `'Event'` does not wait for the function (documented: set-up-lambda-integration-async). */
const INVOCATION_TYPE = 'x-amz-invocation-type'

/** Calls a function with what templates have made of the request, and maps its answer. */
export function compileCustomFunction(
  target: FunctionTarget,
  { definition }: IntegratedMethod,
  functions: FunctionCaller,
): Invoke {
  return async (exchange) => {
    const payload = eventOf(exchange)
    const request = { target, definition, payload, shown: payloadBytes(exchange.integrationRequest) }
    if (isEvent(exchange)) {
      await enqueueEvent(functions, exchange, request)
      return new Backend('200')
    }
    const { payload: answer, error, executedVersion, requestId } = await callFunction(functions, exchange, request)
    const text = answer as Buffer
    // Recorded: apigw_test_invoke_method_api.
    const headers = [
      ['Date', new Date(exchange.runtime.clock.now()).toUTCString()],
      ['Content-Type', 'application/json'],
      ['Content-Length', String(text.length)],
      ['Connection', 'keep-alive'],
      ['x-amzn-RequestId', requestId],
      ['x-amzn-Remapped-Content-Length', '0'],
      ['X-Amz-Executed-Version', executedVersion],
      ['X-Amzn-Trace-Id', exchange.traceId],
    ] as const
    // Patterns are held against the message of an error, and never against a status (recorded).
    return new Backend('200', headers, text, { selection: error ? errorMessageOf(text) : undefined })
  }
}

/** An event is JSON; nothing at all is `{}` (recorded). */
function eventOf({ integrationRequest }: Exchange): Buffer {
  const text = payloadText(integrationRequest)
  if (text.trim() === '') return Buffer.from('{}')
  try {
    JSON.parse(text)
  } catch (error) {
    const reason = `Could not parse request body into json: ${(error as Error).message}`
    throw misconfigured(`Lambda invocation failed with status: 400. ${reason}`)
  }
  return Buffer.from(text)
}

function isEvent({ parameters }: Exchange): boolean {
  const mapped = parameters.findLast(({ place, name }) => place === 'header' && name.toLowerCase() === INVOCATION_TYPE)
  return mapped?.values.at(-1) === 'Event'
}
