import type { FormState } from '../html/field.ts'
import { askElse, button, elsewhere, formOf } from '../html/form.ts'
import { type Html, html } from '../html/html.ts'
import type { Page } from '../html/layout.ts'
import { say } from '../texts/say.ts'
import { codeField } from './code-field.ts'
import type { PageContext } from './page-context.ts'
import { type Sent, sentTo } from './sent.ts'

/** A mail confirms by its link: there is nothing to enter. */
export function linkSentPage(context: PageContext, { destination }: Sent): Page {
  const { to, texts } = context
  const { confirming, sent, signIn } = texts
  const intro = say(confirming.linkIntro, { sent: sentTo(sent.link, { destination }) })
  return {
    title: confirming.title,
    body: html`<p>${intro}</p>${resendForm(context)}${elsewhere(confirming.confirmedAlready, to('/login'), signIn)}`,
  }
}

/** Text, ids and names observed. */
export function confirmPage(context: PageContext, sent: Sent, state: FormState): Page {
  const { to, csrf, texts } = context
  const { confirming, signIn } = texts
  return {
    title: confirming.title,
    body: html`${formOf({
      name: 'confirmform',
      action: to('/confirm'),
      csrf,
      intro: say(confirming.codeIntro, { sent: sentTo(texts.sent.code, sent) }),
      fields: [codeField('verification_code', 'code', confirming.code)],
      submit: button('confirm', confirming.confirm),
      state,
    })}${resendForm(context)}${elsewhere(confirming.somebodyElse, to('/login'), signIn)}`,
  }
}

const resendForm = (context: PageContext): Html => {
  const { notReceived, sendAgain } = context.texts.confirming
  return askElse(context, '/resendCode', notReceived, { name: 'resend', text: sendAgain })
}
