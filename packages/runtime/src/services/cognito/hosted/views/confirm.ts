import type { FormState } from '../html/field.ts'
import { button, elsewhere, formOf, notice } from '../html/form.ts'
import { type Html, html } from '../html/html.ts'
import type { Page } from '../html/layout.ts'
import { codeField, sentTo } from './code-field.ts'
import type { Links } from './links.ts'

export interface Sent {
  readonly medium?: string | undefined
  readonly destination?: string | undefined
}

/** A mail confirms by its link: there is nothing to enter. */
export function linkSentPage(links: Links, { destination }: Sent): Page {
  return {
    title: 'Confirm your account',
    body: html`<p>${sentTo('a link', 'EMAIL', destination)} Open it to confirm your account.</p>${resendForm(links)}${elsewhere(
      'Confirmed already?',
      links.to('/login'),
      'Sign in',
    )}`,
  }
}

/** Text, ids and names observed. */
export function confirmPage(links: Links, { medium, destination }: Sent, state: FormState, news?: string): Page {
  return {
    title: 'Confirm your account',
    body: html`${notice(news)}${formOf({
      name: 'confirmform',
      action: links.to('/confirm'),
      csrf: links.csrf,
      intro: `${sentTo('a code', medium, destination)} Enter it below to confirm your account.`,
      fields: [codeField('verification_code', 'code', 'Verification code')],
      submit: button('confirm', 'Confirm account'),
      state,
    })}${resendForm(links)}${elsewhere('Somebody else?', links.to('/login'), 'Sign in')}`,
  }
}

const resendForm = ({
  to,
  csrf,
}: Links): Html => html`<form action="${to('/resendCode')}" method="POST" class="redirect-customizable">
<input type="hidden" name="_csrf" value="${csrf}">
<span>Didn't receive it?</span> <button type="submit" name="resend" class="quiet">Send a new one</button>
</form>
`
