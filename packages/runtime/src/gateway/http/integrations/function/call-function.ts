import {
  type FunctionAnswer,
  type FunctionCall,
  type FunctionCaller,
  FunctionRefusal,
} from '../../../../kernel/functions.ts'
import { inTime } from '../../../../kernel/in-time.ts'
import type { Asked, HttpExchange } from '../../exchange.ts'
import { HttpApiError, integrationFailed } from '../../http-api-error.ts'

interface Request extends Pick<FunctionCall, 'functionArn' | 'principal' | 'payload'> {
  readonly timeoutMs: number
}

/** Waits for a function's answer, as long as the integration may take. */
export async function callFunction(
  functions: FunctionCaller,
  exchange: HttpExchange,
  { timeoutMs, ...request }: Request,
): Promise<FunctionAnswer> {
  const { clock } = exchange.runtime
  const asked: Asked = { startedAt: clock.now() }
  exchange.integrationAsked = asked
  const call = functions.invoke({ ...request, traceId: exchange.traceId, signal: exchange.call.request.signal })
  try {
    const answer = await inTime(call, timeoutMs, () => late(timeoutMs))
    Object.assign(asked, { status: 200, requestId: answer.requestId })
    return answer
  } catch (error) {
    throw error instanceof FunctionRefusal ? refused(error) : error
  } finally {
    asked.endedAt = clock.now()
  }
}

/** The status is inferred; so are those of all refusals but the missing permission. */
function late(timeoutMs: number): HttpApiError {
  const logged = 'Network error communicating with endpoint'
  return new HttpApiError(503, `the function has not answered in ${timeoutMs} ms`, { part: 'integration', logged })
}

/** Observed in access logs of the field. */
const NO_PERMISSION =
  "The IAM role configured on the integration or API Gateway doesn't have permissions to call the integration. " +
  'Check the permissions and try again.'

function refused({ reason, message }: FunctionRefusal): HttpApiError {
  switch (reason) {
    case 'denied':
      return integrationFailed(`Invalid permissions on Lambda function (${message})`, { logged: NO_PERMISSION })
    case 'throttled':
      return new HttpApiError(503, message, { part: 'integration' })
    case 'too-large':
      return new HttpApiError(413, message, { part: 'integration' })
    case 'missing':
      return integrationFailed(message)
    case 'not-runnable':
      return integrationFailed(`the function cannot run here: ${message}`)
  }
}
