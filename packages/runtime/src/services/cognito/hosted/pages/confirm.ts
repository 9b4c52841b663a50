import { proven } from '../../auth/flows/password.ts'
import { findUser } from '../../users/repository.ts'
import type { FormState } from '../html/field.ts'
import type { Journey } from '../journey.ts'
import type { HostedPage, PageResult, Visit } from '../page.ts'
import { confirmPage, linkSentPage } from '../views/confirm.ts'
import { formPage } from './form-page.ts'
import { callFor, sentBy } from './people-api.ts'
import { contextOf, orRefused, show } from './show.ts'
import { FLOW, goOn } from './sign-in-steps.ts'
import { goTo, journeyAt, signInAt } from './way.ts'

type ConfirmJourney = Extract<Journey, { readonly step: 'confirm' }>

function showConfirm(visit: Visit, journey: ConfirmJourney, state: FormState): PageResult {
  const { DefaultEmailOption } = visit.pool.settings.VerificationMessageTemplate ?? {}
  const isByLink = DefaultEmailOption === 'CONFIRM_WITH_LINK' && journey.medium === 'EMAIL'
  const context = contextOf(visit)
  return show(visit, isByLink ? linkSentPage(context, journey) : confirmPage(context, journey, state))
}

/** The code of a sign-up. */
export const confirmHostedPage = formPage<ConfirmJourney>({
  path: '/confirm',
  where: (visit) => journeyAt(visit, 'confirm'),
  lost: (visit) => goTo(visit, '/login'),
  show: showConfirm,
  async take(visit, journey, values) {
    const ConfirmationCode = values.get('code').trim()
    await callFor(visit, 'ConfirmSignUp', { Username: journey.username, ConfirmationCode })
    return confirmed(visit, journey)
  },
  atFault: () => ['code'],
})

/** Whoever has just given their password need not do it again (documented where people sign in with codes, else inferred). */
async function confirmed(visit: Visit, { username, isProven }: ConfirmJourney): Promise<PageResult> {
  const { reader, place, pool } = visit
  const user = isProven && signInAt(visit, 'confirm') ? await findUser(reader, place, pool, username) : undefined
  if (user) return goOn(visit, { username, isFirst: true }, await proven(visit, user, FLOW))
  return goTo(visit, '/login', { step: 'done', news: 'confirmed' })
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
        const sent = sentBy(await callFor(visit, 'ResendConfirmationCode', { Username: journey.username }))
        return goTo(visit, '/confirm', { ...journey, ...sent })
      },
      (state) => showConfirm(visit, journey, state),
      () => [],
    )
  },
}
