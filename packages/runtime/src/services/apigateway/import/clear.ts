import type { Place } from '../../../kernel/place.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import { deleteParts } from '../../../store/parts.ts'
import type { RestApiRecord } from '../records.ts'
import { authorizers, gatewayResponses, models, requestValidators, resources } from '../repository.ts'
import { deleteResource, putResource } from '../resource-tree.ts'
import type { ApiDescription } from './description.ts'

const PARTS = [authorizers, models, requestValidators, gatewayResponses]

/**
 * Makes room for all that a document says: of what an API had, only resources stay, those of paths that the document has,
 * without their methods. Gives their ids.
 */
export async function clear(
  tx: Transaction,
  { id, rootResourceId }: RestApiRecord,
  place: Place,
  { paths }: ApiDescription,
): Promise<readonly string[]> {
  await deleteParts(tx, place, id, PARTS)
  const before = await resources.list(tx, place, id)
  const wanted = new Set(['/', ...paths.flatMap(({ segments }) => pathsAlong(segments))])
  const kept = before.filter(({ path }) => wanted.has(path))
  for (const resource of before) {
    if (wanted.has(resource.path)) putResource(tx, place, id, { ...resource, methods: {} })
    else deleteResource(tx, place, id, resource)
  }
  if (kept.length === 0) putResource(tx, place, id, { id: rootResourceId, path: '/', methods: {} })
  return kept.map((resource) => resource.id)
}

function pathsAlong(segments: readonly string[]): string[] {
  return segments.map((_, i) => `/${segments.slice(0, i + 1).join('/')}`)
}
