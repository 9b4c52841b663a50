import { readForm } from '../form-values.ts'
import type { FormState } from '../html/field.ts'
import type { HostedPage, PageResult, Visit } from '../page.ts'
import { authenticatorPage, factorsPage, sentCodePage, totpSetupPage } from '../views/factors.ts'
import { linksOf, orRefused, show, showExpired } from './show.ts'
import { answer, type ChallengeJourney, challengeAt, orDetour, orExpired } from './sign-in-steps.ts'
import { goTo } from './way.ts'

/** How a challenge names its answer. */
const ANSWERS: Readonly<Record<string, string>> = {
  EMAIL_OTP: 'EMAIL_OTP_CODE',
  SMS_MFA: 'SMS_MFA_CODE',
  SMS_OTP: 'SMS_OTP_CODE',
  SOFTWARE_TOKEN_MFA: 'SOFTWARE_TOKEN_MFA_CODE',
}

const codeChallengeAt = (visit: Visit) => challengeAt(visit, ...Object.keys(ANSWERS))

function showCode(visit: Visit, { challenge, parameters }: ChallengeJourney, state: FormState): PageResult {
  const links = linksOf(visit)
  if (challenge === 'SOFTWARE_TOKEN_MFA') {
    return show(visit, authenticatorPage(links, parameters.FRIENDLY_DEVICE_NAME, state))
  }
  const medium = parameters.CODE_DELIVERY_DELIVERY_MEDIUM
  const destination = parameters.CODE_DELIVERY_DESTINATION
  return show(visit, sentCodePage(links, '/mfa', { medium, destination }, state))
}

/** A code that was sent, or that an authenticator shows. */
export const mfaPage: HostedPage = {
  path: '/mfa',

  async get(visit) {
    const journey = codeChallengeAt(visit)
    return journey ? showCode(visit, journey, {}) : showExpired(visit)
  },

  async post(visit, form) {
    const journey = codeChallengeAt(visit)
    const values = readForm(form)
    if (!journey || !values) return showExpired(visit)
    const responses = { [ANSWERS[journey.challenge] ?? '']: values.get('authentication_code').trim() }
    return orRefused(
      () => orExpired(visit, () => answer(visit, journey, responses)),
      (state) => showCode(visit, journey, state),
      () => ['authentication_code'],
    )
  },
}

interface Choice {
  readonly path: string
  readonly challenge: string
  readonly title: string
  readonly intro: string
  readonly factors: (journey: ChallengeJourney) => readonly string[]
}

/** One of several factors is chosen. */
function choicePage({ path, challenge, title, intro, factors }: Choice): HostedPage {
  const showChoice = (visit: Visit, journey: ChallengeJourney, state: FormState) =>
    show(visit, factorsPage(linksOf(visit), path, factors(journey), { title, intro }, state))
  return {
    path,
    async get(visit) {
      const journey = challengeAt(visit, challenge)
      return journey ? showChoice(visit, journey, {}) : showExpired(visit)
    },
    async post(visit, form) {
      const journey = challengeAt(visit, challenge)
      const values = readForm(form)
      if (!journey || !values) return showExpired(visit)
      const factor = values.get('factor')
      const { username } = journey
      if (challenge === 'SELECT_CHALLENGE' && factor === 'PASSWORD') {
        return goTo(visit, '/verifyPassword', { step: 'password', username })
      }
      return orRefused(
        () => orExpired(visit, () => orDetour(visit, username, () => answer(visit, journey, { ANSWER: factor }))),
        (state) => showChoice(visit, journey, state),
        () => [],
      )
    },
  }
}

export const mfaOptionPage = choicePage({
  path: '/mfaOption',
  challenge: 'SELECT_MFA_TYPE',
  title: 'Choose a second factor',
  intro: 'How do you want to show that it is you?',
  factors: ({ parameters }) => JSON.parse(parameters.MFAS_CAN_SELECT ?? '[]') as readonly string[],
})

export const selectChallengePage = choicePage({
  path: '/selectChallenge',
  challenge: 'SELECT_CHALLENGE',
  title: 'Choose how to sign in',
  intro: 'How do you want to show that it is you?',
  factors: ({ available = [] }) => available,
})

function showSetup(visit: Visit, { username, parameters }: ChallengeJourney, state: FormState): PageResult {
  const { secret = '' } = parameters
  const { client } = visit
  const label = [client.name, username].map(encodeURIComponent).join(':')
  const uri = `otpauth://totp/${label}?${new URLSearchParams({ secret, issuer: client.name })}`
  return show(visit, totpSetupPage(linksOf(visit), { secret, uri, state }))
}

export const mfaRegisterPage: HostedPage = {
  path: '/mfaRegister',

  async get(visit) {
    const journey = challengeAt(visit, 'MFA_SETUP')
    return journey ? showSetup(visit, journey, {}) : showExpired(visit)
  },

  async post(visit, form) {
    const journey = challengeAt(visit, 'MFA_SETUP')
    const values = readForm(form)
    if (!journey || !values) return showExpired(visit)
    const FriendlyDeviceName = values.get('friendlyDeviceName').trim()
    return orRefused(
      () =>
        orExpired(visit, async () => {
          const verified = await visit.call('cognito-idp', 'VerifySoftwareToken', {
            Session: journey.session,
            UserCode: values.get('authentication_code').trim(),
            ...(FriendlyDeviceName !== '' && { FriendlyDeviceName }),
          })
          return answer(visit, { ...journey, session: verified.Session ?? '' }, {})
        }),
      (state) => showSetup(visit, journey, state),
      () => ['authentication_code'],
    )
  },
}
