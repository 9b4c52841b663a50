import type { ResourceServerScopeType } from '../../../generated/cognito-idp.ts'
import { invalidParameter } from '../errors.ts'

/** A resource server names each of its scopes once (text inferred). */
export function distinctScopes(scopes: readonly ResourceServerScopeType[] = []): readonly ResourceServerScopeType[] {
  const seen = new Set<string>()
  for (const { ScopeName } of scopes) {
    if (seen.has(ScopeName)) throw invalidParameter(`Duplicate scope ${ScopeName} in the resource server.`)
    seen.add(ScopeName)
  }
  return scopes
}
