import type { JsonObject } from '../kernel/json.ts'
import { TokenError } from '../kernel/signed-token.ts'
import type { TokenIssuer } from './ports.ts'

/** What a call with a token would come to at an authorizer, as far as that can be told without the call. */
export interface Foreseen {
  /**
   * `open`: anybody may call. `yes`: with this token. `no`: not with it. `depends`: somebody else has a say, who is not
   * asked before there is a call.
   */
  readonly verdict: 'open' | 'yes' | 'no' | 'depends'
  /** Why not, or what it depends on. */
  readonly reason?: string
}

/** A token that a pool has issued, or would issue: its signature is not in question. */
export interface CandidateToken {
  readonly issuer: TokenIssuer
  readonly claims: JsonObject
}

export const OPEN: Foreseen = { verdict: 'open' }
export const ASKS_FOR_SIGNATURE: Foreseen = {
  verdict: 'no',
  reason: 'it asks for a request that is signed with credentials of AWS, and for no token',
}

export function dependsOn(what: string): Foreseen {
  return { verdict: 'depends', reason: what }
}

/** What a check comes to that throws where it refuses: the same check that calls go through. */
export function foreseenBy(
  check: () => void,
  Refusal: new (...args: never[]) => { readonly reason: string },
): Foreseen {
  try {
    check()
    return { verdict: 'yes' }
  } catch (error) {
    if (error instanceof Refusal) return { verdict: 'no', reason: error.reason }
    if (error instanceof TokenError) return { verdict: 'no', reason: error.message }
    throw error
  }
}
