import {
  type FunctionAnswer,
  type FunctionCaller,
  type FunctionPrincipal,
  FunctionRefusal,
} from '../../../../kernel/functions.ts'
import { inTime } from '../../../../kernel/in-time.ts'
import { asApiGateway } from '../../../functions/as-api-gateway.ts'
import type { FunctionTarget } from '../../../functions/aws-uri.ts'
import { callHeaders } from '../../../functions/call-headers.ts'
import type { IntegrationDefinition } from '../../definition.ts'
import type { Exchange } from '../../exchange.ts'
import { GatewayError, misconfigured } from '../../gateway-error.ts'
import { methodArnOf } from '../../method-arn.ts'
import { invocationUrl } from './invocation-url.ts'

export interface FunctionRequest {
  readonly target: FunctionTarget
  readonly definition: Pick<IntegrationDefinition, 'credentials' | 'timeoutInMillis'>
  readonly payload: Buffer
  /** For the stage's log, where that is not the payload: nothing at all is sent as an empty object (recorded). */
  readonly shown?: Buffer
  readonly streams?: boolean
}

/** Waits for a function's answer, as long as the integration may take. */
export async function callFunction(
  functions: FunctionCaller,
  exchange: Exchange,
  { target, definition, payload, shown = payload, streams = false }: FunctionRequest,
): Promise<FunctionAnswer> {
  const call = functions.invoke({
    functionArn: target.functionArn,
    principal: principalOf(exchange, definition),
    payload,
    streams,
    traceId: exchange.traceId,
    signal: exchange.call.request.signal,
  })
  const logged = startLog(exchange, target, shown)
  const { timeoutInMillis } = definition
  try {
    return await inTime(call, timeoutInMillis, () => late(timeoutInMillis))
  } catch (error) {
    throw error instanceof FunctionRefusal ? toGatewayError(error) : error
  } finally {
    logged?.()
  }
}

/** Has an event delivered, and does not wait for what becomes of it. */
export async function enqueueEvent(
  functions: FunctionCaller,
  exchange: Exchange,
  { target, definition, payload, shown = payload }: FunctionRequest,
): Promise<void> {
  const logged = startLog(exchange, target, shown)
  const principal = principalOf(exchange, definition)
  try {
    await functions.enqueue({ functionArn: target.functionArn, principal, payload })
  } catch (error) {
    throw error instanceof FunctionRefusal ? toGatewayError(error) : error
  } finally {
    logged?.()
  }
}

/**
 * With a role the call is that role's; else the function's policy must let this method of this API call it, with the
 * client's values in its path (documented: arn-format-reference).
 */
function principalOf(
  exchange: Exchange,
  { credentials }: Pick<IntegrationDefinition, 'credentials'>,
): FunctionPrincipal {
  if (credentials) return 'account'
  return asApiGateway(exchange.api.snapshot.place, methodArnOf(exchange))
}

/** A refusal is 500, whatever its reason; the log says which (documented for permissions, inferred for the others). */
function toGatewayError({ reason, message }: FunctionRefusal): GatewayError {
  switch (reason) {
    case 'denied':
      return misconfigured(`Invalid permissions on Lambda function (${message})`)
    case 'throttled':
      return misconfigured(`Lambda invocation failed with status: 429. ${message}`)
    case 'missing':
      return misconfigured(`Lambda invocation failed with status: 404. ${message}`)
    case 'too-large':
      return misconfigured(`Lambda invocation failed with status: 413. ${message}`)
    case 'not-runnable':
      return misconfigured(`the function cannot run here: ${message}`)
  }
}

function late(timeoutMs: number): GatewayError {
  return new GatewayError('INTEGRATION_TIMEOUT', `the function has not answered in ${timeoutMs} ms`)
}

/** For the stage's log. Gives what is to be called when the answer is there; undefined where nothing is logged. */
function startLog(exchange: Exchange, { region, functionArn }: FunctionTarget, body: Buffer): (() => void) | undefined {
  if (exchange.api.log === undefined) return undefined
  const { clock } = exchange.runtime
  const url = invocationUrl(functionArn, region)
  const endpointCall: NonNullable<Exchange['endpointCall']> = {
    request: { url, rawHeaders: callHeaders(exchange.call).flat(), body },
    startedAt: clock.now(),
  }
  exchange.endpointCall = endpointCall
  return () => {
    endpointCall.endedAt = clock.now()
  }
}
