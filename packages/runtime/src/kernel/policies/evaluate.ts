import { holds } from './conditions.ts'
import type { Facts, PolicyRequest, RequestPrincipal } from './facts.ts'
import { matchesGlob } from './glob.ts'
import type { Listed, Policy, Principals, Statement } from './policy.ts'

/** `none`: no statement speaks of the request, which is so refused unless another policy allows it. */
export type Decision = 'allow' | 'deny' | 'none'

/**
 * What a policy says of a request: an explicit `Deny` wins over any `Allow`. A condition that is not understood makes an
 * `Allow` say nothing, and a `Deny` count.
 */
export function evaluate(policy: Policy, request: PolicyRequest): Decision {
  return judge(policy, request).decision
}

export interface Judgment {
  readonly decision: Decision
  /** The first that says so, counted from 1; 0: none does. */
  readonly statement: number
}

/** As {@link evaluate}, and by which statement. */
export function judge({ statements }: Policy, request: PolicyRequest): Judgment {
  let allowing = 0
  for (let at = 0; at < statements.length; at++) {
    const statement = statements[at] as Statement
    if ((statement.effect === 'Allow' && allowing > 0) || !speaksOf(statement, request)) continue
    if (statement.effect === 'Deny') return { decision: 'deny', statement: at + 1 }
    allowing = at + 1
  }
  return { decision: allowing > 0 ? 'allow' : 'none', statement: allowing }
}

function speaksOf(statement: Statement, { action, resource, principal, facts }: PolicyRequest): boolean {
  const { effect, principals, actions, resources, conditions } = statement
  if (principals && matchesPrincipal(principals.listed, principal) === principals.negated) return false
  // The prefix and the name of an action are told apart without their case (documented).
  if (!listedMatches(actions, (pattern) => matchesGlob(pattern.toLowerCase(), action.toLowerCase()))) return false
  if (resources && !listedMatches(resources, (pattern) => matchesResource(pattern, resource, facts))) return false
  return conditions.every((condition) => {
    const held = holds(condition, facts)
    return held === 'unknown' ? effect === 'Deny' : held
  })
}

function listedMatches({ listed, negated }: Listed<readonly string[]>, matches: (pattern: string) => boolean): boolean {
  return listed.some(matches) !== negated
}

/** A wildcard reaches across the colons of an ARN (documented for the end of a part; elsewhere inferred). */
function matchesResource(pattern: string, resource: string, facts: Facts): boolean {
  const filled = facts.filled(pattern)
  return filled !== undefined && matchesGlob(filled, resource)
}

/** `*` alone, or under `AWS`, is everybody. An account stands for all its identities, under its number or its root. */
function matchesPrincipal(principals: Principals, caller: RequestPrincipal | undefined): boolean {
  if (principals === '*' || principals.AWS?.includes('*')) return true
  if (!caller) return false
  const listed = Object.hasOwn(principals, caller.type) ? (principals[caller.type] ?? []) : []
  return listed.some((name) => caller.names.includes(name))
}
