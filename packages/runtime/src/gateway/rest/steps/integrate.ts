import type { Exchange } from '../exchange.ts'

/** Asks the backend. A mock answers at once. */
export function integrate(exchange: Exchange): void | Promise<void> {
  const backend = exchange.method.integration.invoke(exchange)
  if (!(backend instanceof Promise)) {
    exchange.backend = backend
    return undefined
  }
  const { clock } = exchange.runtime
  exchange.integrationStartedAt = clock.now()
  return backend.then((answer) => {
    exchange.integrationEndedAt = clock.now()
    exchange.backend = answer
  })
}
