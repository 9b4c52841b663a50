import type { JsonObject, JsonValue } from '../../../../kernel/json.ts'
import { own } from '../../../../kernel/own.ts'
import type { VerifiedJwt } from '../../../tokens/verified-jwt.ts'
import type { Caller } from '../caller.ts'

/** The bearer of a token. */
export class JwtCaller implements Caller {
  readonly #token: VerifiedJwt
  readonly #hasScopes: boolean

  /** `hasScopes`: the route asks for one. */
  constructor(token: VerifiedJwt, hasScopes: boolean) {
    this.#token = token
    this.#hasScopes = hasScopes
  }

  event2(): JsonObject {
    return { jwt: this.event1() }
  }

  /**
   * `scopes` is null where the route asks for none (observed: DefinitelyTyped/DefinitelyTyped#75458); else they are the
   * token's (inferred).
   */
  event1(): JsonObject {
    return { claims: claimTexts(this.#token.claims), scopes: this.#hasScopes ? [...this.#token.scopes] : null }
  }

  /** `claims.sub`; the path that events have, `jwt.claims.sub`, is none (observed in a suite of LocalStack's). */
  variable(name: string): string | undefined {
    const claim = name.startsWith('claims.') ? own(this.#token.claims, name.slice('claims.'.length)) : undefined
    return claim === undefined || claim === null ? undefined : claimText(claim)
  }
}

/** Texts all of them: times are numbers of seconds, not dates (observed: DefinitelyTyped/DefinitelyTyped#75458). */
function claimTexts(claims: JsonObject): Record<string, string> {
  const texts: [string, string][] = []
  for (const [name, value] of Object.entries(claims)) if (value !== null) texts.push([name, claimText(value)])
  return Object.fromEntries(texts)
}

/** Lists print as `[a b]` (reported in the field), and objects as `map[a:1 b:2]`: as Go prints both (inferred). */
function claimText(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `map[${members.map(([name, member]) => `${name}:${claimText(member)}`).join(' ')}]`
}
