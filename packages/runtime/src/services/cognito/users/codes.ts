import { timingSafeEqual } from 'node:crypto'
import { randomText } from '../../../kernel/ids.ts'
import type { Random } from '../../../kernel/random.ts'
import type { Vault } from '../../../kernel/vault.ts'
import { codeExpired, wrongCode } from './errors.ts'
import type { CodePurpose, CodeRecord, CredentialsRecord, UserRecord } from './records.ts'

const HOUR_MS = 3_600_000
/** Documented: developer guide, quotas. */
const LIFETIMES_MS: Readonly<Record<CodePurpose, number>> = {
  'sign-up': 24 * HOUR_MS,
  reset: HOUR_MS,
  email: 24 * HOUR_MS,
  phone_number: 24 * HOUR_MS,
}

/** Six digits, but for sign-in by email, where there are eight (recorded). */
export function newCode(random: Random, digits = 6): string {
  return randomText(random, digits, '0123456789')
}

/** A code has too few digits for a digest that others could compute. */
function digestOf(vault: Vault, user: UserRecord, purpose: string, code: string): Buffer {
  return vault.digest('cognito-idp/code', JSON.stringify([user.poolId, user.key, purpose, code]))
}

export function codeRecord(
  vault: Vault,
  user: UserRecord,
  purpose: CodePurpose,
  { code, now, ...more }: { code: string; now: number } & Proven,
): CodeRecord {
  const digest = digestOf(vault, user, purpose, code).toString('base64')
  return { digest, expiresAt: now + LIFETIMES_MS[purpose], ...more }
}

/** The record of a code that is right. One that was used, replaced or outlived is as good as none. */
export function requireCode(
  vault: Vault,
  user: UserRecord,
  { codes }: CredentialsRecord,
  purpose: CodePurpose,
  given: { code: string; now: number },
): CodeRecord {
  const record = codes?.[purpose]
  if (!record || given.now >= record.expiresAt) throw codeExpired()
  const digest = digestOf(vault, user, purpose, given.code)
  if (!timingSafeEqual(digest, Buffer.from(record.digest, 'base64'))) throw wrongCode()
  return record
}

/** What a code shows to be somebody's. */
export type Proven = Pick<CodeRecord, 'attribute' | 'address' | 'pending'>

/**
 * Whether a code was sent to the address that it is about to verify: one that has been changed meanwhile is not shown to be
 * anybody's (inferred; nothing is documented).
 */
export function isStillThere({ attributes }: UserRecord, { attribute = '', address, pending }: Proven): boolean {
  return pending !== undefined || address === undefined || address === attributes[attribute]
}

export function withCode(record: CredentialsRecord, purpose: CodePurpose, code: CodeRecord): CredentialsRecord {
  return { ...record, codes: { ...record.codes, [purpose]: code } }
}

export function withoutCode(record: CredentialsRecord, purpose: CodePurpose): CredentialsRecord {
  const { [purpose]: _, ...codes } = record.codes ?? {}
  return { ...record, codes }
}
