import type { FormState } from '../html/field.ts'
import type { PageResult, Visit } from '../page.ts'
import type { Texts } from '../texts/texts.ts'
import { authenticatorPage, factorsPage, sentCodePage } from '../views/factors.ts'
import { challengePage } from './form-page.ts'
import { contextOf, show } from './show.ts'
import { answer, type ChallengeJourney, orDetour } from './sign-in-steps.ts'
import { goTo } from './way.ts'

/** How a challenge names its answer. */
const ANSWERS: Readonly<Record<string, string>> = {
  EMAIL_OTP: 'EMAIL_OTP_CODE',
  SMS_MFA: 'SMS_MFA_CODE',
  SMS_OTP: 'SMS_OTP_CODE',
  SOFTWARE_TOKEN_MFA: 'SOFTWARE_TOKEN_MFA_CODE',
}

function showCode(visit: Visit, { challenge, parameters }: ChallengeJourney, state: FormState): PageResult {
  const context = contextOf(visit)
  if (challenge === 'SOFTWARE_TOKEN_MFA') {
    return show(visit, authenticatorPage(context, parameters.FRIENDLY_DEVICE_NAME, state))
  }
  const medium = parameters.CODE_DELIVERY_DELIVERY_MEDIUM
  const destination = parameters.CODE_DELIVERY_DESTINATION
  return show(visit, sentCodePage(context, '/mfa', { medium, destination }, state))
}

/** A code that was sent, or that an authenticator shows. */
export const mfaPage = challengePage({
  path: '/mfa',
  challenges: Object.keys(ANSWERS),
  show: showCode,
  take: (visit, journey, values) =>
    answer(visit, journey, { [ANSWERS[journey.challenge] ?? '']: values.get('authentication_code').trim() }),
  atFault: () => ['authentication_code'],
})

interface Choice {
  readonly path: string
  readonly challenge: string
  readonly title: keyof Texts['factors']
  readonly factors: (journey: ChallengeJourney) => readonly string[]
}

/** One of several factors is chosen. */
const choicePage = ({ path, challenge, title, factors }: Choice) =>
  challengePage({
    path,
    challenges: [challenge],
    show(visit, journey, state) {
      const { factors: texts } = visit.texts
      const about = { title: texts[title], intro: texts.howToShow }
      return show(visit, factorsPage(contextOf(visit), path, factors(journey), about, state))
    },
    async take(visit, journey, values) {
      const factor = values.get('factor')
      const { username } = journey
      if (challenge === 'SELECT_CHALLENGE' && factor === 'PASSWORD') {
        return goTo(visit, '/verifyPassword', { step: 'password', username })
      }
      return orDetour(visit, username, () => answer(visit, journey, { ANSWER: factor }))
    },
    atFault: () => [],
  })

export const mfaOptionPage = choicePage({
  path: '/mfaOption',
  challenge: 'SELECT_MFA_TYPE',
  title: 'secondTitle',
  factors: ({ parameters }) => JSON.parse(parameters.MFAS_CAN_SELECT ?? '[]') as readonly string[],
})

export const selectChallengePage = choicePage({
  path: '/selectChallenge',
  challenge: 'SELECT_CHALLENGE',
  title: 'firstTitle',
  factors: ({ available = [] }) => available,
})
