import type { FormState } from '../html/field.ts'
import { askElse, button, formOf } from '../html/form.ts'
import { type Html, html } from '../html/html.ts'
import type { Page } from '../html/layout.ts'
import { qrCode } from '../html/qr-code.ts'
import { attributeField } from './attribute-fields.ts'
import { codeField } from './code-field.ts'
import { again, signInButton } from './factors.ts'
import type { PageContext } from './page-context.ts'

/** Where the pages set up a second factor. */
export const SETUP_PATH = '/mfaRegister'

interface SetupView {
  readonly state: FormState
  /** Whether there is another factor to be set up. */
  readonly mayChoose: boolean
}

export interface AddressView extends SetupView {
  readonly attribute: 'email' | 'phone_number'
  readonly value: string | undefined
}

/** Codes are to be sent to an address that the user does not have yet. */
export function addressSetupPage(context: PageContext, { attribute, value, state, mayChoose }: AddressView): Page {
  const { to, csrf, texts } = context
  const { settingUp } = texts
  const isEmail = attribute === 'email'
  return {
    title: isEmail ? settingUp.emailTitle : settingUp.smsTitle,
    body: html`${formOf({
      name: 'mfaregisterform',
      action: to(SETUP_PATH),
      csrf,
      intro: isEmail ? settingUp.emailIntro : settingUp.smsIntro,
      fields: [{ ...attributeField(texts, attribute, value), name: attribute }],
      submit: button('send_code', settingUp.sendCode),
      state,
    })}${leave(context, mayChoose)}`,
  }
}

/** Nothing is chosen, which leads back to the choice. */
function leave(context: PageContext, mayChoose: boolean): Html {
  const { somethingElse, settingUp } = context.texts
  const choice = { name: 'factor', text: settingUp.another }
  return mayChoose ? askElse(context, SETUP_PATH, somethingElse, choice) : again(context)
}

export interface AuthenticatorView extends SetupView {
  readonly secret: string
  /** `otpauth://…`, for an app on the same device. */
  readonly uri: string
}

export function authenticatorSetupPage(
  context: PageContext,
  { secret, uri, state, mayChoose }: AuthenticatorView,
): Page {
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
  action: to(SETUP_PATH),
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
})}${leave(context, mayChoose)}`,
  }
}

/** In groups, as people type it; apps leave the blanks out. */
const spaced = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret
