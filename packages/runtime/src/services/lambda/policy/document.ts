import { AwsError } from '../../../kernel/errors.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { PolicyRecord } from '../records.ts'

/** Documented. */
const MOST_BYTES = 20_480

/** As AWS writes it (recorded). */
export function policyText({ statements }: Pick<PolicyRecord, 'statements'>): string {
  return JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements })
}

export function withStatement(
  before: PolicyRecord | undefined,
  statement: JsonObject,
  revisionId: string,
): PolicyRecord {
  const after = { revisionId, statements: [...(before?.statements ?? []), statement] }
  const size = Buffer.byteLength(policyText(after))
  if (size > MOST_BYTES) {
    throw new AwsError(
      'PolicyLengthExceededException',
      `The final policy size (${size}) is bigger than the limit (${MOST_BYTES}).`,
      { members: { Type: 'User' } },
    )
  }
  return after
}
