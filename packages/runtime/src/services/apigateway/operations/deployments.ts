import type { ApiDefinition } from '../../../gateway/rest/definition.ts'
import { readPage, stored } from '../../../kernel/paging.ts'
import { canaryOf, canaryStageName, noCanaryStage } from '../canary.ts'
import { operation } from '../deps.ts'
import { badRequest } from '../errors.ts'
import { freeze } from '../freeze.ts'
import { shortId } from '../ids.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import { plainDialect } from '../patch/dialects.ts'
import { applyPatch, type PatchRule } from '../patch/patch.ts'
import { text } from '../patch/rules.ts'
import type { DeploymentRecord } from '../records.ts'
import { definitions, deployments, requireApi, requireDeployment, stages } from '../repository.ts'
import { newStage, redeploy } from '../stage.ts'
import { deploymentToWire } from '../wire.ts'

/** Freezes the API. With a stage name it makes that stage, or points it, or its canary, at the new deployment. */
export const createDeployment = operation('CreateDeployment', async (input, { clock, random }, ctx) => {
  const { restApiId, canarySettings } = input
  const stageName = canarySettings ? canaryStageName(input.stageName) : input.stageName
  const now = clock.now()
  const record: DeploymentRecord = { id: shortId(random), description: input.description, createdAt: now }
  const incarnation = shortId(random)
  await ctx.transact(async (tx) => {
    const api = await requireApi(tx, ctx.place, restApiId)
    definitions.put(tx, ctx.place, restApiId, record.id, await freeze(tx, ctx.place, api))
    deployments.put(tx, ctx.place, restApiId, record.id, record)
    if (!stageName) return
    const existing = await stages.find(tx, ctx.place, restApiId, stageName)
    if (canarySettings) {
      if (!existing) throw noCanaryStage(stageName)
      const canary = canaryOf(canarySettings, record.id)
      stages.put(tx, ctx.place, restApiId, stageName, { ...existing, canarySettings: canary, updatedAt: now })
      return
    }
    const settings = { ...input, stageName, description: input.stageDescription, deploymentId: record.id }
    const stage = existing ? redeploy(existing, record.id, input, now) : newStage(settings, now, incarnation)
    stages.put(tx, ctx.place, restApiId, stageName, stage)
  })
  return deploymentToWire(record)
})

export const getDeployment = operation('GetDeployment', async (input, _deps, ctx) => {
  const { restApiId, deploymentId } = input
  const deployment = deploymentToWire(await requireDeployment(ctx.reader, ctx.place, restApiId, deploymentId))
  if (!input.embed?.includes('apisummary')) return deployment
  const definition = await definitions.find(ctx.reader, ctx.place, restApiId, deploymentId)
  return { ...deployment, apiSummary: definition && summaryOf(definition) }
})

export const getDeployments = operation('GetDeployments', async (input, _deps, ctx) => {
  await requireApi(ctx.reader, ctx.place, input.restApiId)
  const { items, next } = await readPage(
    pageRequest('GetDeployments', input, ctx, PAGE_SIZE),
    stored(
      (range) => deployments.list(ctx.reader, ctx.place, input.restApiId, range),
      ({ id }) => id,
    ),
  )
  return { items: items.map(deploymentToWire), position: next }
})

export const deleteDeployment = operation('DeleteDeployment', async (input, _deps, ctx) => {
  const { restApiId, deploymentId } = input
  await ctx.transact(async (tx) => {
    await requireDeployment(tx, ctx.place, restApiId, deploymentId)
    const all = await stages.list(tx, ctx.place, restApiId)
    const isUsed = all.some((stage) => [stage.deploymentId, stage.canarySettings?.deploymentId].includes(deploymentId))
    if (isUsed) {
      throw badRequest('Active stages pointing to this deployment must be moved or deleted')
    }
    deployments.delete(tx, ctx.place, restApiId, deploymentId)
    definitions.delete(tx, ctx.place, restApiId, deploymentId)
  })
})

const rules: readonly PatchRule<DeploymentRecord>[] = [text('description')]

export const updateDeployment = operation('UpdateDeployment', async (input, _deps, ctx) =>
  ctx.transact(async (tx) => {
    const before = await requireDeployment(tx, ctx.place, input.restApiId, input.deploymentId)
    const after = applyPatch(before, input.patchOperations, rules, plainDialect)
    deployments.put(tx, ctx.place, input.restApiId, after.id, after)
    return deploymentToWire(after)
  }),
)

/** By path and method; resources without methods are not in it. */
function summaryOf({ resources }: ApiDefinition) {
  const paths = resources.map(({ path, methods }) => {
    const shown = Object.values(methods).map(({ httpMethod, authorizationType, apiKeyRequired }) => [
      httpMethod,
      { authorizationType, apiKeyRequired },
    ])
    return [path, Object.fromEntries(shown)] as const
  })
  return Object.fromEntries(paths.filter(([, methods]) => Object.keys(methods).length > 0))
}
