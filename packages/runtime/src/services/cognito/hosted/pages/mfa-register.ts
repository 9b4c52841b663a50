import type { FormValues } from '../form-values.ts'
import type { FormState } from '../html/field.ts'
import type { PageResult, Visit } from '../page.ts'
import { addressSetupPage, authenticatorSetupPage, SETUP_PATH } from '../views/factor-setup.ts'
import { factorsPage } from '../views/factors.ts'
import { beginSetup, chooseSetup, factorsToSetUp } from './factor-setup.ts'
import { challengePage } from './form-page.ts'
import { contextOf, show } from './show.ts'
import { answer, type ChallengeJourney } from './sign-in-steps.ts'

/** Factors that need an address: which, and how an answer to the challenge names it. */
const ADDRESSES = {
  EMAIL_OTP: { attribute: 'email', response: 'EMAIL' },
  SMS_MFA: { attribute: 'phone_number', response: 'PHONE_NUMBER' },
} as const

function addressOf({ parameters: { factor = '' } }: ChallengeJourney) {
  return Object.hasOwn(ADDRESSES, factor) ? ADDRESSES[factor as keyof typeof ADDRESSES] : undefined
}

function showSetup(visit: Visit, journey: ChallengeJourney, state: FormState, values?: FormValues): PageResult {
  const context = contextOf(visit)
  const factors = factorsToSetUp(journey)
  if (journey.parameters.factor === undefined) {
    return show(visit, factorsPage(context, SETUP_PATH, factors, visit.texts.settingUp, state))
  }
  const mayChoose = factors.length > 1
  const address = addressOf(journey)
  if (address) {
    const { attribute } = address
    return show(visit, addressSetupPage(context, { attribute, value: values?.get(attribute), state, mayChoose }))
  }
  const { secret = '' } = journey.parameters
  const view = { secret, uri: authenticatorAddress(visit, journey.username, secret), state, mayChoose }
  return show(visit, authenticatorSetupPage(context, view))
}

/** As authenticators read it. */
function authenticatorAddress({ client: { name } }: Visit, username: string, secret: string): string {
  const label = [name, username].map(encodeURIComponent).join(':')
  return `otpauth://totp/${label}?${new URLSearchParams({ secret, issuer: name })}`
}

async function verifyAuthenticator(visit: Visit, journey: ChallengeJourney, values: FormValues): Promise<PageResult> {
  const FriendlyDeviceName = values.get('friendlyDeviceName').trim()
  const verified = await visit.call('cognito-idp', 'VerifySoftwareToken', {
    Session: journey.session,
    UserCode: values.get('authentication_code').trim(),
    ...(FriendlyDeviceName !== '' && { FriendlyDeviceName }),
  })
  return answer(visit, { ...journey, session: verified.Session ?? '' }, {})
}

/** A second factor is set up, and chosen first where there are several. */
export const mfaRegisterPage = challengePage({
  path: SETUP_PATH,
  challenges: ['MFA_SETUP'],
  show: showSetup,
  async take(visit, journey, values) {
    const factor = values.get('factor')
    if (factorsToSetUp(journey).includes(factor)) return beginSetup(visit, journey, factor)
    if (values.names.includes('factor') || journey.parameters.factor === undefined) return chooseSetup(visit, journey)
    const address = addressOf(journey)
    if (!address) return verifyAuthenticator(visit, journey, values)
    return answer(visit, journey, { [address.response]: values.get(address.attribute).trim() })
  },
  atFault: (_error, _visit, journey) => [addressOf(journey)?.attribute ?? 'authentication_code'],
})
