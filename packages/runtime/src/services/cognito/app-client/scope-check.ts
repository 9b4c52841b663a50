import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { resourceServers, within } from '../repository.ts'

/**
 * Which of these scopes exist now. The name of a server may hold slashes and that of a scope may not, so a scope splits
 * at its last one; only the servers that are named are read.
 */
export async function existingScopes(
  reader: Reader,
  place: Place,
  poolId: string,
  scopes: readonly string[],
): Promise<ReadonlySet<string>> {
  const identifiers = new Set(scopes.map((scope) => scope.slice(0, Math.max(0, scope.lastIndexOf('/')))))
  identifiers.delete('')
  const existing = new Set<string>()
  for (const identifier of identifiers) {
    const server = await resourceServers.find(reader, place, within(poolId, identifier))
    for (const { ScopeName } of server?.scopes ?? []) existing.add(`${identifier}/${ScopeName}`)
  }
  return existing
}
