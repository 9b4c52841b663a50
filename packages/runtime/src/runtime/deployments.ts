import type { AssemblyRequest, Deployer, Listening } from '../deployment/deployer.ts'
import { DeploymentFailure } from '../deployment/failure.ts'
import type { Logger } from '../kernel/logger.ts'

/** Carries out a deployment for somebody who only listens: what it throws becomes its last event. */
export async function tellDeployment(
  deployer: () => Promise<Deployer>,
  request: AssemblyRequest,
  listening: Listening,
  logger: Logger,
): Promise<void> {
  try {
    await (await deployer()).assembly(request, listening)
  } catch (error) {
    if (listening.signal.aborted) return
    if (!(error instanceof DeploymentFailure)) logger.log('error', 'a deployment failed', { error })
    const { stackName, hint, logicalId, source } = error instanceof DeploymentFailure ? error : {}
    listening.tell({
      event: 'failed',
      message: error instanceof Error ? error.message : String(error),
      ...(stackName === undefined ? {} : { stack: stackName }),
      ...(hint === undefined ? {} : { hint }),
      ...(logicalId === undefined ? {} : { logicalId }),
      ...(source === undefined ? {} : { source }),
    })
  }
}
