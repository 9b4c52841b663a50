import { globalArnOf } from './arn.ts'
import { randomText } from './ids.ts'
import { isJsonObject } from './json.ts'
import type { Caller } from './operation.ts'
import type { Place } from './place.ts'
import type { Random } from './random.ts'

/**
 * Temporary credentials carry what they stand for, so that no request needs a look-up: the access key id holds the
 * account, the session token names the role and session. Nothing here is secret; signatures are not verified.
 */
export interface Session {
  readonly account: string
  /** The id of the assumed role or user, e.g. `AROA…:session-name`. */
  readonly userId: string
  /** Resource part of the ARN: `assumed-role/Role/session` or `federated-user/name`. */
  readonly resource: string
  readonly transitiveTagKeys?: readonly string[]
}

export const DEFAULT_ACCOUNT = '000000000000'

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

export function mintAccessKeyId(account: string, random: Random): string {
  let digits = ''
  for (let rest = BigInt(account), i = 0; i < ACCOUNT_DIGITS; i++, rest /= 32n) {
    digits = `${BASE32[Number(rest % 32n)]}${digits}`
  }
  return `ASIA${digits}${MARK}${randomText(random, 7, BASE32)}`
}

export function sessionToken(session: Session, random: Random): string {
  const body = JSON.stringify({ ...session, nonce: random.bytes(24).toString('base64url') })
  return Buffer.from(body).toString('base64')
}

function readSession(token: string): Session | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64').toString('utf8'))
    if (!isJsonObject(value)) return undefined
    const { account, userId, resource, transitiveTagKeys } = value
    if (typeof account !== 'string' || typeof userId !== 'string' || typeof resource !== 'string') return undefined
    const keys = Array.isArray(transitiveTagKeys) ? transitiveTagKeys.filter((key) => typeof key === 'string') : []
    return { account, userId, resource, ...(keys.length > 0 && { transitiveTagKeys: keys }) }
  } catch {
    return undefined
  }
}

/** Who speaks, from the credentials of a request. Long-term keys act as their account's root. */
export function callerOf(accessKeyId: string, token: string | undefined, region: string): Caller & { place: Place } {
  const place = { account: accountOfAccessKey(accessKeyId), region }
  const session = token ? readSession(token) : undefined
  if (session && session.account === place.account) {
    const { resource, userId, transitiveTagKeys } = session
    const tags = transitiveTagKeys ? { transitiveTagKeys } : {}
    return { accessKeyId, arn: globalArnOf('sts', place, resource), userId, ...tags, place }
  }
  return { accessKeyId, arn: globalArnOf('iam', place, 'root'), userId: place.account, place }
}
