import { partitionOf } from '../../../kernel/place.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'
import type { Strings } from '../records.ts'

/*
 * What an update of this API has to say so that what a template no longer says is gone: it merges what it is given
 * (`patch.ts`).
 */

/** A text that goes when it is empty. */
export function text(old: string | undefined, now: string | undefined): string | undefined {
  return withDefault(old, now, '')
}

export function withDefault<T>(old: T | undefined, now: T | undefined, byDefault: T): T | undefined {
  return now ?? (old === undefined ? undefined : byDefault)
}

/** Entries go one by one, each with an empty value. */
export function entries<V>(
  old: Readonly<Record<string, V>> = {},
  now: Readonly<Record<string, V>> = {},
  empty: V,
): Readonly<Record<string, V>> {
  return { ...Object.fromEntries(dropped(old, now).map((key) => [key, empty])), ...now }
}

export function dropped(old: object = {}, now: object = {}): string[] {
  return Object.keys(old).filter((key) => !Object.hasOwn(now, key))
}

/** Brings the tags of an API, or of a stage, from one set to another. */
export async function retag(
  path: string,
  old: Strings | undefined,
  now: Strings | undefined,
  { call, place: { region } }: ResourceRequest,
): Promise<void> {
  const ResourceArn = `arn:${partitionOf(region)}:apigateway:${region}::${path}`
  const TagKeys = dropped(old, now)
  if (TagKeys.length > 0) await call('apigatewayv2', 'UntagResource', { ResourceArn, TagKeys })
  const changed = Object.entries(now ?? {}).filter(([key, value]) => old?.[key] !== value)
  if (changed.length === 0) return
  await call('apigatewayv2', 'TagResource', { ResourceArn, Tags: Object.fromEntries(changed) })
}
