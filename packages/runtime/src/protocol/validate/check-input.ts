import type { OperationRef } from '../codec.ts'
import { dialects } from './dialects.ts'
import { findMismatch } from './type-mismatch.ts'
import { findViolations } from './violations.ts'

/**
 * Refuses an input that breaks its model, in the words of its service: first a value of the wrong type, which the
 * service could not even read; else every constraint that does not hold, together.
 */
export function checkInput(target: OperationRef, input: unknown): void {
  const { model, operation } = target
  if (!operation.input) return
  const dialect = dialects[model.name]
  const mismatch = findMismatch(model, operation.input.shape, input)
  if (mismatch) throw dialect.mismatch(mismatch)
  const violations = findViolations(model, operation.input.shape, input)
  const refusal = violations.length > 0 ? dialect.violations(violations, target) : undefined
  if (refusal) throw refusal
}
