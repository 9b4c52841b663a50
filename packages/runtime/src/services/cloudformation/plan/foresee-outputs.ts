import { isAwsError } from '../../../kernel/errors.ts'
import { isJsonObject, type JsonValue } from '../../../kernel/json.ts'
import type { OutputRecord } from '../records.ts'
import { BudgetExceeded } from '../template/budget.ts'
import type { Conditions } from '../template/evaluate.ts'
import { isKnownAfterApply } from '../template/known-after-apply.ts'
import { resolveValue } from '../template/resolve.ts'
import type { Resolved, Scope } from '../template/scope.ts'
import type { Template } from '../template/template.ts'

interface ForeseenOutput {
  readonly key: string
  readonly value: Resolved
  readonly description?: string
  readonly exportName: Resolved
  /** It cannot be resolved: execution will tell, which is a change. */
  readonly fails?: true
}

/** Outputs as they will be, as far as that is known. */
export async function foreseeOutputs(template: Template, conditions: Conditions, scope: Scope) {
  const outputs: ForeseenOutput[] = []
  for (const [key, { value, description, condition, exportName }] of Object.entries(template.outputs)) {
    if (condition !== undefined && !conditions[condition]) continue
    const base = { key, description }
    try {
      const named = exportName === undefined ? undefined : await resolveValue(exportName, scope)
      outputs.push({ ...base, value: await resolveValue(value, scope), exportName: named })
    } catch (error) {
      if (!isAwsError(error) || error instanceof BudgetExceeded) throw error
      outputs.push({ ...base, value: undefined, exportName: undefined, fails: true })
    }
  }
  return outputs
}

export function outputsDiffer(before: readonly OutputRecord[], after: readonly ForeseenOutput[]): boolean {
  if (before.length !== after.length) return true
  const old = new Map(before.map((output) => [output.key, output]))
  const differs = (text: string | undefined, next: Resolved) => !isKnownAfterApply(next) && text !== textOf(next)
  return after.some(({ key, value, description, exportName, fails }) => {
    const was = old.get(key)
    if (fails || !was || was.description !== description) return true
    return differs(was.value, value) || differs(was.exportName, exportName)
  })
}

function textOf(value: Resolved): string | undefined {
  if (value === undefined) return undefined
  return isJsonObject(value) || Array.isArray(value) ? JSON.stringify(value as JsonValue) : String(value)
}
