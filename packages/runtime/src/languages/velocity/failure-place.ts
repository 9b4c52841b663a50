import { BudgetExceededError } from '../budget.ts'
import { TemplateError } from './value.ts'

/** Where in a template a statement has failed: for whoever wrote it, not for AWS's answer. */
export interface FailurePlace {
  /** Counted from 1. */
  readonly line: number
  readonly text: string
}

const PLACES = new WeakMap<Error, FailurePlace>()

/** Of a failed rendering; undefined for what failed elsewhere. */
export function failurePlaceOf(error: unknown): FailurePlace | undefined {
  return error instanceof Error ? PLACES.get(error) : undefined
}

/** Notes the statement that an error comes from, unless one within it was noted before. */
export function noteFailure(error: unknown, template: string, position: number): void {
  if (!(error instanceof TemplateError || error instanceof BudgetExceededError) || PLACES.has(error)) return
  const line = template.slice(0, position).split('\n').length
  PLACES.set(error, { line, text: (template.split('\n')[line - 1] ?? '').trim() })
}
