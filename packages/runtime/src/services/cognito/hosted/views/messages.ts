import { elsewhere } from '../html/form.ts'
import { type Content, html } from '../html/html.ts'
import type { Page } from '../html/layout.ts'

/** Observed as the headline of every error page. */
const HEADLINE = 'An error was encountered with the requested page.'

/** A page that leads no further than back. */
export function errorPage(detail: Content, back?: string): Page {
  return {
    title: HEADLINE,
    body: html`<p id="loginErrorMessage" class="errorMessage-customizable" role="alert">${detail}</p>${
      back !== undefined && elsewhere('', back, 'Start again')
    }`,
  }
}

/** Somebody took longer than AWS gives them (documented for managed login). */
export const expiredPage = (back: string): Page => ({
  title: 'Something went wrong',
  body: html`<p>Signing in took too long, or this step has been taken already.</p>${elsewhere('', back, 'Start again')}`,
})

export const confirmedPage: Page = {
  title: 'Your registration has been confirmed!',
  body: html`<p>You can close this page and sign in to the app.</p>`,
}

/** Text observed. */
export const unavailablePage: Page = {
  title: 'Login pages unavailable',
  body: html`<p id="loginErrorMessage" class="errorMessage-customizable" role="alert">Login pages unavailable. Please contact an administrator.</p>
<p>The app client has no style of managed login. Create one with <code>CreateManagedLoginBranding</code> or <code>AWS::Cognito::ManagedLoginBranding</code>.</p>`,
}
