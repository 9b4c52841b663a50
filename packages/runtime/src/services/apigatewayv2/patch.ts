import type { Strings } from './records.ts'

/*
 * What an update leaves out stays as it is. An empty text takes a text away, and an entry of a map goes when its value is
 * empty; other entries stay (observed: the updates of hashicorp/terraform-provider-aws, internal/service/apigatewayv2).
 */

export function patched<T extends object>(before: T, given: Partial<T>): T {
  const entries = Object.entries({ ...before, ...saidOf(given) }).filter(([, value]) => value !== '')
  return Object.fromEntries(entries) as T
}

function saidOf(members: object): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}

export function patchedStrings(before: Strings | undefined, given: Strings | undefined): Strings | undefined {
  return patchedMap(before, given, (value) => value === '')
}

/** Undefined when nothing is left. */
export function patchedMap<V>(
  before: Readonly<Record<string, V>> | undefined,
  given: Readonly<Record<string, V>> | undefined,
  isEmpty: (value: V) => boolean,
): Readonly<Record<string, V>> | undefined {
  if (given === undefined) return before
  const entries = Object.entries({ ...before, ...given }).filter(([, value]) => !isEmpty(value))
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}
