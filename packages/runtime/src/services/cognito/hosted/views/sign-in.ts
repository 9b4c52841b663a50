import type { Field, FormState } from '../html/field.ts'
import { button, elsewhere, formOf, inputButton, notice } from '../html/form.ts'
import { html } from '../html/html.ts'
import type { Page } from '../html/layout.ts'
import type { NameKind } from '../sign-in-name.ts'
import type { Links } from './links.ts'
import { nameField } from './name-field.ts'
import { type ProviderLink, providerLinks } from './providers.ts'

export interface SignInView {
  readonly links: Links
  /** What people sign in with. */
  readonly kind: NameKind
  readonly username: string
  readonly state: FormState
  readonly notice?: string | undefined
  readonly mayRecover: boolean
  readonly maySignUp: boolean
  readonly providers: readonly ProviderLink[]
}

const passwordField: Field = {
  id: 'signInFormPassword',
  name: 'password',
  label: 'Password',
  type: 'password',
  autocomplete: 'current-password',
}

const FORM = 'cognitoSignInForm'

/** Name and password on one page. Names, ids and texts observed. */
export function signInPage(view: SignInView): Page {
  const { links, kind, username, state } = view
  return {
    title: `Sign in with your ${kind.inSentence} and password`,
    body: html`${notice(view.notice)}${providerLinks(view.providers, false)}${formOf({
      name: FORM,
      action: links.to('/login'),
      csrf: links.csrf,
      fields: [nameField('signInFormUsername', kind, username), passwordField],
      more: recovery(view),
      submit: inputButton('signInSubmitButton', 'Sign in'),
      state,
    })}${signUp(view)}`,
  }
}

/** The first of two steps: who it is (recorded). */
export function usernamePage(view: SignInView): Page {
  const { links, kind, username, state } = view
  return {
    title: 'Sign in',
    body: html`${notice(view.notice)}${providerLinks(view.providers, false)}${formOf({
      name: FORM,
      action: links.to('/login'),
      csrf: links.csrf,
      fields: [nameField('signInFormUsername', kind, username)],
      submit: inputButton('signInSubmitButton', 'Next'),
      state,
    })}${signUp(view)}`,
  }
}

/** Where only providers let people in. */
export function providersPage({ notice: news, providers }: SignInView): Page {
  return { title: 'Sign in', body: html`${notice(news)}${providerLinks(providers, true)}` }
}

/** The second step, where it is by a password (recorded). */
export function passwordPage({ links, username, state, mayRecover }: SignInView): Page {
  return {
    title: 'Enter your password',
    body: html`${formOf({
      name: FORM,
      action: links.to('/verifyPassword'),
      csrf: links.csrf,
      intro: html`Signing in as <strong>${username}</strong>`,
      fields: [passwordField],
      more: recovery({ links, mayRecover }),
      submit: inputButton('signInSubmitButton', 'Sign in'),
      state,
    })}${elsewhere('Not you?', links.to('/login'), 'Sign in as somebody else')}`,
  }
}

/** Somebody has signed in before, and may go on as they are (documented for the classic pages). */
export function resumePage(links: Links, username: string): Page {
  return {
    title: `Sign in as ${username}`,
    body: html`${formOf({
      name: FORM,
      action: links.to('/login/continue'),
      csrf: links.csrf,
      intro: 'You have signed in before.',
      submit: button('signInAsButton', `Sign in as ${username}`),
    })}${elsewhere(`Not ${username}?`, links.to('/login', { prompt: 'login' }), 'Sign in as a different user?')}`,
  }
}

const recovery = ({ links, mayRecover }: Pick<SignInView, 'links' | 'mayRecover'>) =>
  mayRecover &&
  html`<p class="after-field"><a class="redirect-customizable" href="${links.to('/forgotPassword')}">Forgot your password?</a></p>
`

const signUp = ({ links, maySignUp }: Pick<SignInView, 'links' | 'maySignUp'>) =>
  maySignUp && elsewhere('Need an account?', links.to('/signup'), 'Sign up')
