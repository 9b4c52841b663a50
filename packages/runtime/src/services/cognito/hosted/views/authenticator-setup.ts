import type { FormState } from '../html/field.ts'
import { formOf } from '../html/form.ts'
import { html } from '../html/html.ts'
import type { Page } from '../html/layout.ts'
import { qrCode } from '../html/qr-code.ts'
import { codeField } from './code-field.ts'
import { again, signInButton } from './factors.ts'
import type { PageContext } from './page-context.ts'

export interface AuthenticatorView {
  readonly secret: string
  /** `otpauth://…`, for an app on the same device. */
  readonly uri: string
  readonly state: FormState
}

export function authenticatorSetupPage(context: PageContext, { secret, uri, state }: AuthenticatorView): Page {
  const { to, csrf, texts } = context
  const { settingUp } = texts
  return {
    title: settingUp.appTitle,
    body: html`<p>${settingUp.appIntro}</p>
${qrCode(uri, settingUp.picture)}
<p><code id="totpSecret">${spaced(secret)}</code></p>
<p><a href="${uri}">${settingUp.openApp}</a></p>
${formOf({
  name: 'totpform',
  action: to('/mfaRegister'),
  csrf,
  intro: settingUp.codeIntro,
  fields: [
    { ...codeField('totpCodeInput', 'authentication_code', texts.code), maxLength: 6 },
    {
      id: 'friendly_name',
      name: 'friendlyDeviceName',
      label: settingUp.appName,
      autocomplete: 'off',
      isOptional: true,
      maxLength: 128,
    },
  ],
  submit: signInButton(texts),
  state,
})}${again(context)}`,
  }
}

/** In groups, as people type it; apps leave the blanks out. */
const spaced = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret
