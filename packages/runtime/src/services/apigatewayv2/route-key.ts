import type { Place } from '../../kernel/place.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { conflict } from './errors.ts'
import type { RouteKeyRecord, RouteRecord } from './records.ts'
import { routeKeys, routes } from './repository.ts'

const AFTER_EVERY_CHARACTER = '\u{10FFFF}'
const isVariable = (segment: string) => segment.startsWith('{')
const isGreedy = (segment: string) => segment.endsWith('+}')

/**
 * Refuses a key that is there already, or that calls a variable by another name than a route beside it (both observed:
 * https://github.com/anomalyco/sst/issues/5031 and https://github.com/plutomi/plutomi/issues/271; that the latter holds
 * for keys of one method is inferred). Costs a few looks, however many routes there are.
 */
export async function checkKey(reader: Reader, place: Place, apiId: string, route: RouteKeyRecord): Promise<void> {
  const { routeId, routeKey } = route
  const namesake = await routeKeys.find(reader, place, apiId, routeKey)
  if (namesake && namesake.routeId !== routeId) {
    throw conflict(`Route with key ${routeKey} already exists for this API`)
  }
  const segments = routeKey.split('/')
  for (const [level, segment] of segments.entries()) {
    if (!isVariable(segment)) continue
    const before = `${segments.slice(0, level).join('/')}/`
    for await (const other of variablesBelow(reader, place, apiId, before, routeId)) {
      const name = other.slice(before.length).split('/', 1)[0] as string
      if (name === segment || isGreedy(name) !== isGreedy(segment)) continue
      throw conflict(
        `The provided route key "${routeKey}" has a conflicting variable on the same hierarchical level as "${other}"`,
      )
    }
  }
}

/** A key for each variable that stands there in the keys of other routes; those that share it are passed over. */
async function* variablesBelow(
  reader: Reader,
  place: Place,
  apiId: string,
  before: string,
  ownId: string,
): AsyncGenerator<string> {
  for (let after: string | undefined; ; ) {
    const range = { prefix: `${before}{`, after, limit: 1 }
    const [found] = await routeKeys.list(reader, place, apiId, range)
    if (!found) return
    const { routeId, routeKey } = found
    after = routeKey
    if (routeId === ownId) continue
    yield routeKey
    const end = routeKey.indexOf('}', before.length) + 1
    after = `${routeKey.slice(0, end)}/${AFTER_EVERY_CHARACTER}`
  }
}

/** Writes a route and what finds it by its key. */
export function putRoute(
  tx: Transaction,
  place: Place,
  apiId: string,
  route: RouteRecord,
  before?: RouteKeyRecord,
): void {
  if (before && before.routeKey !== route.routeKey) routeKeys.delete(tx, place, apiId, before.routeKey)
  const { routeId, routeKey } = route
  routes.put(tx, place, apiId, routeId, route)
  routeKeys.put(tx, place, apiId, routeKey, { routeId, routeKey })
}

export function deleteRoute(tx: Transaction, place: Place, apiId: string, { routeId, routeKey }: RouteKeyRecord): void {
  routes.delete(tx, place, apiId, routeId)
  routeKeys.delete(tx, place, apiId, routeKey)
}
