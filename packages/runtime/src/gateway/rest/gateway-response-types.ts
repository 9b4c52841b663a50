/** What API Gateway says for a type when nobody customized it. */
export interface GatewayResponseDefaults {
  readonly status: number
  /** Null where AWS sends `{"message":null}`. */
  readonly message: string | null
  readonly errorType: string
  /** Of the member that holds the message. */
  readonly key: 'message' | 'Message'
  /** Texts from behind the access layer are serialized with a blank after the colon (observed on many samples). */
  readonly spaced: boolean
  /** Samples of these carry `X-Amzn-Trace-Id`, samples of the others do not (observed). */
  readonly traced?: true
}

const access = (status: number, message: string | null, errorType: string): GatewayResponseDefaults => ({
  status,
  message,
  errorType,
  key: 'message',
  spaced: false,
})
const inner = (status: number, message: string, errorType: string): GatewayResponseDefaults => ({
  status,
  message,
  errorType,
  key: 'message',
  spaced: true,
})
const traced = (defaults: GatewayResponseDefaults): GatewayResponseDefaults => ({ ...defaults, traced: true })

/**
 * The catalog (statuses observed, texts as seen in the field). Types that nothing raises here are left to the control
 * plane; error types that no recording shows follow the class of the status.
 */
export const GATEWAY_RESPONSES = {
  ACCESS_DENIED: {
    ...access(403, 'User is not authorized to access this resource', 'AccessDeniedException'),
    // The only one that is written so (observed).
    key: 'Message',
  },
  API_CONFIGURATION_ERROR: inner(500, 'Internal server error', 'InternalServerErrorException'),
  AUTHORIZER_CONFIGURATION_ERROR: access(500, null, 'AuthorizerConfigurationException'),
  BAD_REQUEST_BODY: traced(inner(400, 'Invalid request body', 'BadRequestException')),
  BAD_REQUEST_PARAMETERS: traced(inner(400, 'Missing required request parameters', 'BadRequestException')),
  DEFAULT_4XX: inner(400, 'Invalid JSON in request body', 'BadRequestException'),
  // A function behind a proxy that failed or answered with something else; that it has no type of its own is inferred.
  DEFAULT_5XX: inner(502, 'Internal server error', 'InternalServerErrorException'),
  EXPIRED_TOKEN: access(403, 'The security token included in the request is expired', 'ExpiredTokenException'),
  INTEGRATION_FAILURE: inner(504, 'Network error communicating with endpoint', 'InternalServerErrorException'),
  INTEGRATION_TIMEOUT: traced(inner(504, 'Endpoint request timed out', 'InternalServerErrorException')),
  INVALID_API_KEY: access(403, 'Forbidden', 'ForbiddenException'),
  INVALID_SIGNATURE: access(403, 'Forbidden', 'InvalidSignatureException'),
  MISSING_AUTHENTICATION_TOKEN: access(403, 'Missing Authentication Token', 'MissingAuthenticationTokenException'),
  QUOTA_EXCEEDED: access(429, 'Limit Exceeded', 'LimitExceededException'),
  THROTTLED: access(429, 'Too Many Requests', 'TooManyRequestsException'),
  UNAUTHORIZED: access(401, 'Unauthorized', 'UnauthorizedException'),
  UNSUPPORTED_MEDIA_TYPE: inner(415, 'Unsupported Media Type', 'BadRequestException'),
} as const satisfies Record<string, GatewayResponseDefaults>

export type GatewayResponseType = keyof typeof GATEWAY_RESPONSES

/** The stock template of the control plane. It stands for the type's own body, spacing included. */
export const STOCK_TEMPLATE = '{"message":$context.error.messageString}'

export function builtInBody({ key, message, spaced }: GatewayResponseDefaults, override?: string): string {
  return `{"${key}":${spaced ? ' ' : ''}${JSON.stringify(override ?? message)}}`
}
