import type { AwsError } from '../../../kernel/errors.ts'
import { badRequest } from '../errors.ts'
import type { PatchRule, PatchStep, PatchVerb } from './patch.ts'

// The kinds of members that API Gateway patches. Each maker gives the rules of one member.

const REPLACE: readonly PatchVerb[] = ['replace']
const ALL: readonly PatchVerb[] = ['add', 'remove', 'replace']

type TextMember<T> = {
  [K in keyof T]-?: string extends T[K] ? K : T[K] extends string | undefined ? K : never
}[keyof T]
type FlagMember<T> = { [K in keyof T]-?: T[K] extends boolean | undefined ? K : never }[keyof T]
type NumberMember<T> = { [K in keyof T]-?: T[K] extends number | undefined ? K : never }[keyof T]
type MapMember<T> = {
  [K in keyof T]-?: NonNullable<T[K]> extends Readonly<Record<string, string | boolean | null>> ? K : never
}[keyof T]
type ListMember<T> = { [K in keyof T]-?: NonNullable<T[K]> extends readonly string[] ? K : never }[keyof T]

/** A text. Replaced without a value, or removed, it is gone. */
export function text<T>(member: TextMember<T> & string, verbs = REPLACE): PatchRule<T> {
  return {
    path: `/${member}`,
    verbs,
    apply: (target, { verb, value }) => ({ ...target, [member]: verb === 'remove' ? undefined : value }),
  }
}

/** A text that must be there. */
export function requiredText<T>(member: TextMember<T> & string, missing: string): PatchRule<T> {
  return {
    path: `/${member}`,
    verbs: REPLACE,
    apply(target, { value }) {
      if (!value) throw badRequest(missing)
      return { ...target, [member]: value }
    },
  }
}

/** One of a few texts. */
export function choice<T>(member: TextMember<T> & string, values: readonly string[], problem: string): PatchRule<T> {
  return {
    path: `/${member}`,
    verbs: REPLACE,
    apply(target, { value = '' }) {
      if (!values.includes(value)) throw badRequest(problem)
      return { ...target, [member]: value }
    },
  }
}

/** A truth value: any text but `true` means false, and so does none (recorded on AWS). */
export function flag<T>(member: FlagMember<T> & string): PatchRule<T> {
  return {
    path: `/${member}`,
    verbs: REPLACE,
    apply: (target, { value }) => ({ ...target, [member]: value === 'true' }),
  }
}

/** A whole number within limits, or nothing when no value is given. */
export function integer<T>(
  member: NumberMember<T> & string,
  isAllowed: (number: number) => boolean,
  problem: string,
): PatchRule<T> {
  return {
    path: `/${member}`,
    verbs: REPLACE,
    apply(target, { value }) {
      if (value === undefined || value === '') return { ...target, [member]: undefined }
      if (!isAllowed(Number(value))) throw badRequest(problem)
      return { ...target, [member]: Number(value) }
    },
  }
}

interface EntryOptions {
  /** Truth values instead of texts. */
  readonly flags?: boolean
  /** What is said when an entry to replace or remove is not there. */
  readonly missing: () => AwsError
  /** The map stays when its last entry goes; else it goes with it. */
  readonly keepsEmpty?: boolean
}

/** Entries of a map of texts or truth values, `/{member}/{key}`. */
export function entries<T>(
  member: MapMember<T> & string,
  { flags = false, missing, keepsEmpty = false }: EntryOptions,
): PatchRule<T> {
  return {
    path: `/${member}/{}`,
    verbs: ALL,
    apply(target, { verb, keys, value }) {
      const key = keys[0] ?? ''
      const map = new Map(Object.entries((target[member] ?? {}) as Readonly<Record<string, unknown>>))
      if (verb !== 'add' && !map.has(key)) throw missing()
      if (verb === 'remove') map.delete(key)
      else if (flags) map.set(key, value === 'true')
      else if (value) map.set(key, value)
      else throw badRequest(`Invalid null or empty value in ${member}`)
      return { ...target, [member]: map.size > 0 || keepsEmpty ? Object.fromEntries(map) : undefined }
    },
  }
}

/**
 * A list used as a set, its values standing in the path: replacing one takes it out and puts the new one at the end
 * (recorded on AWS).
 */
export function members<T>(member: ListMember<T> & string, path: string = member): PatchRule<T> {
  const apply = (target: T, { verb, keys, value }: PatchStep): T => {
    const named = keys[0] ?? value ?? ''
    const rest = ((target[member] ?? []) as readonly string[]).filter((entry) => entry !== named)
    const added = verb === 'replace' ? (value ?? '') : named
    return { ...target, [member]: verb === 'remove' ? rest : [...rest, added] }
  }
  return { path: `/${path}/{}`, verbs: ALL, apply }
}

/** As {@link members}, for those that take values on the bare path too. */
export function valueSet<T>(member: ListMember<T> & string, path: string = member): PatchRule<T>[] {
  const inPath = members<T>(member, path)
  return [{ ...inPath, path: `/${path}`, verbs: ['add', 'remove'] }, inPath]
}
