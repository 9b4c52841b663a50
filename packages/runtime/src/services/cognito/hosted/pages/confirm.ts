import { proven } from '../../auth/flows/password.ts'
import { findUser } from '../../users/repository.ts'
import { readForm } from '../form-values.ts'
import type { FormState } from '../html/field.ts'
import type { Journey } from '../journey.ts'
import type { HostedPage, PageResult, Visit } from '../page.ts'
import { confirmPage, linkSentPage } from '../views/confirm.ts'
import { callFor } from './people-api.ts'
import { linksOf, orRefused, show, showUnreadable } from './show.ts'
import { FLOW, goOn } from './sign-in-steps.ts'
import { goTo, journeyAt, signInAt } from './way.ts'

type ConfirmJourney = Extract<Journey, { readonly step: 'confirm' }>

function showConfirm(visit: Visit, journey: ConfirmJourney, state: FormState): PageResult {
  const { DefaultEmailOption } = visit.pool.settings.VerificationMessageTemplate ?? {}
  const isByLink = DefaultEmailOption === 'CONFIRM_WITH_LINK' && journey.medium === 'EMAIL'
  const links = linksOf(visit)
  return show(visit, isByLink ? linkSentPage(links, journey) : confirmPage(links, journey, state))
}

/** The code of a sign-up. */
export const confirmHostedPage: HostedPage = {
  path: '/confirm',

  async get(visit) {
    const journey = journeyAt(visit, 'confirm')
    return journey ? showConfirm(visit, journey, {}) : goTo(visit, '/login')
  },

  async post(visit, form) {
    const journey = journeyAt(visit, 'confirm')
    const values = readForm(form)
    if (!journey) return goTo(visit, '/login')
    if (!values) return showUnreadable(visit)
    const { username } = journey
    return orRefused(
      async () => {
        await callFor(visit, 'ConfirmSignUp', { Username: username, ConfirmationCode: values.get('code').trim() })
        return confirmed(visit, journey)
      },
      (state) => showConfirm(visit, journey, state),
      () => ['code'],
    )
  },
}

/** Whoever has just given their password need not do it again (documented where people sign in with codes, else inferred). */
async function confirmed(visit: Visit, { username, isProven }: ConfirmJourney): Promise<PageResult> {
  const { reader, place, pool } = visit
  const user = isProven && signInAt(visit, 'confirm') ? await findUser(reader, place, pool, username) : undefined
  if (user) return goOn(visit, { username, isFirst: true }, await proven(visit, user, FLOW))
  return goTo(visit, '/login', { step: 'done', news: 'Your account is confirmed. Sign in with your password.' })
}

export const resendCodePage: HostedPage = {
  path: '/resendCode',

  async get(visit) {
    return goTo(visit, '/confirm')
  },

  async post(visit) {
    const journey = journeyAt(visit, 'confirm')
    if (!journey) return goTo(visit, '/login')
    return orRefused(
      async () => {
        const { CodeDeliveryDetails: sent } = await callFor(visit, 'ResendConfirmationCode', {
          Username: journey.username,
        })
        const { DeliveryMedium: medium, Destination: destination } = sent ?? {}
        return goTo(visit, '/confirm', { ...journey, medium, destination })
      },
      (state) => showConfirm(visit, journey, state),
      () => [],
    )
  },
}
