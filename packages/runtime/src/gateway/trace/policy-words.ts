import type { Judgment } from '../../kernel/policies/evaluate.ts'

/** What a policy has said of a call, and by which of its statements, counted from 1. */
export function policyWords({ decision, statement }: Judgment): string {
  if (decision === 'none') return 'no statement speaks of this call'
  return `statement ${statement} ${decision === 'allow' ? 'allows' : 'denies'} it`
}
