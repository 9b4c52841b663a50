import type { Place } from '../../kernel/place.ts'
import type { Random } from '../../kernel/random.ts'
import { mintAccessKeyId, sessionToken } from '../../kernel/session.ts'

const ROLE = /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/
const SESSION_NAME = 'BackplaneAssumeRoleSession'

export interface Signing {
  readonly region: string
  /** As signatures name it. */
  readonly service: string
  /** Undefined: the API's account calls. */
  readonly role: string | undefined
}

/**
 * Name and value of each header that makes a request one of AWS's: the credentials of a session of the role, or of the
 * API's account. Undefined where the role is none.
 */
export function signedHeaders({ region, service, role }: Signing, place: Place, random: Random) {
  const [, account = place.account, name] = ROLE.exec(role ?? '') ?? []
  if (role !== undefined && name === undefined) return undefined
  const key = mintAccessKeyId(account, random)
  // Nothing here looks at the signature: what counts is who says to have signed, and for what.
  const scope = `${key}/20000101/${region}/${service}/aws4_request`
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${'0'.repeat(64)}`
  const signed = ['X-Amz-Date', '20000101T000000Z', 'Authorization', authorization]
  if (name === undefined) return signed
  const session = { account, userId: `AROA:${SESSION_NAME}`, resource: `assumed-role/${name}/${SESSION_NAME}` }
  return [...signed, 'X-Amz-Security-Token', sessionToken(session, random)]
}
