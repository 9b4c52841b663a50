import type { Exchange } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'

/** Required parameters must be there and not blank. Body models are refused by the control plane. */
export function validate(exchange: Exchange): void {
  const { requiredParameters } = exchange.method
  if (!requiredParameters.length) return
  const missing = requiredParameters.filter(({ place, name }) => !exchange.values.find(place, name)?.trim())
  if (!missing.length) return
  const message = `Missing required request parameters: [${missing.map(({ name }) => name).join(', ')}]`
  throw new GatewayError('BAD_REQUEST_PARAMETERS', message, { message })
}
