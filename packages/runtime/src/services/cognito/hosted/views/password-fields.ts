import type { PasswordPolicyType } from '../../../../generated/cognito-idp.ts'
import type { Field } from '../html/field.ts'
import { type Html, html } from '../html/html.ts'

const DEFAULT_LENGTH = 8

/** What a pool asks of passwords, in AWS's words (observed). */
function rulesOf({ MinimumLength = DEFAULT_LENGTH, ...policy }: PasswordPolicyType): string[] {
  return [
    ...(policy.RequireLowercase ? ['Password must contain a lower case letter'] : []),
    ...(policy.RequireUppercase ? ['Password must contain an upper case letter'] : []),
    ...(policy.RequireNumbers ? ['Password must contain a number'] : []),
    ...(policy.RequireSymbols ? ['Password must contain a special character'] : []),
    `Password must contain at least ${MinimumLength} characters`,
  ]
}

const listOf = (rules: readonly string[]): Html => html`<ul>${rules.map((rule) => html`<li>${rule}</li>`)}</ul>`

/** Documented: API reference, PasswordType. */
const LONGEST = 256

export function newPasswordField(policy: PasswordPolicyType = {}): Field {
  return {
    id: 'signUpFormPassword',
    name: 'password',
    label: 'Password',
    type: 'password',
    autocomplete: 'new-password',
    hint: listOf(rulesOf(policy)),
    maxLength: LONGEST,
  }
}

/** One password in place of another, twice. */
export function replacementFields(policy: PasswordPolicyType = {}): readonly Field[] {
  return [
    { ...newPasswordField(policy), id: 'new_password', label: 'New password' },
    {
      id: 'confirm_password',
      name: 'confirmPassword',
      label: 'Enter new password again',
      type: 'password',
      autocomplete: 'new-password',
      maxLength: LONGEST,
    },
  ]
}
