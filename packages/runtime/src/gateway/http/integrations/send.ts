import { BackendError, type HttpBackend, type HttpCall } from '../../backends/http-backend.ts'
import type { Asked, HttpExchange } from '../exchange.ts'
import { HttpApiError } from '../http-api-error.ts'
import type { Answer } from '../reply.ts'
import { returnedHeaders } from './returned-headers.ts'

/** Sends a call and waits for the answer; the stage's log learns of both. */
export async function send(http: HttpBackend, exchange: HttpExchange, call: HttpCall): Promise<Answer> {
  const { clock } = exchange.runtime
  const asked: Asked = { startedAt: clock.now() }
  exchange.integrationAsked = asked
  try {
    const { status, headers, body } = await http.send(call)
    asked.status = status
    return { status, headers: returnedHeaders(headers, call.method === 'HEAD'), body }
  } catch (error) {
    throw error instanceof BackendError ? unavailable(error, call) : error
  } finally {
    asked.endedAt = clock.now()
  }
}

/** Whatever keeps an answer from coming is 503 (inferred), and one that is too large a failure of the integration's. */
function unavailable({ failure, message, cause }: BackendError, { url }: HttpCall): HttpApiError {
  const status = failure === 'too-large' ? 500 : 503
  const logged = 'Network error communicating with endpoint'
  return new HttpApiError(status, `${url.host}: ${message}`, { part: 'integration', logged, cause })
}
