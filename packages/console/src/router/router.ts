import { signal } from '@preact/signals'
import { hrefOf, parseRoute, type Route } from './route.ts'

const current = signal<Route>(parseRoute(globalThis.location?.hash ?? ''))

/** The route of the address bar. */
export const route = {
  get value(): Route {
    return current.value
  },
}

/** Follows the address bar. */
export function startRouter(): void {
  addEventListener('hashchange', () => {
    current.value = parseRoute(location.hash)
  })
}

export function goTo(next: Parameters<typeof hrefOf>[0]): void {
  location.hash = hrefOf(next)
}

/** Changes what narrows the view down. Typing into a filter is no step to come back to. */
export function setParams(changes: Readonly<Record<string, string>>): void {
  const { view, rest, params } = current.value
  history.replaceState(null, '', hrefOf({ view, rest, params: { ...params, ...changes } }))
  current.value = parseRoute(location.hash)
}
