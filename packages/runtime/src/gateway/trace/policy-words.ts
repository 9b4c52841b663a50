import type { Judgment } from '../../kernel/policies/evaluate.ts'
import type { IdentityVerdict } from '../../kernel/policies/identity.ts'

/** What a policy has said of a call, and by which of its statements, counted from 1. */
export function policyWords({ decision, statement }: Judgment): string {
  if (decision === 'none') return 'no statement speaks of this call'
  return `statement ${statement} ${decision === 'allow' ? 'allows' : 'denies'} it`
}

/** What the policies of whoever has signed have said of a call. */
export function identityWords({ decision, by }: IdentityVerdict): string {
  if (decision === 'allow') return 'they allow it'
  return decision === 'deny' ? `denied by ${by}` : `no ${by} allows it`
}
