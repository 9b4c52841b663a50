import type { Call } from '../../call.ts'
import { brokenSignature } from '../authorizers/broken-signature.ts'
import type { Exchange } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'

/** Resource and method from the path after the stage. */
export function matchRoute(exchange: Exchange): void {
  const { api, call } = exchange
  const found = api.findRoute(call.httpMethod, call.path)
  if (!found) throw notFound(call)
  exchange.pathParameters = found.pathParameters
  exchange.method = api.method(found.route)
}

/** An unknown route with an Authorization header is taken for a signed request (observed). */
function notFound({ headers, httpMethod, path }: Call): GatewayError {
  const reason = `no method ${httpMethod} ${path} in this deployment`
  return brokenSignature(headers, reason) ?? new GatewayError('MISSING_AUTHENTICATION_TOKEN', reason)
}
