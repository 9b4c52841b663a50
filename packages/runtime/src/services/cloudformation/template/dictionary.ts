import { own } from '../../../kernel/own.ts'

/**
 * A record without a prototype. Names in a template are the user's own: one that is called `constructor` must be as
 * unknown as any other where it is not declared, and `__proto__` a key like the rest.
 */
export function dictionary<T>(entries: Iterable<readonly [string, T]> = []): Record<string, T> {
  const made: Record<string, T> = Object.create(null)
  for (const [name, value] of entries) made[name] = value
  return made
}

/** A member of an object that came from outside, never one of its prototype. */
export function ownMember<T>(object: Readonly<Record<string, T>>, name: string): T | undefined {
  return own(object, name)
}
