import type { AwsError } from '../../kernel/errors.ts'
import { badRequest } from './errors.ts'

/** As an import of a REST API words it (observed: github.com/edx/api-manager/pull/259). */
export function importError(problem: string): AwsError {
  return badRequest(`Errors found during import:\n\t${problem}`)
}

/** Observed: Terraform's acceptance tests of an API with `fail_on_warnings`, and what SAM says of its own. */
export function importWarnings(warnings: readonly string[]): AwsError {
  return badRequest(`Warnings found during import:\n\t${warnings.join('\n\t')}`)
}
