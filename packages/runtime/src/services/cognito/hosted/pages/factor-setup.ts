import type { PageResult, Visit } from '../page.ts'
import { SETUP_PATH } from '../views/factor-setup.ts'
import { canBeChosen } from '../views/factors.ts'
import { showError } from './show.ts'
import type { ChallengeJourney } from './sign-in-steps.ts'
import { goTo } from './way.ts'

/** Second factors that may be set up. */
export function factorsToSetUp({ parameters }: Pick<ChallengeJourney, 'parameters'>): readonly string[] {
  return (JSON.parse(parameters.MFAS_CAN_SETUP ?? '[]') as readonly string[]).filter(canBeChosen)
}

/** Pages let people choose, and ask for what the factor needs (documented: developer guide, "Adding MFA to a user pool"). */
export async function setUpFactor(visit: Visit, journey: ChallengeJourney): Promise<PageResult> {
  const [sole, another] = factorsToSetUp(journey)
  if (sole === undefined) return showError(visit, visit.texts.settingUp.impossible)
  return another === undefined ? beginSetup(visit, journey, sole) : chooseSetup(visit, journey)
}

/** Path inferred: the one that is named after it. */
export function chooseSetup(visit: Visit, journey: ChallengeJourney): PageResult {
  const { MFAS_CAN_SETUP = '[]' } = journey.parameters
  return goTo(visit, SETUP_PATH, { ...journey, parameters: { MFAS_CAN_SETUP } })
}

/** An authenticator needs its secret first. */
export async function beginSetup(visit: Visit, journey: ChallengeJourney, factor: string): Promise<PageResult> {
  const { MFAS_CAN_SETUP = '[]' } = journey.parameters
  const parameters = { MFAS_CAN_SETUP, factor }
  if (factor !== 'SOFTWARE_TOKEN_MFA') return goTo(visit, SETUP_PATH, { ...journey, parameters })
  const made = await visit.call('cognito-idp', 'AssociateSoftwareToken', { Session: journey.session })
  const { SecretCode: secret = '', Session: session = '' } = made
  return goTo(visit, SETUP_PATH, { ...journey, session, parameters: { ...parameters, secret } })
}
