import { createHash } from 'node:crypto'
import type { Credentials } from '../../generated/sts.ts'
import { parseArn } from '../../kernel/arn.ts'
import { mintTemporaryKey, type PlainSession, type Session } from '../../kernel/session.ts'
import type { StsDeps } from './deps.ts'

export interface RoleReference {
  readonly account: string
  /** Without the path: session ARNs do not carry it. */
  readonly roleName: string
}

const ROLE_ARN_SERVICE = 'iam'

/** Undefined when the text is not the ARN of a role. */
export function parseRoleArn(text: string): RoleReference | undefined {
  const arn = parseArn(text)
  if (arn?.service !== ROLE_ARN_SERVICE || arn.region !== '' || !/^\d{12}$/.test(arn.account)) return undefined
  const roleName = /^role\/(?:.+\/)?([^/]+)$/.exec(arn.resource)?.[1]
  return roleName ? { account: arn.account, roleName } : undefined
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** An id for a role that nobody created here: always the same for the same ARN, so that callers can compare it. */
export function standInRoleId(roleArn: string): string {
  const hash = createHash('sha256').update(roleArn).digest()
  return `AROA${Array.from(hash.subarray(0, 17), (byte) => BASE32[byte % 32]).join('')}`
}

/** Credentials whose key id names the account and whose token says what the session acts as, if it is one of its own. */
export function sessionCredentials(
  session: Session | PlainSession,
  durationSeconds: number,
  { clock, random, vault }: StsDeps,
): Credentials {
  // STS counts in whole seconds.
  const expiresAt = Math.floor(clock.now() / 1000) + durationSeconds
  const key = mintTemporaryKey({ ...session, expiresAt }, { random, vault })
  return {
    AccessKeyId: key.accessKeyId,
    SecretAccessKey: key.secretAccessKey,
    SessionToken: key.sessionToken,
    Expiration: new Date(expiresAt * 1000),
  }
}

const PACKED_LIMIT_BYTES = 2048

/** Share of the packed size limit that policies and tags take up. AWS's packing is not public; this is the plain size. */
export function packedPolicySize(...parts: readonly unknown[]): number | undefined {
  const present = parts.filter((part) => part !== undefined)
  if (present.length === 0) return undefined
  return Math.ceil((Buffer.byteLength(JSON.stringify(present)) / PACKED_LIMIT_BYTES) * 100)
}
