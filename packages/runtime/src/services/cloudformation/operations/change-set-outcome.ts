import type { Plan } from '../plan/plan-changes.ts'
import type { ChangeSetRecord, ValidationFinding } from '../records.ts'

/** What has become of a change set that was drafted. */
export type Outcome = Pick<ChangeSetRecord, 'status' | 'statusReason' | 'executionStatus'>

export function outcomeOf(
  findings: readonly ValidationFinding[],
  { refusal, isChange }: Plan,
  nested: readonly { readonly id: string; readonly outcome: Outcome }[],
): Outcome {
  if (findings.length > 0) return failedWith(EARLY_VALIDATION)
  if (refusal !== undefined) return failedWith(refusal)
  const broken = nested.find(({ outcome }) => outcome.status === 'FAILED')
  if (broken) return failedWith(nestedFailure(broken.id))
  if (!isChange) return failedWith(NO_CHANGES)
  return { status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE' }
}

export function failedWith(statusReason: string): Outcome {
  return { status: 'FAILED', executionStatus: 'UNAVAILABLE', statusReason }
}

/** Reported by users of the service (aws/aws-sam-cli issue 2406); the CDK CLI looks for the first words. */
function nestedFailure(id: string): string {
  return `Nested change set ${id} was not successfully created: Currently in FAILED.`
}

/** Observed; clients compare it. */
const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set."

/** The CDK CLI looks for the name of the validation and then asks DescribeEvents. */
const EARLY_VALIDATION =
  'The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. To troubleshoot Early ' +
  'Validation errors, use the DescribeEvents API for detailed failure information.'
