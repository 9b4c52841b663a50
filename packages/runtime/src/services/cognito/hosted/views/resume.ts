import { button, elsewhere, formOf } from '../html/form.ts'
import { html } from '../html/html.ts'
import type { Page } from '../html/layout.ts'
import type { PageContext } from './page-context.ts'

/**
 * Somebody has signed in before, and may go on as they are (documented for the classic pages, which alone have it and are
 * English).
 */
export function resumePage({ to, csrf }: PageContext, username: string): Page {
  return {
    title: `Sign in as ${username}`,
    body: html`${formOf({
      name: 'cognitoSignInForm',
      action: to('/login/continue'),
      csrf,
      intro: 'You have signed in before.',
      submit: button('signInAsButton', `Sign in as ${username}`),
    })}${elsewhere(`Not ${username}?`, to('/login', { prompt: 'login' }), 'Sign in as a different user?')}`,
  }
}
