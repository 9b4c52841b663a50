import type { PasswordPolicyType } from '../../../../generated/cognito-idp.ts'
import type { FormState } from '../html/field.ts'
import { button, elsewhere, formOf } from '../html/form.ts'
import { html } from '../html/html.ts'
import type { Page } from '../html/layout.ts'
import type { NameKind } from '../sign-in-name.ts'
import type { TermsLinks } from '../terms-links.ts'
import { attributeField } from './attribute-fields.ts'
import type { Links } from './links.ts'
import { nameField } from './name-field.ts'
import { newPasswordField } from './password-fields.ts'

export interface SignUpView {
  readonly links: Links
  readonly kind: NameKind
  readonly username: string
  /** Asked for besides the name, with what has been given. */
  readonly attributes: readonly (readonly [attribute: string, value: string | undefined])[]
  readonly policy: PasswordPolicyType | undefined
  readonly terms: TermsLinks | undefined
  readonly state: FormState
}

/** Names and texts observed. */
export function signUpPage({ links, kind, username, attributes, policy, terms, state }: SignUpView): Page {
  return {
    title: 'Sign up with a new account',
    body: html`${formOf({
      name: 'signupform',
      action: links.to('/signup'),
      csrf: links.csrf,
      fields: [
        { ...nameField('signUpFormUsername', kind, username), maxLength: 128 },
        ...attributes.map(([attribute, value]) => attributeField(attribute, value)),
        newPasswordField(policy),
      ],
      submit: button('signUpButton', 'Sign up'),
      state,
    })}${elsewhere('Already have an account?', links.to('/login'), 'Sign in')}${terms && agreement(terms)}`,
  }
}

const agreement = ({
  termsOfUse,
  privacyPolicy,
}: TermsLinks) => html`<p class="legalText-customizable">By signing up you
agree to the <a href="${termsOfUse}">terms of use</a> and the <a href="${privacyPolicy}">privacy policy</a>.</p>
`
