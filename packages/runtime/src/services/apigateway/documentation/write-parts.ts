import type { Place } from '../../../kernel/place.ts'
import type { Random } from '../../../kernel/random.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import { deleteParts } from '../../../store/parts.ts'
import { shortId } from '../ids.ts'
import { locationOrder } from './location.ts'
import type { DocumentationLocation, DocumentationPartRecord } from './records.ts'
import { documentationParts } from './repository.ts'

interface DescribedPart {
  readonly location: DocumentationLocation
  readonly properties: object
}

/**
 * Imports parts: `overwrite` leaves no others, `merge` replaces single properties of those that are there (documented:
 * api-gateway-documenting-api-quick-start-import-export). Gives their ids.
 */
export async function writeParts(
  tx: Transaction,
  place: Place,
  apiId: string,
  described: readonly DescribedPart[],
  mode: string,
  random: Random,
): Promise<string[]> {
  if (mode === 'overwrite') await deleteParts(tx, place, apiId, [documentationParts])
  const known = mode === 'overwrite' ? [] : await documentationParts.list(tx, place, apiId)
  const byLocation = new Map(known.map((part) => [locationOrder(part.location), part]))
  const written = new Map<string, DocumentationPartRecord>()
  for (const { location, properties } of described) {
    const key = locationOrder(location)
    const before = byLocation.get(key)
    const merged = before ? { ...JSON.parse(before.properties), ...properties } : properties
    const id = written.get(key)?.id ?? before?.id ?? shortId(random)
    written.set(key, { id, location, properties: JSON.stringify(merged) })
  }
  for (const part of written.values()) documentationParts.put(tx, place, apiId, part.id, part)
  return [...written.values()].map(({ id }) => id)
}
