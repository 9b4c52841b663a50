import type { PasswordPolicyType } from '../../../../generated/cognito-idp.ts'
import type { Field } from '../html/field.ts'
import { type Html, html } from '../html/html.ts'
import { say } from '../texts/say.ts'
import type { Texts } from '../texts/texts.ts'

const DEFAULT_LENGTH = 8

/** What a pool asks of passwords, in English in AWS's words (observed). */
function rulesOf({ passwordRules: rules }: Texts, policy: PasswordPolicyType): string[] {
  const { MinimumLength: length = DEFAULT_LENGTH } = policy
  return [
    ...(policy.RequireLowercase ? [rules.lowercase] : []),
    ...(policy.RequireUppercase ? [rules.uppercase] : []),
    ...(policy.RequireNumbers ? [rules.number] : []),
    ...(policy.RequireSymbols ? [rules.symbol] : []),
    say(rules.length, { length }),
  ]
}

const listOf = (rules: readonly string[]): Html => html`<ul>${rules.map((rule) => html`<li>${rule}</li>`)}</ul>`

/** Documented: API reference, PasswordType. */
const LONGEST = 256

export function newPasswordField(texts: Texts, policy: PasswordPolicyType = {}): Field {
  return {
    id: 'signUpFormPassword',
    name: 'password',
    label: texts.password,
    type: 'password',
    autocomplete: 'new-password',
    hint: listOf(rulesOf(texts, policy)),
    maxLength: LONGEST,
  }
}

/** One password in place of another, twice. */
export function replacementFields(texts: Texts, policy: PasswordPolicyType = {}): readonly Field[] {
  return [
    { ...newPasswordField(texts, policy), id: 'new_password', label: texts.recovering.newPassword },
    {
      id: 'confirm_password',
      name: 'confirmPassword',
      label: texts.recovering.again,
      type: 'password',
      autocomplete: 'new-password',
      maxLength: LONGEST,
    },
  ]
}
