import type { PasswordPolicyType } from '../../../../generated/cognito-idp.ts'
import type { FormState } from '../html/field.ts'
import { button, elsewhere, formOf } from '../html/form.ts'
import { html } from '../html/html.ts'
import type { Page } from '../html/layout.ts'
import type { NameKind } from '../sign-in-name.ts'
import type { TermsLinks } from '../terms-links.ts'
import { sayWith } from '../texts/say.ts'
import type { Texts } from '../texts/texts.ts'
import { attributeField } from './attribute-fields.ts'
import { nameField } from './name-field.ts'
import type { PageContext } from './page-context.ts'
import { newPasswordField } from './password-fields.ts'

export interface SignUpView {
  readonly context: PageContext
  readonly kind: NameKind
  readonly username: string
  /** Asked for besides the name, with what has been given. */
  readonly attributes: readonly (readonly [attribute: string, value: string | undefined])[]
  readonly policy: PasswordPolicyType | undefined
  readonly terms: TermsLinks | undefined
  readonly state: FormState
}

/** Names and texts observed. */
export function signUpPage({ context, kind, username, attributes, policy, terms, state }: SignUpView): Page {
  const { to, csrf, texts } = context
  const { signingUp, signIn, signUp } = texts
  return {
    title: signingUp.title,
    body: html`${formOf({
      name: 'signupform',
      action: to('/signup'),
      csrf,
      fields: [
        { ...nameField('signUpFormUsername', texts, kind, username), maxLength: 128 },
        ...attributes.map(([attribute, value]) => attributeField(texts, attribute, value)),
        newPasswordField(texts, policy),
      ],
      submit: button('signUpButton', signUp),
      state,
    })}${elsewhere(signingUp.haveAccount, to('/login'), signIn)}${terms && agreement(signingUp, terms)}`,
  }
}

const agreement = (texts: Texts['signingUp'], { termsOfUse, privacyPolicy }: TermsLinks) =>
  html`<p class="legalText-customizable">${sayWith(texts.agreement, {
    terms: html`<a href="${termsOfUse}">${texts.terms}</a>`,
    privacy: html`<a href="${privacyPolicy}">${texts.privacy}</a>`,
  })}</p>
`
