import { signInWithPassword } from '../../auth/flows/password.ts'
import type { FormValues } from '../form-values.ts'
import type { FormState } from '../html/field.ts'
import type { PageResult, Visit } from '../page.ts'
import { signInNameOf } from '../sign-in-name.ts'
import { termsLinks } from '../terms-links.ts'
import { attributeFieldName } from '../views/attribute-fields.ts'
import { inEnglish } from '../views/messages.ts'
import { signUpPage } from '../views/sign-up.ts'
import { faultsOf } from './faults.ts'
import { formPage } from './form-page.ts'
import { callFor, sentBy } from './people-api.ts'
import { contextOf, show, showError } from './show.ts'
import { FLOW, goOn } from './sign-in-steps.ts'
import { goTo } from './way.ts'

/** What is asked for besides the name: all that the pool requires, but for an address that is the name. */
function attributesAskedFor({ pool }: Visit): readonly string[] {
  const { UsernameAttributes = [] } = pool.settings
  const isName = (attribute: string) => UsernameAttributes.length === 1 && attribute === UsernameAttributes[0]
  return pool.schema.flatMap(({ Name = '', Required }) => (Required && Name !== 'sub' && !isName(Name) ? [Name] : []))
}

async function showSignUp(visit: Visit, state: FormState, values?: FormValues): Promise<PageResult> {
  const { pool } = visit
  return show(
    visit,
    signUpPage({
      context: contextOf(visit),
      kind: signInNameOf(pool),
      username: values?.get('username') ?? '',
      attributes: attributesAskedFor(visit).map((name) => [name, values?.get(attributeFieldName(name))]),
      policy: pool.settings.Policies?.PasswordPolicy,
      terms: await termsLinks(visit),
      state,
    }),
  )
}

const isClosed = ({ pool }: Visit) => pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly === true

export const signUpHostedPage = formPage<true>({
  path: '/signup',
  where: (visit) => (isClosed(visit) ? undefined : true),
  lost: (visit) => showError(visit, inEnglish('SignUp is not permitted for this user pool')),
  show: (visit, _open, state, values) => showSignUp(visit, state, values),
  take: (visit, _open, values) => signUp(visit, values),
  atFault: (error, visit) => faultsOf(error, attributesAskedFor(visit), 'username'),
})

async function signUp(visit: Visit, values: FormValues): Promise<PageResult> {
  const username = values.get('username')
  const password = values.get('password')
  const made = await callFor(visit, 'SignUp', {
    Username: username,
    Password: password,
    UserAttributes: attributesAskedFor(visit).flatMap((Name) => {
      const Value = values.get(attributeFieldName(Name))
      return Value === '' ? [] : [{ Name, Value }]
    }),
  })
  // A function of the pool has confirmed them.
  if (made.UserConfirmed)
    return goOn(visit, { username, isFirst: true }, await signInWithPassword(visit, username, password, FLOW))
  // Documented for managed login: the user is there, and the page shows an error.
  if (!made.CodeDeliveryDetails) return showError(visit, visit.texts.signingUp.waitsForAdministrator)
  return goTo(visit, '/confirm', { step: 'confirm', username, isProven: true, ...sentBy(made) })
}
