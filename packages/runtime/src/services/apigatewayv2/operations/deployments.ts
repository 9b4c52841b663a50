import { deploy, pointAt } from '../deploy.ts'
import { operation } from '../deps.ts'
import { badRequest } from '../errors.ts'
import { pageOfParts } from '../paging.ts'
import { patched } from '../patch.ts'
import type { DeploymentRecord } from '../records.ts'
import { definitions, deployments, requireApi, requireDeployment, requireStage, stages } from '../repository.ts'
import { checkNotAutomatic } from '../stage-rules.ts'
import { deploymentToWire } from '../wire.ts'

/** Freezes the API. With the name of a stage, that serves it from now on. */
export const createDeployment = operation('CreateDeployment', async (input, deps, ctx) => {
  const record = await ctx.transact(async (tx) => {
    const api = await requireApi(tx, ctx.place, input.ApiId)
    const stage = input.StageName ? await requireStage(tx, ctx.place, input.ApiId, input.StageName) : undefined
    if (stage) checkNotAutomatic(stage)
    const made = await deploy(tx, ctx.place, api, { description: input.Description, autoDeployed: false }, deps)
    if (stage) {
      const moved = pointAt(stage, made.deploymentId, deps.clock.now())
      stages.put(tx, ctx.place, input.ApiId, stage.stageName, moved)
    }
    return made
  })
  return deploymentToWire(record)
})

export const getDeployment = operation('GetDeployment', async (input, _deps, ctx) =>
  deploymentToWire(await requireDeployment(ctx.reader, ctx.place, input.ApiId, input.DeploymentId)),
)

export const getDeployments = operation('GetDeployments', async (input, _deps, ctx) => {
  const idOf = ({ deploymentId }: DeploymentRecord) => deploymentId
  const { items, next } = await pageOfParts('GetDeployments', deployments, idOf, input, ctx)
  return { Items: items.map(deploymentToWire), NextToken: next }
})

export const updateDeployment = operation('UpdateDeployment', async (input, _deps, ctx) =>
  ctx.transact(async (tx) => {
    const before = await requireDeployment(tx, ctx.place, input.ApiId, input.DeploymentId)
    const after = patched<DeploymentRecord>(before, { description: input.Description })
    deployments.put(tx, ctx.place, input.ApiId, after.deploymentId, after)
    return deploymentToWire(after)
  }),
)

/** The text is that of REST APIs, observed there. */
export const deleteDeployment = operation('DeleteDeployment', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const { deploymentId } = await requireDeployment(tx, ctx.place, input.ApiId, input.DeploymentId)
    const all = await stages.list(tx, ctx.place, input.ApiId)
    if (all.some((stage) => stage.deploymentId === deploymentId)) {
      throw badRequest('Active stages pointing to this deployment must be moved or deleted')
    }
    deployments.delete(tx, ctx.place, input.ApiId, deploymentId)
    definitions.delete(tx, ctx.place, input.ApiId, deploymentId)
  })
})
