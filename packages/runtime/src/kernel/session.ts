import { globalArnOf } from './arn.ts'
import { randomText } from './ids.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import type { Caller } from './operation.ts'
import type { Place } from './place.ts'
import type { Random } from './random.ts'
import type { SessionPermissions } from './signatures.ts'
import type { Vault } from './vault.ts'

/**
 * Temporary credentials carry what they stand for, so that no request needs a look-up: the access key id holds the
 * account, the session token names the role and session, and the secret follows from both and from the vault's key. So a
 * key's secret is known where it has to be, nothing is stored, and a token that was changed has another secret.
 */
export interface Session {
  readonly account: string
  /** The id of the assumed role or user, e.g. `AROA…:session-name`. */
  readonly userId: string
  /** Resource part of the ARN: `assumed-role/Role/session` or `federated-user/name`. */
  readonly resource: string
  readonly transitiveTagKeys?: readonly string[]
  readonly permissions?: SessionPermissions
  /** Seconds since the epoch; none where the credentials are renewed by whoever handed them out. */
  readonly expiresAt?: number
}

/** Temporary credentials of a long-term key: they act as what it acts as. */
export type PlainSession = Pick<Session, 'account' | 'expiresAt'>

export interface TemporaryKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

export const DEFAULT_ACCOUNT = '000000000000'
const DEFAULT_KEY = 'test'
const LONG_TERM_SECRET = 'test'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** 8 base-32 digits hold any 12-digit account number. */
const ACCOUNT_DIGITS = 8
/** `ASIA` + 8 digits of account + this mark + 7 random characters: 20 characters like AWS's. */
const MARK = 'Z'
const SESSION_KEY = /^ASIA([A-Z2-7]{8})Z[A-Z2-7]{7}$/

/** The account that an access key id belongs to: its own digits, the account inside a session key, else the default. */
export function accountOfAccessKey(accessKeyId: string): string {
  if (/^\d{12}$/.test(accessKeyId)) return accessKeyId
  const digits = SESSION_KEY.exec(accessKeyId)?.[1]
  if (!digits) return DEFAULT_ACCOUNT
  let value = 0n
  for (const digit of digits) value = value * 32n + BigInt(BASE32.indexOf(digit))
  return value.toString().padStart(12, '0').slice(-12)
}

/** Its secret is known only where it comes with a token: see {@link mintTemporaryKey}. */
export function mintAccessKeyId(account: string, random: Random): string {
  let digits = ''
  for (let rest = BigInt(account), i = 0; i < ACCOUNT_DIGITS; i++, rest /= 32n) {
    digits = `${BASE32[Number(rest % 32n)]}${digits}`
  }
  return `ASIA${digits}${MARK}${randomText(random, 7, BASE32)}`
}

export function mintTemporaryKey(
  session: Session | PlainSession,
  { random, vault }: { readonly random: Random; readonly vault: Vault },
): TemporaryKey {
  const accessKeyId = mintAccessKeyId(session.account, random)
  const token = sessionToken(session, random)
  return { accessKeyId, secretAccessKey: sessionSecret(accessKeyId, token, vault), sessionToken: token }
}

/** 40 characters like AWS's. */
function sessionSecret(accessKeyId: string, token: string, vault: Vault): string {
  return vault.digest('secret of a session', `${accessKeyId}\n${token}`).subarray(0, 30).toString('base64')
}

/** What a key signs with; undefined for a key that nobody here has. */
export function secretOf(accessKeyId: string, token: string | undefined, vault: Vault): string | undefined {
  if (isLongTerm(accessKeyId)) return LONG_TERM_SECRET
  if (token === undefined || !SESSION_KEY.test(accessKeyId)) return undefined
  return sessionSecret(accessKeyId, token, vault)
}

/** Keys without a session: what they sign with is no secret. */
export function isLongTerm(accessKeyId: string): boolean {
  return accessKeyId === DEFAULT_KEY || /^\d{12}$/.test(accessKeyId)
}

export function sessionToken(session: Session | PlainSession, random: Random): string {
  const body = JSON.stringify({ ...session, nonce: random.bytes(24).toString('base64url') })
  return Buffer.from(body).toString('base64')
}

/** When a temporary key ends, in seconds since the epoch. */
export function expiryOfSession(token: string): number | undefined {
  const expiresAt = claimsOf(token)?.expiresAt
  return typeof expiresAt === 'number' ? expiresAt : undefined
}

function claimsOf(token: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64').toString('utf8'))
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function readSession(token: string): Session | undefined {
  const claims = claimsOf(token)
  if (!claims) return undefined
  const { account, userId, resource, transitiveTagKeys, permissions } = claims
  if (typeof account !== 'string' || typeof userId !== 'string' || typeof resource !== 'string') return undefined
  const keys = Array.isArray(transitiveTagKeys) ? transitiveTagKeys.filter((key) => typeof key === 'string') : []
  return {
    account,
    userId,
    resource,
    ...(keys.length > 0 && { transitiveTagKeys: keys }),
    // Nobody else writes them: a token that was changed goes with no secret that is known.
    ...(isJsonObject(permissions) && { permissions: permissions as SessionPermissions }),
  }
}

/** Who speaks, and from where. */
export interface PlacedCaller extends Caller {
  readonly place: Place
  readonly session?: SessionPermissions
}

/** Who speaks, from the credentials of a request. Long-term keys act as their account's root. */
export function callerOf(accessKeyId: string, token: string | undefined, region: string): PlacedCaller {
  const place = { account: accountOfAccessKey(accessKeyId), region }
  const session = token ? readSession(token) : undefined
  if (session && session.account === place.account) {
    const { resource, userId, transitiveTagKeys, permissions } = session
    const given = { ...(transitiveTagKeys && { transitiveTagKeys }), ...(permissions && { session: permissions }) }
    return { accessKeyId, arn: globalArnOf('sts', place, resource), userId, ...given, place }
  }
  return { accessKeyId, arn: globalArnOf('iam', place, 'root'), userId: place.account, place }
}
