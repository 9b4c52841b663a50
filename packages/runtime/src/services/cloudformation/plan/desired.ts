import { isAwsError } from '../../../kernel/errors.ts'
import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import { BudgetExceeded } from '../template/budget.ts'
import { holdsDynamicReference } from '../template/dynamic-references.ts'
import { isKnownAfterApply, KNOWN_AFTER_APPLY } from '../template/known-after-apply.ts'
import { resolveValue } from '../template/resolve.ts'
import type { Scope } from '../template/scope.ts'
import type { ResourceDeclaration } from '../template/template.ts'
import type { KnownType } from '../type-registry.ts'
import { conform, type PropertyProblem } from './conform.ts'

/** A resource as the template wants it, functions resolved. Dynamic references stand as they are written. */
export interface Desired {
  readonly properties: JsonObject
  readonly metadata?: JsonValue
  readonly problems: readonly PropertyProblem[]
}

/**
 * Resolves what a template says of a resource. `onFailure` hears of each property whose functions fail, which then
 * counts as unknown; without it, the failure is thrown.
 */
export async function resolveDesired(
  declared: ResourceDeclaration,
  known: KnownType,
  scope: Scope,
  onFailure?: (message: string) => void,
): Promise<Desired> {
  const resolve = async (value: JsonValue) => {
    try {
      return await resolveValue(value, scope)
    } catch (error) {
      if (!onFailure || !isAwsError(error) || error instanceof BudgetExceeded) throw error
      onFailure(error.message)
      return KNOWN_AFTER_APPLY
    }
  }
  const entries: [string, JsonValue][] = []
  for (const [name, value] of Object.entries(declared.properties)) {
    const resolved = await resolve(value)
    if (resolved !== undefined) entries.push([name, resolved])
  }
  const metadata = declared.metadata === undefined ? undefined : await resolve(declared.metadata)
  const isOpen = (value: JsonValue) => isKnownAfterApply(value) || holdsDynamicReference(value)
  return { ...conformTo(known, Object.fromEntries(entries), isOpen), metadata }
}

/** Properties with the types of the specification, where there is one. */
export function conformTo(known: KnownType, properties: JsonObject, isOpen?: (value: JsonValue) => boolean) {
  return known.specification ? conform(properties, known.specification, isOpen) : { properties, problems: [] }
}
