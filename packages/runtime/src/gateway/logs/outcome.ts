import type { Exchange } from '../rest/exchange.ts'
import { GATEWAY_RESPONSES } from '../rest/gateway-response-types.ts'
import type { Answered } from './answered.ts'

/** Gateway responses that an authorizer ends a call with. */
const AUTHORIZERS: ReadonlySet<string> = new Set([
  'ACCESS_DENIED',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'EXPIRED_TOKEN',
  'UNAUTHORIZED',
])

export function endedInAuthorizer({ failure, matched }: Pick<Exchange, 'failure' | 'matched'>): boolean {
  if (failure === undefined || failure.kind === 'cache-control') return false
  return matched?.definition.authorizerId !== undefined && AUTHORIZERS.has(failure.type)
}

/** What the caller was told; undefined where there was no error, and where AWS says `null`. */
export function failureMessage({ exchange: { failure } }: Answered): string | undefined {
  return failure && (failure.publicMessage ?? GATEWAY_RESPONSES[failure.type].message ?? undefined)
}

/** Why an integration failed, in the words of AWS's logs. The first is observed in the field, the others are inferred. */
export function integrationProblem({ failure }: Pick<Exchange, 'failure'>): string | undefined {
  switch (failure?.type) {
    case 'INTEGRATION_TIMEOUT':
      return 'Execution failed due to a timeout error'
    case 'INTEGRATION_FAILURE':
      return 'Execution failed due to a network error communicating with endpoint'
    case 'DEFAULT_5XX':
      return failure.reason
    case 'API_CONFIGURATION_ERROR':
      return `Execution failed due to configuration error: ${failure.reason}`
  }
  return undefined
}
