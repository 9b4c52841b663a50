import type { PlainRefusal } from '../limits.ts'
import type { GatewayResponseType } from './gateway-response-types.ts'

/** Where a type of gateway response stands for several reasons: which of them it was, for advice. */
export type RefusalKind =
  | 'audience'
  | 'cache-control'
  | 'identity-denies'
  | 'identity-form'
  | 'identity-missing'
  | 'identity-silent'
  | 'key-disabled'
  | 'key-missing'
  | 'key-outside-plans'
  | 'key-unknown'
  | 'policy-denies'
  | 'policy-silent'
  | 'pool-other'
  | 'pool-unknown'
  | 'resource-policy-denies'
  | 'resource-policy-silent'
  | 'response-undeclared'
  | 'response-unmatched'
  | 'scopes'
  | 'template'
  | 'token-expired'
  | 'token-flawed'
  | 'token-missing'
  | 'token-use'

/**
 * A step ends the exchange with one of the API's gateway responses. `reason` is for the log only: AWS does not tell
 * the caller why, and neither do we.
 */
export class GatewayError extends Error {
  readonly type: GatewayResponseType
  readonly reason: string
  /** What the caller reads; undefined stands for the type's own text. */
  readonly publicMessage: string | undefined
  /** `x-amzn-ErrorType` where it differs from the type's own. */
  readonly errorType: string | undefined
  /** `$context.error.validationErrorString` of a gateway response. */
  readonly details: string | undefined
  /** What the caller gets in place of a gateway response. */
  readonly plain: PlainRefusal | undefined
  readonly kind: RefusalKind | undefined

  constructor(
    type: GatewayResponseType,
    reason: string,
    options: {
      message?: string
      errorType?: string
      details?: string
      plain?: PlainRefusal
      kind?: RefusalKind | undefined
      cause?: unknown
    } = {},
  ) {
    super(reason, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'GatewayError'
    this.type = type
    this.reason = reason
    this.publicMessage = options.message
    this.errorType = options.errorType
    this.details = options.details
    this.plain = options.plain
    this.kind = options.kind
  }
}

/** The usual refusal of an authorizer: 401 `{"message":"Unauthorized"}`. */
export function unauthorized(reason: string, kind?: RefusalKind): GatewayError {
  return new GatewayError('UNAUTHORIZED', reason, { kind })
}

/** The API is set up so that this call cannot be served: 500 `{"message": "Internal server error"}`. */
export function misconfigured(reason: string, cause?: unknown, kind?: RefusalKind): GatewayError {
  return new GatewayError('API_CONFIGURATION_ERROR', reason, { cause, kind })
}
