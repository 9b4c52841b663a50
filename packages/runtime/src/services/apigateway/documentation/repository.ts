import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { partsOfApis, requiring } from '../../../store/parts.ts'
import { noDocumentationPart, noDocumentationVersion } from '../errors.ts'
import { locationOrder, sameLocation } from './location.ts'
import type { DocumentationLocation, DocumentationPartRecord, DocumentationVersionRecord } from './records.ts'

export const documentationParts = partsOfApis<DocumentationPartRecord>('apigateway/documentation-part')
export const documentationVersions = partsOfApis<DocumentationVersionRecord>('apigateway/documentation-version')
/** By version: the parts as they were when it was made. */
export const documentationSnapshots = partsOfApis<readonly DocumentationPartRecord[]>(
  'apigateway/documentation-snapshot',
)

export const DOCUMENTATION_PARTS = [documentationParts, documentationVersions, documentationSnapshots]

export const requireDocumentationPart = requiring(documentationParts, noDocumentationPart)
export const requireDocumentationVersion = requiring(documentationVersions, noDocumentationVersion)

export async function findPartAt(
  reader: Reader,
  place: Place,
  apiId: string,
  location: DocumentationLocation,
): Promise<DocumentationPartRecord | undefined> {
  const all = await documentationParts.list(reader, place, apiId)
  return all.find((part) => sameLocation(part.location, location))
}

/** In the order of their locations. */
export async function partsInOrder(reader: Reader, place: Place, apiId: string): Promise<DocumentationPartRecord[]> {
  const all = await documentationParts.list(reader, place, apiId)
  return all.sort((a, b) => (locationOrder(a.location) < locationOrder(b.location) ? -1 : 1))
}
