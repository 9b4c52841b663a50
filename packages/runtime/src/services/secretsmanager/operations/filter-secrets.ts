import type { Filter } from '../../../generated/secretsmanager.ts'
import type { SecretRecord } from '../records.ts'

type Matcher = (secret: SecretRecord, value: string) => boolean

const startsWith = (text: string | undefined, value: string) => text?.startsWith(value) === true
const startsLike = (text: string | undefined, value: string) => startsWith(text?.toLowerCase(), value.toLowerCase())

/** Documented: prefixes all; `description` and `all` do not mind the case. */
const MATCHERS: Readonly<Record<string, Matcher>> = {
  description: ({ description }, value) => startsLike(description, value),
  name: ({ name }, value) => startsWith(name, value),
  'tag-key': ({ tags }, value) => Object.keys(tags).some((key) => startsWith(key, value)),
  'tag-value': ({ tags }, value) => Object.values(tags).some((text) => startsWith(text, value)),
  all: (secret, value) => value.split(/\s+/).every((word) => wordsOf(secret).some((text) => startsLike(text, word))),
  // No secret here is a replica, and none is another service's.
  'primary-region': () => false,
  'owning-service': () => false,
}

function wordsOf({ name, description = '', tags }: SecretRecord): string[] {
  return [name, description, ...Object.entries(tags).flat()].flatMap((text) => [text, ...text.split(/[^A-Za-z0-9]+/)])
}

/** A secret must fit each filter by one of its values; a value after `!` fits what it does not match (documented). */
export function filterSecrets(secrets: readonly SecretRecord[], filters: readonly Filter[]): SecretRecord[] {
  return secrets.filter((secret) =>
    filters.every(({ Key = 'all', Values = [] }) => Values.some((value) => fits(MATCHERS[Key], secret, value))),
  )
}

function fits(matcher: Matcher | undefined, secret: SecretRecord, value: string): boolean {
  if (!matcher) return false
  return value.startsWith('!') ? !matcher(secret, value.slice(1)) : matcher(secret, value)
}
