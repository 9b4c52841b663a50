import { own } from '../../kernel/own.ts'
import type { AuthorizerCall, Exchange } from '../rest/exchange.ts'
import { bodyText, masked } from './execution-text.ts'
import { endedInAuthorizer } from './outcome.ts'
import type { Told } from './told.ts'

/** What an execution log tells of a method's authorizer (texts observed in logs of the field). */
export function* authorizerLines(exchange: Exchange): Generator<Told> {
  const { authorizerCall, call, failure, matched, startedAt: at } = exchange
  const id = matched?.definition.authorizerId
  if (id === undefined) return
  yield { kind: 'info', at, text: () => `Starting authorizer: ${id} for request: ${call.requestId}` }
  const [header] = identityHeaders(exchange)
  if (header !== undefined) {
    yield { kind: 'data', at, text: () => `Incoming identity: ${masked(call.headers[header] ?? '')}` }
  }
  if (authorizerCall) yield* functionLines(authorizerCall)
  const endedAt = authorizerCall?.answer?.endedAt ?? at
  if (!endedInAuthorizer(exchange)) {
    yield* admitted(exchange, endedAt)
  } else if (failure?.type === 'AUTHORIZER_CONFIGURATION_ERROR') {
    yield { kind: 'error', at: endedAt, text: () => `Execution failed due to configuration error: ${failure.reason}` }
  } else if (failure?.type === 'ACCESS_DENIED') {
    yield { kind: 'error', at: endedAt, text: () => 'The client is not authorized to perform this operation.' }
  } else {
    yield { kind: 'error', at: endedAt, text: () => `Unauthorized request: ${call.requestId}` }
  }
}

/** Headers, in lower case, that tell who calls: no log shows them. */
export function identityHeaders({ api, matched }: Exchange): string[] {
  const authorizer = own(api.snapshot.definition.authorizers, matched?.definition.authorizerId ?? '')
  const sources = (authorizer?.identitySource ?? '').split(',')
  return sources.flatMap((source) => /^method\.request\.header\.(.+)$/.exec(source.trim())?.[1]?.toLowerCase() ?? [])
}

/** The event holds the caller's credentials, and is therefore not shown (AWS cuts it short; inferred). */
function* functionLines({ answer, functionArn, startedAt }: AuthorizerCall): Generator<Told> {
  yield { kind: 'info', at: startedAt, text: () => `Sending request to ${functionArn}` }
  if (!answer) return
  const { endedAt, payload } = answer
  yield { kind: 'data', at: endedAt, text: () => `Authorizer result body before parsing: ${bodyText(payload)}` }
}

function* admitted({ verdict }: Exchange, at: number): Generator<Told> {
  if (verdict) {
    const { policyDocument, principalId } = verdict
    yield { kind: 'info', at, text: () => `Using valid authorizer policy for principal: ${masked(principalId)}` }
    yield { kind: 'data', at, text: () => `Authorizer policy: ${JSON.stringify(policyDocument)}` }
  }
  yield { kind: 'info', at, text: () => 'Successfully completed authorizer execution' }
}
