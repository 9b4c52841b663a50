import type { PatchOperation } from '../../../generated/apigateway.ts'
import type { AwsError } from '../../../kernel/errors.ts'

export type PatchVerb = 'add' | 'remove' | 'replace' | 'copy' | 'move' | 'test'

/** One operation on a path that a rule knows. */
export interface PatchStep {
  readonly verb: PatchVerb
  /** The decoded segments that stood where the rule's path has `{}`. */
  readonly keys: readonly string[]
  /** Undefined when it was not given. */
  readonly value: string | undefined
  readonly path: string
  /** What `copy` copies. */
  readonly from: string | undefined
}

/** A path of a resource that can be patched, and what that does. `{}` stands for one segment, `~1` in it for a slash. */
export interface PatchRule<T> {
  readonly path: string
  readonly verbs: readonly PatchVerb[]
  readonly apply: (target: T, step: PatchStep) => T
}

/** How a resource words its refusals: API Gateway has more than one dialect. */
export interface PatchDialect {
  readonly unknownPath: (path: string | undefined, verb: PatchVerb) => AwsError
  readonly wrongVerb: (path: string, verb: PatchVerb, allowed: readonly PatchVerb[]) => AwsError
}

/**
 * Applies patch operations in their order and returns the result; nothing of it happens when one is refused.
 * Values are always texts. Of several rules for a path, the first that takes the verb is meant.
 */
export function applyPatch<T>(
  target: T,
  operations: readonly PatchOperation[] | undefined,
  rules: readonly PatchRule<T>[],
  dialect: PatchDialect,
): T {
  let result = target
  for (const { op, path, value, from } of operations ?? []) {
    const verb = (op ?? 'replace') as PatchVerb
    const matches = path === undefined ? [] : matching(rules, path)
    const [first] = matches
    if (path === undefined || !first) throw dialect.unknownPath(path, verb)
    const match = matches.find(({ rule }) => rule.verbs.includes(verb))
    if (!match) throw dialect.wrongVerb(path, verb, first.rule.verbs)
    result = match.rule.apply(result, { verb, keys: match.keys, value, path, from })
  }
  return result
}

interface Match<T> {
  readonly rule: PatchRule<T>
  readonly keys: readonly string[]
}

function matching<T>(rules: readonly PatchRule<T>[], path: string): Match<T>[] {
  const segments = path.split('/')
  return rules.flatMap((rule) => {
    const keys = keysOf(rule.path.split('/'), segments)
    return keys ? [{ rule, keys }] : []
  })
}

function keysOf(wanted: readonly string[], given: readonly string[]): string[] | undefined {
  if (wanted.length !== given.length) return undefined
  const keys: string[] = []
  for (const [i, segment] of wanted.entries()) {
    const text = given[i] ?? ''
    if (segment !== '{}') {
      if (segment !== text) return undefined
    } else if (text === '') {
      return undefined
    } else {
      keys.push(text.replaceAll('~1', '/').replaceAll('~0', '~'))
    }
  }
  return keys
}
