import { BackendError, type HttpBackend, type HttpCall } from '../../../backends/http-backend.ts'
import { Backend } from '../../backend.ts'
import type { EndpointCall, Exchange } from '../../exchange.ts'
import { GatewayError, misconfigured } from '../../gateway-error.ts'

/** Sends a call and waits for the answer; the stage's log learns of both. */
export function send(request: HttpCall, backend: HttpBackend, exchange: Exchange): Promise<Backend> {
  if (exchange.api.log === undefined) return answerOf(request, backend)
  const { clock } = exchange.runtime
  const endpointCall: EndpointCall = { request, startedAt: clock.now() }
  exchange.endpointCall = endpointCall
  return answerOf(request, backend).finally(() => {
    endpointCall.endedAt = clock.now()
  })
}

function answerOf(request: HttpCall, backend: HttpBackend): Promise<Backend> {
  return backend.send(request).then(
    ({ status, headers, body }) => new Backend(String(status), headers, body),
    (error: unknown) => {
      throw error instanceof BackendError ? toGatewayError(error, request) : error
    },
  )
}

/**
 * A timeout is observed, with its text. `Network error communicating with endpoint` for what refuses or breaks off is
 * inferred from another emulator's tests, and an unknown name as an error of configuration is recorded. That a
 * certificate without a known issuer and too large an answer are errors of configuration too is inferred.
 */
function toGatewayError({ failure, message, cause }: BackendError, { url }: HttpCall): GatewayError {
  const reason = `${url.host}: ${message}`
  switch (failure) {
    case 'timeout':
      return new GatewayError('INTEGRATION_TIMEOUT', reason, { cause })
    case 'network':
    case 'cancelled':
      return new GatewayError('INTEGRATION_FAILURE', reason, { cause })
    case 'address':
      return misconfigured(`Invalid endpoint address: ${reason}`, cause)
    case 'certificate':
    case 'too-large':
      return misconfigured(reason, cause)
  }
}
