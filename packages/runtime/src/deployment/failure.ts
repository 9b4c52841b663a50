/** Why a deployment did not come to its end, in words for who asked for it. */
export class DeploymentFailure extends Error {
  /** As its user calls it; undefined where it is about none. */
  readonly stackName: string | undefined
  readonly hint: string | undefined

  constructor(message: string, { stack, hint, cause }: { stack?: string; hint?: string; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'DeploymentFailure'
    this.stackName = stack
    this.hint = hint
  }
}
