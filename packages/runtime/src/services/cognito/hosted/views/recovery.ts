import type { PasswordPolicyType } from '../../../../generated/cognito-idp.ts'
import type { FormState } from '../html/field.ts'
import { button, elsewhere, formOf } from '../html/form.ts'
import { html } from '../html/html.ts'
import type { Page } from '../html/layout.ts'
import type { NameKind } from '../sign-in-name.ts'
import { codeField, sentTo } from './code-field.ts'
import type { Sent } from './confirm.ts'
import type { Links } from './links.ts'
import { nameField } from './name-field.ts'
import { replacementFields } from './password-fields.ts'

export function forgotPasswordPage(links: Links, kind: NameKind, username: string, state: FormState): Page {
  return {
    title: 'Forgot your password?',
    body: html`${formOf({
      name: 'forgotpasswordform',
      action: links.to('/forgotPassword'),
      csrf: links.csrf,
      intro: `Enter your ${kind.inSentence} below and we will send a message to reset your password.`,
      fields: [{ ...nameField('username', kind, username), maxLength: 128 }],
      submit: button('reset_my_password', 'Reset my password'),
      state,
    })}${elsewhere('Remembered it?', links.to('/login'), 'Sign in')}`,
  }
}

export function resetPasswordPage(
  links: Links,
  { medium, destination }: Sent,
  policy: PasswordPolicyType | undefined,
  state: FormState,
): Page {
  return {
    title: 'Change your password',
    body: html`${formOf({
      name: 'confirmforgotpasswordform',
      action: links.to('/confirmForgotPassword'),
      csrf: links.csrf,
      intro: `${sentTo('a password reset code', medium, destination)} Enter it below to reset your password.`,
      fields: [codeField('forgot_verification_code', 'code', 'Code'), ...replacementFields(policy)],
      submit: button('reset_password', 'Change password'),
      state,
    })}${elsewhere("Didn't receive a code?", links.to('/forgotPassword'), 'Send a new code')}`,
  }
}
