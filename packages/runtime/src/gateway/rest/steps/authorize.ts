import type { Exchange } from '../exchange.ts'

/** Asks the method's authorizer. Only a pool that is not yet known makes this wait. */
export function authorize(exchange: Exchange): void | Promise<void> {
  return exchange.method.authorize(exchange)
}
