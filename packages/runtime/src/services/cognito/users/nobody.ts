import type { Place } from '../../../kernel/place.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import type { Vault } from '../../../kernel/vault.ts'
import type { UserPoolRecord } from '../records.ts'
import { within } from '../repository.ts'
import { isEmail, isPhoneNumber, type Verifiable } from './attributes.ts'
import { folded, namedByAddress } from './names.ts'
import type { CredentialsRecord, UserRecord } from './records.ts'
import { credentials, users } from './repository.ts'

/*
 * Whoever asks through a client that hides users must not learn who is there (documented: "Managing user existence error
 * responses"). A name that nobody has therefore stands for a person who can prove nothing: what is counted and remembered
 * of people is counted and remembered of this one, so that neither answers nor the time that they take tell them apart.
 */

/** Behind all keys of users. */
export const NOBODY = '~'

/** In one spelling, where the pool takes several for the same. */
const digestOf = (vault: Vault, pool: UserPoolRecord, purpose: string, name: string): Buffer =>
  vault.digest(`cognito-idp/${purpose}`, JSON.stringify([pool.id, folded(pool, name)]))

/** The same for the same name. That it is shown in lower case, where the pool does not tell cases apart, is inferred. */
export function nobodyOf(vault: Vault, pool: UserPoolRecord, name: string): UserRecord {
  const sub = subOf(digestOf(vault, pool, 'simulated-name', name).toString('hex'))
  return {
    key: `${NOBODY}${digestOf(vault, pool, 'asked-for', name).toString('hex')}`,
    poolId: pool.id,
    username: namedByAddress(pool) ? sub : folded(pool, name),
    sub,
    createdAt: 0,
    modifiedAt: 0,
    enabled: true,
    status: 'CONFIRMED',
    attributes: {},
  }
}

export function isNobody({ key }: Pick<UserRecord, 'key'>): boolean {
  return key.startsWith(NOBODY)
}

/** Nobody always is. Of whoever has been deleted meanwhile nothing is written down any more. */
export async function isThere(
  reader: Reader,
  place: Place,
  user: Pick<UserRecord, 'poolId' | 'key'>,
): Promise<boolean> {
  const found = await users.find(reader, place, within(user.poolId, user.key))
  return found !== undefined || isNobody(user)
}

/** Looks like that of a user. */
function subOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-70${hex.slice(14, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/**
 * Where a code for nobody would go: by what the name looks like and by what the pool sends codes to (documented). The
 * address is the one that was asked for, or always the same one for the same name.
 */
export function simulatedAddress(
  vault: Vault,
  pool: UserPoolRecord,
  asked: string,
  media: readonly Verifiable[],
): { readonly attribute: Verifiable; readonly address: string } {
  const name = folded(pool, asked)
  const looksLike = isPhoneNumber(name) ? 'phone_number' : 'email'
  const attribute = media.includes(looksLike) || media.length === 0 ? looksLike : (media[0] ?? looksLike)
  const [one = 0, other = 0] = digestOf(vault, pool, 'simulated-address', name)
  if (attribute === 'phone_number') {
    const digits = String((one << 8) | other).padStart(5, '0')
    return { attribute, address: isPhoneNumber(name) ? name : `+1555555${digits.slice(-4)}` }
  }
  const letter = (byte: number) => LETTERS[byte % LETTERS.length]
  return { attribute, address: isEmail(name) ? name : `${letter(one)}@${letter(other)}` }
}

const LOOKED_AT = 5
/** After so long a time of quiet no wrong password counts any more. */
const QUIET_MS = 15 * 60_000

/** Names that nobody has are without end: whoever writes the same of somebody looks for some that are past. */
export async function forgetNobodies(tx: Transaction, place: Place, poolId: string, now: number): Promise<void> {
  const range = { kind: credentials.kind, place: credentials.key(place, '').place, prefix: within(poolId, NOBODY) }
  for (const { key, value } of await tx.list<CredentialsRecord>({ ...range, limit: LOOKED_AT })) {
    if (isPast(value, now)) tx.delete(key)
  }
}

function isPast({ attempts, codes = {} }: CredentialsRecord, now: number): boolean {
  const isQuiet = !attempts || now - attempts.lastAt >= QUIET_MS
  return isQuiet && Object.values(codes).every(({ expiresAt }) => now >= expiresAt)
}
