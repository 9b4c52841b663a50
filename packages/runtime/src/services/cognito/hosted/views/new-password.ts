import type { PasswordPolicyType } from '../../../../generated/cognito-idp.ts'
import type { FormState } from '../html/field.ts'
import { button, formOf } from '../html/form.ts'
import type { Page } from '../html/layout.ts'
import { attributeField } from './attribute-fields.ts'
import type { PageContext } from './page-context.ts'
import { replacementFields } from './password-fields.ts'

/** A temporary password is replaced, and what the pool requires is filled in. */
export function newPasswordPage(
  { to, csrf, texts }: PageContext,
  attributes: readonly (readonly [attribute: string, value: string | undefined])[],
  policy: PasswordPolicyType | undefined,
  state: FormState,
): Page {
  const { recovering } = texts
  return {
    title: recovering.title,
    body: formOf({
      name: 'resetpasswordform',
      action: to('/resetPassword'),
      csrf,
      intro: recovering.replaceIntro,
      fields: [
        ...replacementFields(texts, policy),
        ...attributes.map(([attribute, value]) => attributeField(texts, attribute, value)),
      ],
      submit: button('reset_password', recovering.send),
      state,
    }),
  }
}
