import { errorMessageOf } from '../../../../kernel/function-error.ts'
import { type FunctionCaller, FunctionStreamFailure } from '../../../../kernel/functions.ts'
import { malformed } from '../../../../kernel/malformed-answer.ts'
import { HTTP_STREAM } from '../../../../kernel/streamed-http.ts'
import type { FunctionTarget } from '../../../functions/aws-uri.ts'
import { readProxyResponse } from '../../../functions/proxy-response.ts'
import { Backend } from '../../backend.ts'
import type { Exchange } from '../../exchange.ts'
import { GatewayError, misconfigured } from '../../gateway-error.ts'
import type { IntegratedMethod, Invoke } from '../integration.ts'
import { callFunction } from './call-function.ts'
import { compileProxyEvent } from './proxy-event.ts'
import { readStreamedResponse } from './proxy-stream.ts'

/** Hands a function the whole request as an event, and answers with what it says. */
export function compileProxiedFunction(
  target: FunctionTarget,
  { definition, variables }: IntegratedMethod,
  functions: FunctionCaller,
): Invoke {
  const event = compileProxyEvent(variables)
  const streams = target.streams || definition.responseTransferMode === 'STREAM'
  // Lambda is invoked with POST, whatever the client's method is (recorded).
  if (definition.httpMethod !== 'POST') {
    return () => {
      throw misconfigured(`a function is invoked with POST, not with ${definition.httpMethod}`)
    }
  }
  return async (exchange) => {
    const request = { target, definition, payload: event(exchange), streams }
    const { payload, error, contentType, requestId } = await callFunction(functions, exchange, request)
    if (!Buffer.isBuffer(payload)) {
      if (contentType !== HTTP_STREAM) throw malformed('it streams without metadata')
      const { status, headers, body } = await readStreamedResponse(payload).catch((failure: unknown) => {
        throw failure instanceof FunctionStreamFailure ? functionFailed(failure.payload, requestId) : failure
      })
      return new Backend(String(status), withTrace(headers, exchange), body)
    }
    if (error) throw functionFailed(payload, requestId)
    const { status, headers, body, isBase64Encoded } = readProxyResponse(payload)
    const bytes = isBase64Encoded && wantsBytes(exchange) ? decoded(body) : body
    return new Backend(String(status), withTrace(headers, exchange), bytes)
  }
}

/** As execution logs on AWS say it (observed). */
function functionFailed(payload: Buffer, requestId: string): GatewayError {
  const message = errorMessageOf(payload).slice(0, MAX_SHOWN)
  const text = `Lambda execution failed with status 200 due to customer function error: ${message}`
  return new GatewayError('DEFAULT_5XX', `${text}. Lambda request id: ${requestId}`)
}

const MAX_SHOWN = 500

/** Not Base64, for a client that wants the bytes: 500 (recorded). */
function decoded(body: string): Buffer {
  const compact = body.replace(/\s/g, '')
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(compact) || compact.length % 4 === 1) {
    throw misconfigured('Unable to base64 decode the body.')
  }
  return Buffer.from(compact, 'base64')
}

function withTrace(headers: Backend['headers'], { traceId }: Exchange): Backend['headers'] {
  return [...headers, ['X-Amzn-Trace-Id', traceId]]
}

/** Only the first type of `Accept` counts, and the answer's own type does not (recorded). */
function wantsBytes({ api, call }: Exchange): boolean {
  return api.binaryTypes.matchesFirst(call.headers.accept)
}
