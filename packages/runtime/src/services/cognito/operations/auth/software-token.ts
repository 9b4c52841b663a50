import { AwsError } from '../../../../kernel/errors.ts'
import type { CallContext } from '../../../../kernel/operation.ts'
import type { Place } from '../../../../kernel/place.ts'
import type { Transaction } from '../../../../kernel/transaction.ts'
import { signedInWith } from '../../auth/access-token.ts'
import { type AuthState, closeSession, openSession, requireSession, sessionPlace } from '../../auth/auth-sessions.ts'
import { newTotpSecret, stepOfCode, usedCode } from '../../auth/mfa/totp.ts'
import { type CognitoDeps, operation } from '../../deps.ts'
import { invalidParameter, notAuthorized } from '../../errors.ts'
import { clients, within } from '../../repository.ts'
import { noUser } from '../../users/errors.ts'
import type { CredentialsRecord, UserRecord } from '../../users/records.ts'
import { credentialsOf, putCredentials, users } from '../../users/repository.ts'

/** Whose authenticator it is: of somebody who is signed in, or of somebody who has to have one for that. */
interface Owner {
  readonly place: Place
  readonly user: UserRecord
  /** Goes on with the sign-in that waits. */
  readonly goOn: (tx: Transaction, data: Readonly<Record<string, string>>) => Promise<string | undefined>
}

async function ownerOf(
  { AccessToken, Session }: { readonly AccessToken?: string; readonly Session?: string },
  deps: CognitoDeps,
  ctx: CallContext,
): Promise<Owner> {
  if (AccessToken !== undefined) {
    const { place, user } = await signedInWith(deps, ctx, AccessToken)
    return { place, user, goOn: async () => undefined }
  }
  if (Session === undefined) throw invalidParameter('Either AccessToken or Session is required')
  const place = await sessionPlace(ctx.reader, deps.vault, Session)
  const { id, state } = await requireSession(ctx.reader, deps, place, Session)
  if (state.challenge !== 'MFA_SETUP') throw notAuthorized('Invalid session for the user.')
  const user = await users.find(ctx.reader, place, within(state.poolId, state.userKey ?? ''))
  if (!user) throw noUser()
  const client = await clients.find(ctx.reader, place, within(state.poolId, state.clientId))
  const goOn = async (tx: Transaction, data: AuthState['data']) => {
    await closeSession(tx, place, id)
    const next = { ...state, data: { ...state.data, ...data } }
    return openSession(tx, deps, place, next, client?.settings.AuthSessionValidity ?? 3)
  }
  return { place, user, goOn }
}

/** Of whoever has been deleted meanwhile nothing is written down any more. */
async function credentialsThere(tx: Transaction, place: Place, user: UserRecord): Promise<CredentialsRecord> {
  if (!(await users.find(tx, place, within(user.poolId, user.key)))) throw noUser()
  return credentialsOf(tx, place, user)
}

/** The secret for an authenticator, which counts once the authenticator has shown a code. */
export const associateSoftwareToken = operation('AssociateSoftwareToken', async (input, deps, ctx) => {
  const { place, user, goOn } = await ownerOf(input, deps, ctx)
  const secret = newTotpSecret(deps.random)
  const Session = await ctx.transact(async (tx) => {
    const credentials = await credentialsThere(tx, place, user)
    putCredentials(tx, place, user, { ...credentials, newTotp: deps.vault.seal(secret) })
    return goOn(tx, {})
  })
  return { SecretCode: secret, ...(Session !== undefined && { Session }) }
})

/** Text observed. */
const mismatch = () =>
  new AwsError('EnableSoftwareTokenMFAException', 'Code mismatch and fail enable Software Token MFA')

export const verifySoftwareToken = operation('VerifySoftwareToken', async (input, deps, ctx) => {
  const { place, user, goOn } = await ownerOf(input, deps, ctx)
  const Session = await ctx.transact(async (tx) => {
    const { newTotp, ...credentials } = await credentialsThere(tx, place, user)
    const secret = newTotp ?? credentials.totp?.secret
    const step = secret && stepOfCode(deps.vault.open(secret), input.UserCode, deps.clock.now())
    if (!secret || step === undefined) throw mismatch()
    if (!newTotp && credentials.totp && step <= credentials.totp.lastStep) throw usedCode()
    const friendlyName = input.FriendlyDeviceName
    putCredentials(tx, place, user, { ...credentials, totp: { secret, lastStep: step, friendlyName } })
    return goOn(tx, { verified: 'true' })
  })
  return { Status: 'SUCCESS', ...(Session !== undefined && { Session }) }
})
