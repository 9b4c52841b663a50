import { type FunctionCaller, FunctionRefusal } from '../../../../kernel/functions.ts'
import { inTime } from '../../../../kernel/in-time.ts'
import { asAuthorizer } from '../../../functions/as-api-gateway.ts'
import { refusalText } from '../../../functions/refusal-text.ts'
import type { HttpAuthorizerDefinition } from '../../definition.ts'
import type { Asked, HttpExchange } from '../../exchange.ts'
import { authorizerFailed } from '../../http-api-error.ts'
import { functionFailed, readError, readVerdict, type Verdict } from './answer.ts'

/** Documented: http-api-quotas. */
const TIMEOUT_MS = 10_000

export interface Judgment {
  readonly verdict: Verdict
  /** Bytes of the answer. */
  readonly size: number
  readonly latencyMs: number
}

/** Has the authorizer's function judge a call. */
export async function ask(
  functions: FunctionCaller,
  definition: HttpAuthorizerDefinition,
  functionArn: string,
  exchange: HttpExchange,
  event: Buffer,
): Promise<Judgment> {
  const { clock } = exchange.runtime
  const { apiId, place } = exchange.stage.snapshot
  const { authorizerCredentialsArn, authorizerId } = definition
  const asked: Asked = { startedAt: clock.now() }
  exchange.authorizerAsked = asked
  const call = functions.invoke({
    functionArn,
    // With a role the call is that role's.
    principal: authorizerCredentialsArn ? 'account' : asAuthorizer(place, apiId, authorizerId),
    payload: event,
    traceId: exchange.traceId,
    signal: exchange.call.request.signal,
  })
  try {
    const late = () => authorizerFailed(`the function has not answered in ${TIMEOUT_MS} ms`)
    const { error, payload, requestId } = await inTime(call, TIMEOUT_MS, late)
    Object.assign(asked, { status: 200, requestId })
    const bytes = payload as Buffer
    if (error) throw functionFailed(readError(bytes))
    return { verdict: readVerdict(bytes, definition), size: bytes.length, latencyMs: clock.now() - asked.startedAt }
  } catch (error) {
    throw error instanceof FunctionRefusal ? authorizerFailed(refusalText(error)) : error
  } finally {
    asked.endedAt = clock.now()
  }
}
