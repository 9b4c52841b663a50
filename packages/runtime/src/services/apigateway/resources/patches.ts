import type { PatchOperation } from '../../../generated/apigateway.ts'

// The operations that lead from one set of properties to another, and none where nothing changed.

/** `replace`; without a value for what is not there any more. */
export function patchText(path: string, before: unknown, after: unknown): PatchOperation[] {
  if (before === after) return []
  return [{ op: 'replace', path, value: after === undefined ? undefined : String(after) }]
}

/** As {@link patchText}, for paths that want what is gone removed. */
export function patchOrRemove(path: string, before: unknown, after: unknown): PatchOperation[] {
  return after === undefined && before !== undefined ? [{ op: 'remove', path }] : patchText(path, before, after)
}

/** As {@link patchText}, for members that go back to a default when they are left out. */
export function patchWithDefault<T extends string | number | boolean>(
  path: string,
  before: T | undefined,
  after: T | undefined,
  byDefault: T,
): PatchOperation[] {
  return patchText(path, before ?? byDefault, after ?? byDefault)
}

/** The entries in which two maps differ. */
export function patchMap(
  path: string,
  before: Readonly<Record<string, unknown>> = {},
  after: Readonly<Record<string, unknown>> = {},
): PatchOperation[] {
  const removed = Object.keys(before).filter((key) => !Object.hasOwn(after, key))
  const changed = Object.entries(after).filter(([key, value]) => before[key] !== value)
  return [
    ...removed.map((key) => ({ op: 'remove', path: `${path}/${segment(key)}` })),
    ...changed.map(([key, value]) => ({ op: 'replace', path: `${path}/${segment(key)}`, value: String(value) })),
  ]
}

/** Keeps what two lists begin with, and takes the rest out and in again: what is added goes to the end. */
export function patchList(
  path: string,
  before: readonly string[] = [],
  after: readonly string[] = [],
): PatchOperation[] {
  const differs = before.findIndex((value, i) => value !== after[i])
  const kept = differs < 0 ? before.length : differs
  const one = (op: string) => (value: string) => ({ op, path: `${path}/${segment(value)}` })
  return [...before.slice(kept).map(one('remove')), ...after.slice(kept).map(one('add'))]
}

/** A slash inside a path segment (RFC 6901, section 3). */
function segment(text: string): string {
  return text.replaceAll('~', '~0').replaceAll('/', '~1')
}
