import type * as api from '../../../generated/apigateway.ts'
import { wholeSeconds } from '../wire.ts'
import type { DocumentationVersionRecord } from './records.ts'

export function documentationVersionToWire(record: DocumentationVersionRecord): api.DocumentationVersion {
  const { version, description, createdAt } = record
  return { version, description, createdDate: wholeSeconds(createdAt) }
}
