import type { Tag } from '../../../generated/resource-properties.ts'
import { partitionOf } from '../../../kernel/place.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'

export function tagMap(tags: readonly Tag[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]))
}

/** Brings the tags of an ARN from one set to another. */
export async function retag(
  resourceArn: string,
  before: readonly Tag[] | undefined,
  after: readonly Tag[] | undefined,
  { call }: ResourceRequest,
): Promise<void> {
  const [old, wanted] = [tagMap(before), tagMap(after)]
  const tagKeys = Object.keys(old).filter((key) => !(key in wanted))
  if (tagKeys.length > 0) await call('apigateway', 'UntagResource', { resourceArn, tagKeys })
  const changed = Object.entries(wanted).filter(([key, value]) => old[key] !== value)
  if (changed.length > 0) await call('apigateway', 'TagResource', { resourceArn, tags: Object.fromEntries(changed) })
}

/** ARNs of API Gateway carry no account. */
export function apiArn({ place }: ResourceRequest, path: string): string {
  return `arn:${partitionOf(place.region)}:apigateway:${place.region}::${path}`
}
