import type { SessionPermissions } from '../../../kernel/signatures.ts'

interface Given {
  readonly Policy?: string
  readonly PolicyArns?: readonly { readonly arn?: string }[]
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[]
}

/** What the session of these may do less than its role, and what policies know of it; undefined: nothing of both. */
export function sessionPermissions({ Policy, PolicyArns = [], Tags = [] }: Given): SessionPermissions | undefined {
  const arns = PolicyArns.flatMap(({ arn }) => (arn === undefined ? [] : [arn]))
  if (Policy === undefined && arns.length === 0 && Tags.length === 0) return undefined
  return {
    ...(Policy !== undefined && { policy: Policy }),
    ...(arns.length > 0 && { policyArns: arns }),
    ...(Tags.length > 0 && { tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])) }),
  }
}
