import type { PasswordPolicyType } from '../../../../generated/cognito-idp.ts'
import type { FormState } from '../html/field.ts'
import { button, formOf } from '../html/form.ts'
import type { Page } from '../html/layout.ts'
import { attributeField } from './attribute-fields.ts'
import type { Links } from './links.ts'
import { replacementFields } from './password-fields.ts'

/** A temporary password is replaced, and what the pool requires is filled in. */
export function newPasswordPage(
  links: Links,
  attributes: readonly (readonly [attribute: string, value: string | undefined])[],
  policy: PasswordPolicyType | undefined,
  state: FormState,
): Page {
  return {
    title: 'Change your password',
    body: formOf({
      name: 'resetpasswordform',
      action: links.to('/resetPassword'),
      csrf: links.csrf,
      intro: 'Please enter your new password below.',
      fields: [
        ...replacementFields(policy),
        ...attributes.map(([attribute, value]) => attributeField(attribute, value)),
      ],
      submit: button('reset_password', 'Send'),
      state,
    }),
  }
}
