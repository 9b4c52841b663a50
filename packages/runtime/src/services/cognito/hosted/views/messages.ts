import { ERROR_ID } from '../html/field.ts'
import { elsewhere } from '../html/form.ts'
import { type Content, type Html, html } from '../html/html.ts'
import type { Page } from '../html/layout.ts'
import type { Texts } from '../texts/texts.ts'

/** In AWS's words, on a page of any language: a screen reader has to know. */
export const inEnglish = (text: string): Html => html`<span lang="en">${text}</span>`

/** A page that leads no further than back. The headline is that of every error page (observed). */
export function errorPage({ failures, startAgain }: Texts, detail: Content, back?: string): Page {
  return {
    title: failures.headline,
    body: html`<p id="${ERROR_ID}" class="errorMessage-customizable" role="alert">${detail}</p>${
      back !== undefined && elsewhere('', back, startAgain)
    }`,
  }
}

/** Somebody took longer than AWS gives them (documented for managed login). */
export const expiredPage = ({ failures, startAgain }: Texts, back: string): Page => ({
  title: failures.lateTitle,
  body: html`<p>${failures.late}</p>${elsewhere('', back, startAgain)}`,
})

export const confirmedPage = ({ confirming }: Texts): Page => ({
  title: confirming.doneTitle,
  body: html`<p>${confirming.done}</p>`,
})

/** Text observed. It is for whoever has made the client, and English in all languages. */
export const unavailablePage: Page = {
  title: 'Login pages unavailable',
  body: html`<p id="${ERROR_ID}" class="errorMessage-customizable" role="alert" lang="en">Login pages unavailable. Please contact an administrator.</p>
<p lang="en">The app client has no style of managed login. Create one with <code>CreateManagedLoginBranding</code> or <code>AWS::Cognito::ManagedLoginBranding</code>.</p>`,
}
