import { type FormValues, readForm } from '../form-values.ts'
import type { FormState } from '../html/field.ts'
import type { HostedPage, PageResult, Visit } from '../page.ts'
import { attributeFieldName } from '../views/attribute-fields.ts'
import { newPasswordPage } from '../views/new-password.ts'
import { faultsOf } from './faults.ts'
import { isTwice, NOT_TWICE } from './recovery.ts'
import { linksOf, orRefused, show, showExpired } from './show.ts'
import { answer, type ChallengeJourney, challengeAt, orExpired } from './sign-in-steps.ts'

const PREFIX = 'userAttributes.'

/** What the pool requires and does not know of the user yet. */
function attributesAskedFor({ parameters }: ChallengeJourney): readonly string[] {
  const required = JSON.parse(parameters.requiredAttributes ?? '[]') as readonly string[]
  return required.map((name) => name.slice(PREFIX.length))
}

function showNewPassword(visit: Visit, journey: ChallengeJourney, state: FormState, values?: FormValues): PageResult {
  const attributes = attributesAskedFor(journey).map((name) => [name, values?.get(attributeFieldName(name))] as const)
  return show(visit, newPasswordPage(linksOf(visit), attributes, visit.pool.settings.Policies?.PasswordPolicy, state))
}

/** A temporary password is replaced. */
export const resetPasswordHostedPage: HostedPage = {
  path: '/resetPassword',

  async get(visit) {
    const journey = challengeAt(visit, 'NEW_PASSWORD_REQUIRED')
    return journey ? showNewPassword(visit, journey, {}) : showExpired(visit)
  },

  async post(visit, form) {
    const journey = challengeAt(visit, 'NEW_PASSWORD_REQUIRED')
    const values = readForm(form)
    if (!journey || !values) return showExpired(visit)
    if (!isTwice(values)) return showNewPassword(visit, journey, NOT_TWICE, values)
    const attributes = attributesAskedFor(journey)
    const given = attributes.flatMap((name) => {
      const value = values.get(attributeFieldName(name))
      return value === '' ? [] : [[`${PREFIX}${name}`, value] as const]
    })
    const responses = { NEW_PASSWORD: values.get('password'), ...Object.fromEntries(given) }
    return orRefused(
      () => orExpired(visit, () => answer(visit, journey, responses)),
      (state) => showNewPassword(visit, journey, state, values),
      (error) => faultsOf(error, attributes, 'password'),
    )
  },
}
