export interface FailureDetails {
  readonly stack?: string
  readonly hint?: string
  readonly logicalId?: string
  readonly source?: string
  readonly cause?: unknown
}

/**
 * Why a deployment did not come to its end, in words for who asked for it.
 *
 * @example
 * ```ts
 * const Pool = { Type: 'AWS::Cognito::UserPool', Properties: { MfaConfiguration: 'SOMETIMES' } }
 * const error = await aws.deploy({ Resources: { Pool } }).catch((error: unknown) => error)
 * if (!(error instanceof DeploymentFailure)) throw error
 * expect(error.logicalId).toBe('Pool')
 * ```
 */
export class DeploymentFailure extends Error {
  /** As its user calls it; undefined where it is about none. */
  readonly stackName: string | undefined
  readonly hint: string | undefined
  /** The logical id of the resource that failed. */
  readonly logicalId: string | undefined
  /** Where the app makes its construct, as `/app/lib/stack.ts:3:5`; undefined where the app does not tell it. */
  readonly source: string | undefined

  constructor(message: string, { stack, hint, logicalId, source, cause }: FailureDetails = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'DeploymentFailure'
    this.stackName = stack
    this.hint = hint
    this.logicalId = logicalId
    this.source = source
  }
}
