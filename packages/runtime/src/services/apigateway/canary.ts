import type { CanarySettings, DeploymentCanarySettings } from '../../generated/apigateway.ts'
import { badRequest } from './errors.ts'
import type { CanaryRecord } from './records.ts'
import { checkVariables } from './stage.ts'

/** A canary with AWS's defaults for what was not said: no traffic, of the stage's own deployment (recorded on AWS). */
export function canaryOf(settings: CanarySettings | DeploymentCanarySettings, deploymentId: string): CanaryRecord {
  const { percentTraffic = 0, stageVariableOverrides, useStageCache = false } = settings
  // The text is inferred.
  if (!(percentTraffic >= 0 && percentTraffic <= 100)) {
    throw badRequest('Percent traffic must be between 0.0 and 100.0')
  }
  checkVariables(stageVariableOverrides)
  return {
    percentTraffic,
    useStageCache,
    ...(stageVariableOverrides ? { stageVariableOverrides } : {}),
    deploymentId: ('deploymentId' in settings ? settings.deploymentId : undefined) ?? deploymentId,
  }
}

/** A canary is released on a stage that is there (all texts recorded on AWS). */
export function canaryStageName(stageName: string | undefined): string {
  if (stageName) return stageName
  throw invalidDeployment(
    `Non null and non empty stageName must be provided for canary deployment. Provided value is ${stageName ?? 'null'}`,
  )
}

export function noCanaryStage(stageName: string) {
  return invalidDeployment(`Stage ${stageName} must already be created before making a canary release deployment`)
}

function invalidDeployment(why: string) {
  return badRequest(`Invalid deployment content specified.${why}`)
}
