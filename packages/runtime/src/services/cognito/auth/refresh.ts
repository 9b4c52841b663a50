import type { AuthenticationResultType } from '../../../generated/cognito-idp.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { uuid } from '../../../kernel/ids.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader, Transact } from '../../../kernel/transaction.ts'
import type { CognitoDeps } from '../deps.ts'
import { notAuthorized } from '../errors.ts'
import type { ClientRecord, UserPoolRecord } from '../records.ts'
import { within } from '../repository.ts'
import type { ClientMetadata } from '../triggers/scene.ts'
import { userDisabled } from '../users/errors.ts'
import type { UserRecord } from '../users/records.ts'
import { users } from '../users/repository.ts'
import { tracksDevices } from './device-factor.ts'
import { authenticationResult, refreshTokenOf, rotates } from './issue-tokens.ts'
import { type RefreshToken, readRefreshToken } from './refresh-token.ts'
import { familyId, putFamily, type TokenFamily, tokenFamilies } from './token-families.ts'

export interface RefreshRequest {
  readonly deps: Pick<CognitoDeps, 'vault' | 'clock' | 'random' | 'realms' | 'userTokens' | 'functions'>
  readonly place: Place
  readonly pool: UserPoolRecord
  readonly client: ClientRecord
  readonly reader: Reader
  readonly transact: Transact
  readonly metadata?: ClientMetadata | undefined
  /** The device that asks. */
  readonly deviceKey?: string | undefined
}

export interface Refreshed {
  readonly user: UserRecord
  readonly family: TokenFamily
}

const SECOND_MS = 1000
/** Of more in one grace period, which no client needs, the oldest ones end before it: a record is no heap. */
const MOST_REPLACED = 100

/** Texts observed; of the token that was replaced inferred. */
const invalid = () => notAuthorized('Invalid Refresh Token')
const revoked = () => notAuthorized('Refresh Token has been revoked')
const expired = () => notAuthorized('Refresh Token has expired')
const reused = () => new AwsError('RefreshTokenReuseException', 'Refresh token reuse detected')

/**
 * Goes on with the sign-in of a refresh token: `issue` gives the new tokens. With rotation another refresh token takes its
 * place, once they are there: one that a function of the pool stands against is not used up (inferred).
 */
export async function refresh<T>(
  request: RefreshRequest,
  text: string,
  issue: (refreshed: Refreshed) => Promise<T>,
): Promise<{ readonly issued: T; readonly family: TokenFamily }> {
  const { deps, place, client, reader, transact } = request
  const token = readRefreshToken(deps.vault, text)
  if (!token || token.clientId !== client.id || token.poolId !== client.poolId) throw invalid()
  const refreshed = await load(request, token, reader)
  const issued = await issue(refreshed)
  if (!rotates(client)) return { issued, family: refreshed.family }
  return transact(async (tx) => {
    const { family } = await load(request, token, tx)
    const next = rotated(request, family)
    putFamily(tx, place, next)
    return { issued, family: next }
  })
}

async function load(
  { deps, place, pool, deviceKey }: RefreshRequest,
  token: RefreshToken,
  from: Reader,
): Promise<Refreshed> {
  const now = deps.clock.now()
  if (now >= token.expiresAt) throw expired()
  const family = await tokenFamilies.find(from, place, familyId(token))
  const user = await users.find(from, place, within(token.poolId, token.userKey))
  if (!user) throw invalid()
  if (!user.enabled) throw userDisabled()
  if (!family) throw revoked()
  if (family.deviceForgotten) throw invalid()
  // Required of tokens that belong to a device (documented; text inferred).
  if (tracksDevices(pool) && family.deviceKey !== undefined && family.deviceKey !== deviceKey) throw invalid()
  if (token.id !== family.current && !(now < (family.replaced?.[token.id] ?? 0))) throw reused()
  return { user, family }
}

function rotated({ deps, client }: RefreshRequest, family: TokenFamily): TokenFamily {
  const now = deps.clock.now()
  const graceMs = (client.settings.RefreshTokenRotation?.RetryGracePeriodSeconds ?? 0) * SECOND_MS
  const stillUsable = Object.entries(family.replaced ?? {}).filter(([, until]) => now < until)
  const replaced = Object.fromEntries([...stillUsable, [family.current, now + graceMs]].slice(-MOST_REPLACED))
  return { ...family, current: uuid(deps.random), replaced }
}

/** The answer of the API: another refresh token only where tokens rotate. */
export async function refreshedResult(request: RefreshRequest, text: string): Promise<AuthenticationResultType> {
  const { issued, family } = await refresh(request, text, (refreshed) =>
    authenticationResult(request, { source: 'RefreshTokens', ...refreshed }),
  )
  if (!rotates(request.client)) return issued
  const { TokenType, ...others } = issued
  return { ...others, RefreshToken: refreshTokenOf(request.deps, family), TokenType }
}
