import type { Exchange } from '../exchange.ts'

export function integrate(exchange: Exchange): void {
  exchange.backend = exchange.method.integration.invoke(exchange)
}
