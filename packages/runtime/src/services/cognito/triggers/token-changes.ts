import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import type { ClaimChanges, TokenChanges } from '../../../oauth/ports.ts'
import { objectOrNone, textsOrNone } from './read-response.ts'
import { unrecognizable } from './run-trigger.ts'

/** Documented (quotas): claims and scopes of one transaction, existing and added. */
const MAX_CLAIMS_AND_SCOPES = 5000

/** What a function wants of the claims of one token. Null is no value of a claim (inferred). */
export function readClaims(generation: JsonObject): ClaimChanges {
  const claims = objectOrNone(generation.claimsToAddOrOverride) ?? {}
  if (Object.values(claims).some((value) => value === null)) throw unrecognizable()
  if (Object.keys(claims).length > MAX_CLAIMS_AND_SCOPES) throw unrecognizable()
  return { claims, suppressedClaims: textsOrNone(generation.claimsToSuppress) ?? [] }
}

/** `accessTokenGeneration` of the forms 2 and 3. */
export function readAccessToken(value: JsonValue | undefined): TokenChanges | undefined {
  const generation = objectOrNone(value)
  if (!generation) return undefined
  const changes = {
    ...readClaims(generation),
    addedScopes: textsOrNone(generation.scopesToAdd) ?? [],
    suppressedScopes: textsOrNone(generation.scopesToSuppress) ?? [],
  }
  // A scope with a blank in it would be two (documented).
  if (changes.addedScopes.some((scope) => scope === '' || /\s/.test(scope))) throw unrecognizable()
  if (Object.keys(changes.claims).length + changes.addedScopes.length > MAX_CLAIMS_AND_SCOPES) throw unrecognizable()
  return changes
}
