import { AwsError } from '../../kernel/errors.ts'
import type { Member } from '../model.ts'
import { malformedXml } from '../wire-errors.ts'
import { printedValue } from './printed-value.ts'
import type { Mismatch } from './type-mismatch.ts'
import type { Violation } from './violations.ts'

/** S3 has words of its own, and its operations say most of them; what its documents may hold is settled here. */
export const s3Dialect = {
  mismatch({ value, root }: Mismatch): AwsError {
    const { member, name } = root
    if (!member.location) return malformedXml()
    const argument = member.locationName ?? name
    return new AwsError('InvalidArgument', `Provided ${argument} not an integer or within integer range`, {
      members: { ArgumentName: argument, ArgumentValue: printedValue(value).slice(0, 1024) },
    })
  },
  violations(violations: readonly Violation[]): AwsError | undefined {
    const missing = violations.find(({ kind, root }) => kind === 'required' && root.member.location)
    if (missing) return missingMember(missing.root.name, missing.root.member)
    const inDocument = violations.some(({ kind, root }) => !root.member.location && DOCUMENT_RULES.has(kind))
    return inDocument ? malformedXml() : undefined
  },
}

/** Lengths and patterns have errors of their own (`InvalidTag`, `KeyTooLongError`), which the operations throw. */
const DOCUMENT_RULES: ReadonlySet<Violation['kind']> = new Set(['required'])

function missingMember(name: string, member: Member): AwsError {
  const what = member.location === 'header' ? 'header' : 'parameter'
  return new AwsError('InvalidRequest', `Missing required ${what} for this request: ${member.locationName ?? name}`)
}
