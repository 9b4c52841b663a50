import { LOWER_ALPHANUMERIC, randomText } from '../../kernel/ids.ts'
import type { Random } from '../../kernel/random.ts'
import { invalidParameter } from './errors.ts'

/** `GetRandomPassword`'s input, which CloudFormation's `GenerateSecretString` shares. */
export interface PasswordRules {
  readonly PasswordLength?: number
  readonly ExcludeCharacters?: string
  readonly ExcludeNumbers?: boolean
  readonly ExcludePunctuation?: boolean
  readonly ExcludeUppercase?: boolean
  readonly ExcludeLowercase?: boolean
  readonly IncludeSpace?: boolean
  readonly RequireEachIncludedType?: boolean
}

const DEFAULT_LENGTH = 32
const LOWER = LOWER_ALPHANUMERIC.slice(0, 26)
const NUMBERS = '0123456789'
/** Documented. */
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'

/** A password by the rules (documented: 32 characters, one of each included type, no space). */
export function randomPassword(rules: PasswordRules, random: Random): string {
  const { PasswordLength: length = DEFAULT_LENGTH, RequireEachIncludedType: each = true } = rules
  const alphabets = alphabetsOf(rules)
  const all = alphabets.join('')
  if (all === '') {
    throw invalidParameter('At least one character type must be included in the generated password.')
  }
  const required = each ? alphabets : []
  if (required.length > length) {
    throw invalidParameter('Password length is too short based on the required types.')
  }
  const ones = required.map((alphabet) => randomText(random, 1, alphabet)).join('')
  return shuffled(ones + randomText(random, length - required.length, all), random)
}

/** The included types, each without the excluded characters; a type that is left with none is not required. */
function alphabetsOf(rules: PasswordRules): string[] {
  const excluded = new Set(rules.ExcludeCharacters ?? '')
  return [
    rules.ExcludeLowercase ? '' : LOWER,
    rules.ExcludeUppercase ? '' : LOWER.toUpperCase(),
    rules.ExcludeNumbers ? '' : NUMBERS,
    rules.ExcludePunctuation ? '' : PUNCTUATION,
    rules.IncludeSpace ? ' ' : '',
  ]
    .map((alphabet) => [...alphabet].filter((character) => !excluded.has(character)).join(''))
    .filter((alphabet) => alphabet !== '')
}

/** In random order, without bias (Fisher and Yates). */
function shuffled(text: string, random: Random): string {
  const characters = [...text]
  for (let last = characters.length - 1; last > 0; last--) {
    const other = below(last + 1, random)
    const swapped = characters[last] as string
    characters[last] = characters[other] as string
    characters[other] = swapped
  }
  return characters.join('')
}

/** A whole number from 0 to `limit` - 1; `limit` at most 65,536. */
function below(limit: number, random: Random): number {
  const fair = 65_536 - (65_536 % limit)
  for (;;) {
    const number = random.bytes(2).readUInt16BE()
    if (number < fair) return number % limit
  }
}
