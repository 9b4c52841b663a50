import { errorMessage, type FormState } from '../html/field.ts'
import { elsewhere, formOf } from '../html/form.ts'
import { html } from '../html/html.ts'
import type { Page } from '../html/layout.ts'
import { qrCode } from '../html/qr-code.ts'
import { codeField, sentTo } from './code-field.ts'
import type { Sent } from './confirm.ts'
import type { Links } from './links.ts'

/** Its id observed. */
const signInButton = html`<button type="submit" id="signInButton" name="signInButton" class="btn btn-primary submitButton-customizable">Sign in</button>`

const again = (links: Links) => elsewhere('Something else?', links.to('/login'), 'Start again')

/** A code that has been sent, as a first factor or a second. */
export function sentCodePage(links: Links, path: string, { medium, destination }: Sent, state: FormState): Page {
  return {
    title: 'Enter your code',
    body: html`${formOf({
      name: 'mfaform',
      action: links.to(path),
      csrf: links.csrf,
      intro: `${sentTo('a code', medium, destination)} Enter it below to sign in.`,
      fields: [codeField('authentication_code', 'authentication_code', 'Code')],
      submit: signInButton,
      state,
    })}${again(links)}`,
  }
}

/** Id of the field observed. */
export function authenticatorPage(links: Links, device: string | undefined, state: FormState): Page {
  return {
    title: 'Enter your code',
    body: html`${formOf({
      name: 'mfaform',
      action: links.to('/mfa'),
      csrf: links.csrf,
      intro: device
        ? html`Enter the code that <strong>${device}</strong> shows.`
        : 'Enter the code that your authenticator app shows.',
      fields: [codeField('totpCodeInput', 'authentication_code', 'Code')],
      submit: signInButton,
      state,
    })}${again(links)}`,
  }
}

/** What each factor is called. */
const NAMES: Readonly<Record<string, string>> = {
  EMAIL_OTP: 'A code by email',
  PASSWORD: 'A password',
  SMS_MFA: 'A code by SMS',
  SMS_OTP: 'A code by SMS',
  SOFTWARE_TOKEN_MFA: 'An authenticator app',
}

export const canBeChosen = (factor: string): boolean => Object.hasOwn(NAMES, factor)

/** One button for each factor: nothing has to be chosen first. */
export function factorsPage(
  links: Links,
  path: string,
  factors: readonly string[],
  { title, intro }: { readonly title: string; readonly intro: string },
  state: FormState,
): Page {
  return {
    title,
    body: html`${errorMessage(state)}<form action="${links.to(path)}" method="POST" name="choiceform" class="cognito-asf">
<input type="hidden" name="_csrf" value="${links.csrf}">
<p>${intro}</p>
${factors.filter(canBeChosen).map(
  (factor) =>
    html`<button type="submit" name="factor" value="${factor}" class="btn submitButton-customizable other">${NAMES[factor]}</button>
`,
)}</form>
${again(links)}`,
  }
}

export interface TotpView {
  readonly secret: string
  /** `otpauth://…`, for an app on the same device. */
  readonly uri: string
  readonly state: FormState
}

export function totpSetupPage(links: Links, { secret, uri, state }: TotpView): Page {
  return {
    title: 'Set up an authenticator app',
    body: html`<p>This account needs a second factor. Scan this code with an authenticator app, or type the key:</p>
${qrCode(uri, 'The key, to be scanned')}
<p><code id="totpSecret">${spaced(secret)}</code></p>
<p><a href="${uri}">Open it in an app on this device</a></p>
${formOf({
  name: 'totpform',
  action: links.to('/mfaRegister'),
  csrf: links.csrf,
  intro: 'Then enter the code that the app shows.',
  fields: [
    { ...codeField('totpCodeInput', 'authentication_code', 'Code'), maxLength: 6 },
    {
      id: 'friendly_name',
      name: 'friendlyDeviceName',
      label: 'A name for the app (may be left out)',
      autocomplete: 'off',
      isOptional: true,
      maxLength: 128,
    },
  ],
  submit: signInButton,
  state,
})}${again(links)}`,
  }
}

/** In groups, as people type it; apps leave the blanks out. */
const spaced = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret
