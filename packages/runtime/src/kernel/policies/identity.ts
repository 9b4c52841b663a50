import type { Signer } from '../signatures.ts'
import type { Soon } from '../soon.ts'
import type { Decision } from './evaluate.ts'
import type { PolicyRequest } from './facts.ts'

/** What may limit an identity, as AWS's messages name it (documented: IAM, troubleshoot_access-denied). */
export type IdentityPolicyKind = 'identity-based policy' | 'permissions boundary' | 'session policy'

export interface IdentityVerdict {
  readonly decision: Decision
  /** The kind that denies, or of which none allows. */
  readonly by: IdentityPolicyKind
}

/** What the policies of whoever has signed say of a request. Implemented by services/iam. */
export type JudgeIdentity = (signer: Signer, request: PolicyRequest) => Soon<IdentityVerdict>

/** Nothing limits it. */
export const EVERYTHING: IdentityVerdict = { decision: 'allow', by: 'identity-based policy' }

/** How AWS ends its message to whom this verdict keeps out: with a denial, or since nothing allows the action. */
export function whyNot({ decision, by }: IdentityVerdict, action: string): string {
  if (decision === 'deny') return `with an explicit deny in ${by === 'identity-based policy' ? 'an' : 'a'} ${by}`
  return `because no ${by} allows the ${action} action`
}
