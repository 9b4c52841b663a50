import type { WireResponse } from '../../../kernel/wire.ts'
import type { AccessVariable } from '../../logs/access-format.ts'
import type { HttpExchange } from '../exchange.ts'
import type { FailedPart } from '../http-api-error.ts'
import { contextVariable } from '../variables.ts'

/** A call and its answer, as the access log tells of them. */
export interface AnsweredCall {
  readonly exchange: HttpExchange
  readonly response: WireResponse
  /** When the answer was complete. */
  readonly endedAt: number
  /** Bytes of the answer's body that were sent. */
  readonly length: number
}

type Variable = AccessVariable<AnsweredCall>

/** What is known once a call has been answered (documented: http-api-logging-variables). */
const VARIABLES: ReadonlyMap<string, Variable> = new Map<string, Variable>([
  ['authorizer.error', failed('authorizer')],
  ['authorizer.integrationLatency', latency('authorizerAsked')],
  ['authorizer.integrationStatus', ({ exchange }) => text(exchange.authorizerAsked?.status)],
  ['authorizer.latency', latency('authorizerAsked')],
  ['authorizer.requestId', ({ exchange }) => exchange.authorizerAsked?.requestId],
  ['awsEndpointRequestId', endpointRequestId],
  ['dataProcessed', ({ exchange, length }) => String(exchange.call.request.body.length + length)],
  ['error.message', ({ exchange }) => exchange.failure?.publicMessage],
  ['error.messageString', ({ exchange }) => exchange.failure && JSON.stringify(exchange.failure.publicMessage)],
  ['integration.error', failed('integration')],
  ['integration.integrationStatus', ({ exchange }) => text(exchange.integrationAsked?.status)],
  ['integration.latency', latency('integrationAsked')],
  ['integration.requestId', endpointRequestId],
  ['integration.status', ({ exchange }) => text(exchange.integrationAsked?.told)],
  ['integrationErrorMessage', failed('integration')],
  ['integrationLatency', latency('integrationAsked')],
  ['integrationStatus', ({ exchange }) => text(exchange.integrationAsked?.status)],
  ['responseLatency', ({ exchange, endedAt }) => String(endedAt - exchange.startedAt)],
  ['responseLength', ({ length }) => String(length)],
  ['status', ({ response }) => String(response.status)],
])

/** A variable by its name behind `$context.`; those that no call has a value for are none. */
export function accessVariable(name: string): Variable {
  const known = VARIABLES.get(name)
  if (known) return known
  const variable = contextVariable(name)
  return ({ exchange }) => variable(exchange)
}

function failed(part: FailedPart): Variable {
  return ({ exchange: { failure } }) => (failure?.part === part ? failure.logged : undefined)
}

function latency(who: 'authorizerAsked' | 'integrationAsked'): Variable {
  return ({ exchange }) => {
    const asked = exchange[who]
    return asked?.endedAt === undefined ? undefined : String(asked.endedAt - asked.startedAt)
  }
}

function endpointRequestId({ exchange }: AnsweredCall): string | undefined {
  const { answered, integrationAsked } = exchange
  if (integrationAsked?.requestId !== undefined) return integrationAsked.requestId
  return answered?.headers.find(([name]) => /^x-amzn?-request-?id$/i.test(name))?.[1]
}

function text(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value)
}
