import { type FunctionAnswer, type FunctionCaller, FunctionRefusal } from '../../../../kernel/functions.ts'
import { inTime } from '../../../../kernel/in-time.ts'
import { asAuthorizer } from '../../../functions/as-api-gateway.ts'
import { refusalText } from '../../../functions/refusal-text.ts'
import type { AuthorizerDefinition } from '../../definition.ts'
import type { Exchange } from '../../exchange.ts'
import { GatewayError } from '../../gateway-error.ts'
import { functionFailed, readVerdict, type Verdict } from './answer.ts'

/** The longest that a call may wait for anybody (documented for integrations; for authorizers inferred). */
const TIMEOUT_MS = 29_000

export interface Asked {
  readonly verdict: Verdict
  /** Bytes of the answer. */
  readonly size: number
}

/** Has the authorizer's function judge a call. */
export async function ask(
  functions: FunctionCaller,
  definition: AuthorizerDefinition,
  functionArn: string,
  exchange: Exchange,
  event: Buffer,
): Promise<Asked> {
  const { clock } = exchange.runtime
  const { apiId, place } = exchange.api.snapshot
  const { authorizerCredentials, id } = definition
  const startedAt = clock.now()
  const call = { functionArn, event, startedAt }
  exchange.authorizerCall = call
  const answer = await invoked(
    functions.invoke({
      functionArn,
      // With a role the call is that role's.
      principal: authorizerCredentials ? 'account' : asAuthorizer(place, apiId, id),
      payload: event,
      traceId: exchange.traceId,
      signal: exchange.call.request.signal,
    }),
  )
  const { error, requestId } = answer
  const payload = answer.payload as Buffer
  exchange.authorizerCall = { ...call, answer: { payload, requestId, endedAt: clock.now() } }
  if (error) throw functionFailed(payload)
  return { verdict: readVerdict(payload), size: payload.length }
}

async function invoked(call: Promise<FunctionAnswer>): Promise<FunctionAnswer> {
  try {
    return await inTime(call, TIMEOUT_MS, () => failed(`the function has not answered in ${TIMEOUT_MS} ms`))
  } catch (error) {
    throw error instanceof FunctionRefusal ? failed(refusalText(error)) : error
  }
}

function failed(reason: string): GatewayError {
  return new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', reason)
}
