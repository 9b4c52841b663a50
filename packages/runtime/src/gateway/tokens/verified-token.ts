import type { JsonObject } from '../../kernel/json.ts'
import type { TokenIssuer } from '../ports.ts'

/** A token whose signature and issuer have been checked. Whether it is good for a method is asked at every call. */
export interface VerifiedToken {
  readonly issuer: TokenIssuer
  readonly claims: JsonObject
  /** Seconds since the epoch. */
  readonly expiresAt: number
  readonly tokenUse: string
  readonly scopes: ReadonlySet<string>
}
