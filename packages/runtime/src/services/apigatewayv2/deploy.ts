import type { HttpApiDefinition } from '../../gateway/http/definition.ts'
import type { CallContext } from '../../kernel/operation.ts'
import type { Place } from '../../kernel/place.ts'
import type { Transaction } from '../../kernel/transaction.ts'
import type { HttpApiDeps } from './deps.ts'
import { badRequest } from './errors.ts'
import { freeze, NO_ROUTES } from './freeze.ts'
import { shortId } from './ids.ts'
import type { ApiRecord, DeploymentRecord, StageRecord } from './records.ts'
import { definitions, deployments, requireApi, stages } from './repository.ts'

type Deps = Pick<HttpApiDeps, 'clock' | 'random'>

/** Observed, as are the two texts that a stage tells of its last deployment. */
const AUTOMATIC = 'Automatic deployment triggered by changes to the Api configuration'

/** Changes an API, and has each stage that deploys by itself serve the result: all in one transaction. */
export async function editApi<T>(
  ctx: Pick<CallContext, 'place' | 'transact'>,
  apiId: string,
  deps: Deps,
  edit: (tx: Transaction, api: ApiRecord) => Promise<T>,
): Promise<T> {
  return ctx.transact(async (tx) => {
    const result = await edit(tx, await requireApi(tx, ctx.place, apiId))
    await deployAutomatically(tx, ctx.place, apiId, deps)
    return result
  })
}

/** Freezes an API for stages that are pointed at it. */
export async function deploy(
  tx: Transaction,
  place: Place,
  api: ApiRecord,
  given: Pick<DeploymentRecord, 'description' | 'autoDeployed'>,
  deps: Deps,
): Promise<DeploymentRecord> {
  const definition = await freeze(tx, place, api)
  if (!definition) throw badRequest(NO_ROUTES)
  return keep(tx, place, definition, given, deps)
}

function keep(
  tx: Transaction,
  place: Place,
  definition: HttpApiDefinition,
  given: Pick<DeploymentRecord, 'description' | 'autoDeployed'>,
  { clock, random }: Deps,
): DeploymentRecord {
  const { apiId } = definition
  const deployment: DeploymentRecord = { deploymentId: shortId(random), createdAt: clock.now(), ...given }
  deployments.put(tx, place, apiId, deployment.deploymentId, deployment)
  definitions.put(tx, place, apiId, deployment.deploymentId, definition)
  return deployment
}

export function pointAt(stage: StageRecord, deploymentId: string, nowMs: number): StageRecord {
  const lastDeploymentStatusMessage = `Successfully deployed stage with deployment ID '${deploymentId}'`
  return { ...stage, deploymentId, lastDeploymentStatusMessage, updatedAt: nowMs }
}

/** A deployment for all stages of an API that deploy by themselves; where it fails they keep the one they have. */
async function deployAutomatically(tx: Transaction, place: Place, apiId: string, deps: Deps): Promise<void> {
  const all = await stages.list(tx, place, apiId)
  const following = all.filter(({ autoDeploy }) => autoDeploy)
  if (following.length === 0) return
  const definition = await freeze(tx, place, await requireApi(tx, place, apiId))
  if (!definition) {
    const lastDeploymentStatusMessage = `Deployment attempt failed: ${NO_ROUTES}`
    for (const stage of following) {
      stages.put(tx, place, apiId, stage.stageName, { ...stage, lastDeploymentStatusMessage })
    }
    return
  }
  const { deploymentId } = keep(tx, place, definition, { description: AUTOMATIC, autoDeployed: true }, deps)
  for (const stage of following) {
    stages.put(tx, place, apiId, stage.stageName, pointAt(stage, deploymentId, deps.clock.now()))
  }
  await dropFormer(tx, place, apiId)
}

/**
 * An automatic deployment goes when no stage serves it any more: an API of many routes would else leave a copy of itself
 * for each of them.
 */
async function dropFormer(tx: Transaction, place: Place, apiId: string): Promise<void> {
  const served = new Set((await stages.list(tx, place, apiId)).map(({ deploymentId }) => deploymentId))
  for (const { deploymentId, autoDeployed } of await deployments.list(tx, place, apiId)) {
    if (!autoDeployed || served.has(deploymentId)) continue
    deployments.delete(tx, place, apiId, deploymentId)
    definitions.delete(tx, place, apiId, deploymentId)
  }
}
