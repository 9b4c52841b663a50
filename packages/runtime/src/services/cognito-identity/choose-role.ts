import type { MappingRule, RoleMapping } from '../../generated/cognito-identity.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { noRole, notAuthorized } from './errors.ts'
import type { Login } from './logins.ts'
import type { IdentityPoolRecord } from './records.ts'

/**
 * The role that somebody acts as (documented: developer guide, "Using role-based access control"): a custom one if the
 * token has it, what the provider's mapping says, or the role of everybody who has signed in.
 */
export function chooseRole(
  { roles = {}, roleMappings = {} }: IdentityPoolRecord,
  login: Login | undefined,
  custom: string | undefined,
): string {
  if (!login) return required(roles.unauthenticated)
  if (custom !== undefined) {
    // Text inferred.
    if (!rolesIn(login.claims).includes(custom)) throw notAuthorized('CustomRoleArn is not a role of the token.')
    return custom
  }
  const mapping = roleMappings[`${login.provider}:${login.clientId}`]
  return required(mapping ? mapped(mapping, login.claims, roles.authenticated) : roles.authenticated)
}

function required(role: string | undefined): string {
  if (role === undefined) throw noRole()
  return role
}

function mapped(mapping: RoleMapping, claims: JsonObject, everybody: string | undefined): string | undefined {
  const role = mapping.Type === 'Token' ? fromToken(claims) : fromRules(mapping, claims)
  if (role !== undefined) return role
  // Text inferred.
  if (mapping.AmbiguousRoleResolution === 'Deny') throw notAuthorized('Access denied by the role mapping.')
  return everybody
}

function fromToken(claims: JsonObject): string | undefined {
  const preferred = claims['cognito:preferred_role']
  if (typeof preferred === 'string') return preferred
  const [only, another] = rolesIn(claims)
  return another === undefined ? only : undefined
}

function rolesIn(claims: JsonObject): string[] {
  const roles = claims['cognito:roles']
  return Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : []
}

function fromRules({ RulesConfiguration }: RoleMapping, claims: JsonObject): string | undefined {
  return RulesConfiguration?.Rules.find((rule) => applies(rule, claims))?.RoleARN
}

const MATCHES: Readonly<Record<string, (claim: string, value: string) => boolean>> = {
  Equals: (claim, value) => claim === value,
  Contains: (claim, value) => claim.includes(value),
  StartsWith: (claim, value) => claim.startsWith(value),
  NotEqual: (claim, value) => claim !== value,
}

/** A list is compared as the text of its members (inferred). */
function applies({ Claim, MatchType, Value }: MappingRule, claims: JsonObject): boolean {
  const claim = Object.hasOwn(claims, Claim) ? claims[Claim] : undefined
  if (claim === undefined || claim === null) return false
  const text = typeof claim === 'object' ? JSON.stringify(claim) : String(claim)
  return MATCHES[MatchType]?.(text, Value) ?? false
}
