import type { Exchange } from '../exchange.ts'

/** Holds the call against keys, plans and throttles. Only a key that is seen for the first time makes this wait. */
export function admit(exchange: Exchange): void | Promise<void> {
  return exchange.method.admit(exchange)
}
