import { badRequest } from './errors.ts'
import type { Strings } from './records.ts'

/** Documented (api-gateway-execution-service-limits-table); the text is inferred. */
const MAX_TAGS = 50

/** The tags of something that is created, or tagged anew. */
export function checkedTags(tags: Strings = {}): Strings {
  if (Object.keys(tags).length > MAX_TAGS) throw badRequest(`Cannot have more than ${MAX_TAGS} tags`)
  return tags
}
