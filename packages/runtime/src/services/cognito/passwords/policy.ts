import type { PasswordPolicyType } from '../../../generated/cognito-idp.ts'
import { randomText } from '../../../kernel/ids.ts'
import type { Random } from '../../../kernel/random.ts'

/** Documented: developer guide, "Adding user pool password requirements". */
const SYMBOLS = '^$*.[]{}()?"!@#%&/\\,><\':;|_~`=+-'
const DEFAULT_LENGTH = 8

type Rule = (password: string, policy: PasswordPolicyType) => string | undefined

const longEnough: Rule = (password, { MinimumLength = DEFAULT_LENGTH }) =>
  password.length < MinimumLength ? 'Password not long enough' : undefined

const lowerCase: Rule = (password, { RequireLowercase }) =>
  RequireLowercase && !/[a-z]/.test(password) ? 'Password must have lowercase characters' : undefined

const upperCase: Rule = (password, { RequireUppercase }) =>
  RequireUppercase && !/[A-Z]/.test(password) ? 'Password must have uppercase characters' : undefined

const numbers: Rule = (password, { RequireNumbers }) =>
  RequireNumbers && !/[0-9]/.test(password) ? 'Password must have numeric characters' : undefined

const symbols: Rule = (password, { RequireSymbols }) =>
  RequireSymbols && ![...password.trim()].some((character) => character === ' ' || SYMBOLS.includes(character))
    ? 'Password must have symbol characters'
    : undefined

/** One rule is reported at a time (observed); their order is inferred. */
const RULES: readonly Rule[] = [longEnough, lowerCase, upperCase, numbers, symbols]

/** The rule that a password breaks, in AWS's words. Only basic Latin letters count as letters (documented). */
export function brokenRule(password: string, policy: PasswordPolicyType): string | undefined {
  for (const rule of RULES) {
    const broken = rule(password, policy)
    if (broken !== undefined) return broken
  }
  return undefined
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const UPPER = LOWER.toUpperCase()
const DIGITS = '0123456789'
/** Those that neither HTML nor a shell changes on the way to a person. */
const GENTLE_SYMBOLS = '!@#%^*_+-='

/** A temporary password that every policy accepts: one character of each kind, and no rule of which comes where. */
export function newTemporaryPassword({ MinimumLength = DEFAULT_LENGTH }: PasswordPolicyType, random: Random): string {
  const kinds = [LOWER, UPPER, DIGITS, GENTLE_SYMBOLS]
  const rest = Math.max(MinimumLength, DEFAULT_LENGTH) - kinds.length
  const characters = [
    ...kinds.map((alphabet) => randomText(random, 1, alphabet)),
    ...randomText(random, rest, kinds.join('')),
  ]
  return characters
    .map((character) => ({ character, order: random.bytes(4).readUInt32BE() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ character }) => character)
    .join('')
}
