import type { FormValues } from '../form-values.ts'
import type { FormState } from '../html/field.ts'
import type { PageResult, Visit } from '../page.ts'
import { attributeFieldName } from '../views/attribute-fields.ts'
import { newPasswordPage } from '../views/new-password.ts'
import { faultsOf } from './faults.ts'
import { challengePage } from './form-page.ts'
import { isTwice, notTwice } from './recovery.ts'
import { contextOf, show } from './show.ts'
import { answer, type ChallengeJourney } from './sign-in-steps.ts'

const PREFIX = 'userAttributes.'

/** What the pool requires and does not know of the user yet. */
function attributesAskedFor({ parameters }: ChallengeJourney): readonly string[] {
  const required = JSON.parse(parameters.requiredAttributes ?? '[]') as readonly string[]
  return required.map((name) => name.slice(PREFIX.length))
}

function showNewPassword(visit: Visit, journey: ChallengeJourney, state: FormState, values?: FormValues): PageResult {
  const attributes = attributesAskedFor(journey).map((name) => [name, values?.get(attributeFieldName(name))] as const)
  return show(visit, newPasswordPage(contextOf(visit), attributes, visit.pool.settings.Policies?.PasswordPolicy, state))
}

/** A temporary password is replaced. */
export const resetPasswordHostedPage = challengePage({
  path: '/resetPassword',
  challenges: ['NEW_PASSWORD_REQUIRED'],
  show: showNewPassword,
  async take(visit, journey, values) {
    if (!isTwice(values)) return showNewPassword(visit, journey, notTwice(visit), values)
    const given = attributesAskedFor(journey).flatMap((name) => {
      const value = values.get(attributeFieldName(name))
      return value === '' ? [] : [[`${PREFIX}${name}`, value] as const]
    })
    return answer(visit, journey, { NEW_PASSWORD: values.get('password'), ...Object.fromEntries(given) })
  },
  atFault: (error, _visit, journey) => faultsOf(error, attributesAskedFor(journey), 'password'),
})
