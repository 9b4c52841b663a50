import type { Field, FormState } from '../html/field.ts'
import { elsewhere, formOf, inputButton, notice } from '../html/form.ts'
import { html } from '../html/html.ts'
import type { Page } from '../html/layout.ts'
import type { NameKind } from '../sign-in-name.ts'
import { sayWith } from '../texts/say.ts'
import type { Texts } from '../texts/texts.ts'
import { nameField } from './name-field.ts'
import type { PageContext } from './page-context.ts'
import { type ProviderLink, providerLinks } from './providers.ts'

export interface SignInView {
  readonly context: PageContext
  /** What people sign in with. */
  readonly kind: NameKind
  readonly username: string
  readonly state: FormState
  readonly notice?: string | undefined
  readonly mayRecover: boolean
  readonly maySignUp: boolean
  readonly providers: readonly ProviderLink[]
}

const passwordField = ({ password }: Texts): Field => ({
  id: 'signInFormPassword',
  name: 'password',
  label: password,
  type: 'password',
  autocomplete: 'current-password',
})

const FORM = 'cognitoSignInForm'

/** Name and password on one page. Names, ids and texts observed. */
export function signInPage(view: SignInView): Page {
  const { context, kind, username, state } = view
  const { to, csrf, texts } = context
  return {
    title: texts.names[kind].signInTitle,
    body: html`${notice(view.notice)}${providerLinks(texts, view.providers, false)}${formOf({
      name: FORM,
      action: to('/login'),
      csrf,
      fields: [nameField('signInFormUsername', texts, kind, username), passwordField(texts)],
      more: recovery(view),
      submit: inputButton('signInSubmitButton', texts.signIn),
      state,
    })}${signUp(view)}`,
  }
}

/** The first of two steps: who it is (recorded). */
export function usernamePage(view: SignInView): Page {
  const { context, kind, username, state } = view
  const { to, csrf, texts } = context
  return {
    title: texts.signIn,
    body: html`${notice(view.notice)}${providerLinks(texts, view.providers, false)}${formOf({
      name: FORM,
      action: to('/login'),
      csrf,
      fields: [nameField('signInFormUsername', texts, kind, username)],
      submit: inputButton('signInSubmitButton', texts.signingIn.next),
      state,
    })}${signUp(view)}`,
  }
}

/** Where only providers let people in. */
export function providersPage({ context: { texts }, notice: news, providers }: SignInView): Page {
  return { title: texts.signIn, body: html`${notice(news)}${providerLinks(texts, providers, true)}` }
}

/** The second step, where it is by a password (recorded). */
export function passwordPage({ context, username, state, mayRecover }: SignInView): Page {
  const { to, csrf, texts } = context
  const { signIn, signingIn } = texts
  return {
    title: signingIn.passwordTitle,
    body: html`${formOf({
      name: FORM,
      action: to('/verifyPassword'),
      csrf,
      intro: sayWith(signingIn.as, { username: html`<strong>${username}</strong>` }),
      fields: [passwordField(texts)],
      more: recovery({ context, mayRecover }),
      submit: inputButton('signInSubmitButton', signIn),
      state,
    })}${elsewhere(signingIn.notYou, to('/login'), signingIn.asSomebodyElse)}`,
  }
}

const recovery = ({ context: { to, texts }, mayRecover }: Pick<SignInView, 'context' | 'mayRecover'>) =>
  mayRecover &&
  html`<p class="after-field"><a class="redirect-customizable" href="${to('/forgotPassword')}">${texts.signingIn.forgotPassword}</a></p>
`

const signUp = ({ context: { to, texts }, maySignUp }: Pick<SignInView, 'context' | 'maySignUp'>) =>
  maySignUp && elsewhere(texts.signingIn.needAccount, to('/signup'), texts.signUp)
