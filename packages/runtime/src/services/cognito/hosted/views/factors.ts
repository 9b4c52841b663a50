import { errorMessage, type FormState } from '../html/field.ts'
import { elsewhere, formOf } from '../html/form.ts'
import { html } from '../html/html.ts'
import type { Page } from '../html/layout.ts'
import { say, sayWith } from '../texts/say.ts'
import type { Texts } from '../texts/texts.ts'
import { codeField } from './code-field.ts'
import type { PageContext } from './page-context.ts'
import { type Sent, sentTo } from './sent.ts'

/** Its id observed. */
export const signInButton = ({ signIn }: Texts) =>
  html`<button type="submit" id="signInButton" name="signInButton" class="btn btn-primary submitButton-customizable">${signIn}</button>`

export const again = ({ to, texts }: PageContext) => elsewhere(texts.somethingElse, to('/login'), texts.startAgain)

/** A code that has been sent, as a first factor or a second. */
export function sentCodePage(context: PageContext, path: string, sent: Sent, state: FormState): Page {
  const { to, csrf, texts } = context
  return {
    title: texts.factors.codeTitle,
    body: html`${formOf({
      name: 'mfaform',
      action: to(path),
      csrf,
      intro: say(texts.factors.sentIntro, { sent: sentTo(texts.sent.code, sent) }),
      fields: [codeField('authentication_code', 'authentication_code', texts.code)],
      submit: signInButton(texts),
      state,
    })}${again(context)}`,
  }
}

/** Id of the field observed. */
export function authenticatorPage(context: PageContext, device: string | undefined, state: FormState): Page {
  const { to, csrf, texts } = context
  const { factors } = texts
  return {
    title: factors.codeTitle,
    body: html`${formOf({
      name: 'mfaform',
      action: to('/mfa'),
      csrf,
      intro: device ? sayWith(factors.deviceIntro, { device: html`<strong>${device}</strong>` }) : factors.appIntro,
      fields: [codeField('totpCodeInput', 'authentication_code', texts.code)],
      submit: signInButton(texts),
      state,
    })}${again(context)}`,
  }
}

/** What each factor is called. */
const NAMES: ReadonlyMap<string, keyof Texts['factors']> = new Map([
  ['EMAIL_OTP', 'byEmail'],
  ['PASSWORD', 'byPassword'],
  ['SMS_MFA', 'bySms'],
  ['SMS_OTP', 'bySms'],
  ['SOFTWARE_TOKEN_MFA', 'byApp'],
])

export const canBeChosen = (factor: string): boolean => NAMES.has(factor)

/** What a choice is about. */
export interface ChoiceTexts {
  readonly title: string
  readonly intro: string
}

/** One button for each factor: nothing has to be chosen first. */
export function factorsPage(
  context: PageContext,
  path: string,
  factors: readonly string[],
  { title, intro }: ChoiceTexts,
  state: FormState,
): Page {
  const { to, csrf, texts } = context
  const buttons = factors.flatMap((factor) => {
    const name = NAMES.get(factor)
    if (name === undefined) return []
    return html`<button type="submit" name="factor" value="${factor}" class="btn submitButton-customizable other">${texts.factors[name]}</button>
`
  })
  return {
    title,
    body: html`${errorMessage(state)}<form action="${to(path)}" method="POST" name="choiceform" class="cognito-asf">
<input type="hidden" name="_csrf" value="${csrf}">
<p>${intro}</p>
${buttons}</form>
${again(context)}`,
  }
}
