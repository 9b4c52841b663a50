import { notEmulated } from '../../../kernel/errors.ts'
import { isJsonObject } from '../../../kernel/json.ts'
import { packedPolicySize } from '../credentials.ts'
import { malformedPolicyDocument, packedPolicyTooLarge } from '../errors.ts'

export interface SessionLimits {
  readonly Policy?: string
  readonly PolicyArns?: readonly unknown[]
  readonly Tags?: readonly unknown[]
  readonly MinimumSessionTokenSize?: number
}

/** How long a token is, a client that has to store it may ask for. */
export function refuseTokenSize({ MinimumSessionTokenSize }: Pick<SessionLimits, 'MinimumSessionTokenSize'>): void {
  if (MinimumSessionTokenSize !== undefined) {
    throw notEmulated('A least size of a session token (MinimumSessionTokenSize)')
  }
}

/** Returns the answer's `PackedPolicySize` after the checks that AWS makes. */
export function checkSessionPolicy(limits: SessionLimits): number | undefined {
  const { Policy, PolicyArns, Tags } = limits
  refuseTokenSize(limits)
  if (Policy !== undefined && !isJsonDocument(Policy)) throw malformedPolicyDocument()
  const arns = PolicyArns?.length ? PolicyArns : undefined
  const size = packedPolicySize(Policy, arns, Tags?.length ? Tags : undefined)
  if (size !== undefined && size > 100) throw packedPolicyTooLarge(size)
  return size
}

function isJsonDocument(text: string): boolean {
  try {
    return isJsonObject(JSON.parse(text))
  } catch {
    return false
  }
}
