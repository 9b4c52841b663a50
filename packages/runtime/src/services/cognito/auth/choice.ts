import { sending } from '../messages/message-transaction.ts'
import { preAuthentication } from '../triggers/sign-in.ts'
import { isEmail, type Verifiable } from '../users/attributes.ts'
import { nobodyOf } from '../users/nobody.ts'
import type { CredentialsRecord, UserRecord } from '../users/records.ts'
import { credentialsOf } from '../users/repository.ts'
import { type Attempt, challenge, type Outcome, type Parameters, required } from './attempt.ts'
import { signInWithPassword } from './flows/password.ts'
import { knownUser } from './known-user.ts'
import { secondFactor } from './mfa/factors.ts'
import { askForCode } from './one-time-code.ts'
import { checkPublicValue, offerProof } from './srp-exchange.ts'

/** A first factor, as `PREFERRED_CHALLENGE` and `ANSWER` name it. */
const OTP_ATTRIBUTES = { EMAIL_OTP: 'email', SMS_OTP: 'phone_number' } as const
type OtpFactor = keyof typeof OTP_ATTRIBUTES

const FLOW = 'USER_AUTH'

function isOtp(factor: string): factor is OtpFactor {
  return Object.hasOwn(OTP_ATTRIBUTES, factor)
}

/**
 * First factors that somebody may choose from. Codes clash with second factors, and whoever has a temporary password has
 * to replace it (documented, recorded).
 */
export function firstFactorsOf(
  { pool }: Pick<Attempt, 'pool'>,
  user: UserRecord | undefined,
  credentials: CredentialsRecord,
): readonly string[] {
  const allowed = pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ['PASSWORD']
  const passwords = !user || credentials.password ? ['PASSWORD_SRP', 'PASSWORD'] : []
  if (user?.status === 'FORCE_CHANGE_PASSWORD') return passwords
  if (user && secondFactor(pool, user, credentials).kind !== 'none') return passwords
  const codes = (Object.keys(OTP_ATTRIBUTES) as OtpFactor[]).filter(
    (factor) => allowed.includes(factor) && (!user || user.attributes[OTP_ATTRIBUTES[factor]]),
  )
  return [...codes, ...passwords]
}

/** Goes on with the factor that was asked for, or asks which one it is to be. */
export async function chooseFactor(
  attempt: Attempt,
  name: string,
  wanted: string | undefined,
  parameters: Parameters,
): Promise<Outcome> {
  const { reader, place } = attempt
  const user = await knownUser(attempt, name)
  // Of nobody, too: to look for something takes as long as to find it.
  const asked = user ?? nobodyOf(attempt.deps.vault, attempt.pool, name)
  const factors = firstFactorsOf(attempt, user, await credentialsOf(reader, place, asked))
  if (wanted === undefined || !factors.includes(wanted)) return askWhichFactor(attempt, name, user, factors)
  if (wanted === 'PASSWORD' && parameters.PASSWORD) return signInWithPassword(attempt, name, parameters.PASSWORD, FLOW)
  if (wanted === 'PASSWORD') return askForPassword(attempt, name, user)
  await preAuthentication(attempt, { name, user })
  if (isOtp(wanted)) return sendOtp(attempt, name, user, wanted)
  const publicA = checkPublicValue(required(parameters, 'SRP_A'))
  return attempt.transact((tx) => offerProof(tx, attempt, name, user, publicA, FLOW, { withSession: true }))
}

async function askWhichFactor(
  attempt: Attempt,
  name: string,
  user: UserRecord | undefined,
  factors: readonly string[],
): Promise<Outcome> {
  const state = { challenge: 'SELECT_CHALLENGE', userKey: user?.key, username: name, flow: FLOW, data: {} }
  const { Session } = await attempt.transact((tx) => challenge(tx, attempt, state, {}))
  return { AvailableChallenges: factors, ChallengeName: 'SELECT_CHALLENGE', ChallengeParameters: {}, Session }
}

function askForPassword(attempt: Attempt, name: string, user: UserRecord | undefined): Promise<Outcome> {
  const state = { challenge: 'PASSWORD', userKey: user?.key, username: name, flow: FLOW, data: {} }
  return attempt.transact((tx) => challenge(tx, attempt, state, {}))
}

/** Nobody gets a code, and that looks the same (recorded): the destination is the name that was typed. */
async function sendOtp(
  attempt: Attempt,
  name: string,
  user: UserRecord | undefined,
  factor: OtpFactor,
): Promise<Outcome> {
  const attribute: Verifiable = OTP_ATTRIBUTES[factor]
  const address = attribute === 'phone_number' || isEmail(name) ? name : `${name}@${name}`
  const nobody = nobodyOf(attempt.deps.vault, attempt.pool, name)
  const asked = user ?? { ...nobody, attributes: { [attribute]: address } }
  const outcome = await sending(attempt, (tx) =>
    askForCode(tx, attempt, asked, { name: factor, attribute, flow: FLOW, isFirst: true }),
  )
  return { ...outcome, AvailableChallenges: [factor] }
}
