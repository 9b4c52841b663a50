import type { Cors } from '../../../generated/lambda.ts'
import type { HeaderList, WireRequest } from '../../../kernel/wire.ts'

type Headers = Record<string, string>

/** An empty block, as an update leaves behind that takes it away, sets nothing. */
export function hasCors(cors: Cors | undefined): cors is Cors {
  return cors !== undefined && Object.values(cors).some((value) => value !== undefined)
}

/** To an origin that may not, nothing is said. Which headers AWS sends is inferred from what browsers ask for. */
export function preflightHeaders(cors: Cors, { headers }: WireRequest): HeaderList {
  const origin = allowedOrigin(cors, headers.origin)
  if (origin === undefined) return []
  const { AllowMethods = [], AllowHeaders = [], MaxAge } = cors
  const found: Headers = originHeaders(cors, origin)
  const methods = listed(AllowMethods, headers['access-control-request-method'], cors)
  const names = listed(AllowHeaders, headers['access-control-request-headers'], cors)
  if (methods !== '') found['Access-Control-Allow-Methods'] = methods
  if (names !== '') found['Access-Control-Allow-Headers'] = names
  if (MaxAge !== undefined) found['Access-Control-Max-Age'] = String(MaxAge)
  return Object.entries(found)
}

/**
 * They come on top of the function's own, so that a header can be there twice, which browsers refuse (documented:
 * urls-configuration).
 */
export function corsHeaders(cors: Cors | undefined, { headers }: WireRequest): HeaderList {
  const origin = hasCors(cors) ? allowedOrigin(cors, headers.origin) : undefined
  if (!cors || origin === undefined) return []
  const found = originHeaders(cors, origin)
  const { ExposeHeaders = [] } = cors
  if (ExposeHeaders.length > 0) found['Access-Control-Expose-Headers'] = ExposeHeaders.join(',')
  return Object.entries(found)
}

function originHeaders({ AllowCredentials }: Cors, origin: string): Headers {
  return {
    'Access-Control-Allow-Origin': origin,
    ...(AllowCredentials && { 'Access-Control-Allow-Credentials': 'true' }),
    ...(origin !== '*' && { Vary: 'Origin' }),
  }
}

/** A star is no answer to who sends credentials (Fetch standard, section 3.3.5): then it is the origin itself. */
function allowedOrigin({ AllowOrigins = [], AllowCredentials }: Cors, origin: string | undefined): string | undefined {
  if (origin === undefined) return undefined
  if (AllowOrigins.includes('*')) return AllowCredentials ? origin : '*'
  return AllowOrigins.includes(origin) ? origin : undefined
}

function listed(allowed: readonly string[], asked: string | undefined, { AllowCredentials }: Cors): string {
  return AllowCredentials && allowed.includes('*') ? (asked ?? '') : allowed.join(',')
}
