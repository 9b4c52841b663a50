import type { PasswordPolicyType } from '../../../../generated/cognito-idp.ts'
import type { FormState } from '../html/field.ts'
import { button, elsewhere, formOf } from '../html/form.ts'
import { html } from '../html/html.ts'
import type { Page } from '../html/layout.ts'
import type { NameKind } from '../sign-in-name.ts'
import { say } from '../texts/say.ts'
import { codeField } from './code-field.ts'
import { nameField } from './name-field.ts'
import type { PageContext } from './page-context.ts'
import { replacementFields } from './password-fields.ts'
import { type Sent, sentTo } from './sent.ts'

export function forgotPasswordPage(
  { to, csrf, texts }: PageContext,
  kind: NameKind,
  username: string,
  state: FormState,
): Page {
  const { recovering, names, signingIn, signIn } = texts
  return {
    title: signingIn.forgotPassword,
    body: html`${formOf({
      name: 'forgotpasswordform',
      action: to('/forgotPassword'),
      csrf,
      intro: names[kind].recoverIntro,
      fields: [{ ...nameField('username', texts, kind, username), maxLength: 128 }],
      submit: button('reset_my_password', recovering.resetMine),
      state,
    })}${elsewhere(recovering.remembered, to('/login'), signIn)}`,
  }
}

export function resetPasswordPage(
  { to, csrf, texts }: PageContext,
  sent: Sent,
  policy: PasswordPolicyType | undefined,
  state: FormState,
): Page {
  const { recovering, code } = texts
  return {
    title: recovering.title,
    body: html`${formOf({
      name: 'confirmforgotpasswordform',
      action: to('/confirmForgotPassword'),
      csrf,
      intro: say(recovering.codeIntro, { sent: sentTo(texts.sent.resetCode, sent) }),
      fields: [codeField('forgot_verification_code', 'code', code), ...replacementFields(texts, policy)],
      submit: button('reset_password', recovering.change),
      state,
    })}${elsewhere(recovering.notReceived, to('/forgotPassword'), recovering.sendAgain)}`,
  }
}
