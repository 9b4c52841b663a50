import { canaryOf } from '../canary.ts'
import { operation } from '../deps.ts'
import { conflict } from '../errors.ts'
import { shortId } from '../ids.ts'
import { checkLogging } from '../logging-rules.ts'
import { applyPatch } from '../patch/patch.ts'
import { stageDialect } from '../patch/stage-dialect.ts'
import { stageRules } from '../patch/stage-rules.ts'
import { requireApi, requireStage, stages } from '../repository.ts'
import { newStage } from '../stage.ts'
import { statusAfter, withCluster, withEmptyCache } from '../stage-cache.ts'
import { checkReferences } from '../stage-references.ts'
import { stageToWire } from '../wire.ts'

export const createStage = operation('CreateStage', async (input, { clock, random }, ctx) => {
  const { restApiId, stageName, deploymentId } = input
  const { canarySettings } = input
  const made = newStage(input, clock.now(), shortId(random))
  const record = canarySettings ? { ...made, canarySettings: canaryOf(canarySettings, deploymentId) } : made
  await ctx.transact(async (tx) => {
    await requireApi(tx, ctx.place, restApiId)
    await checkReferences(tx, ctx.place, restApiId, {}, record)
    if (await stages.find(tx, ctx.place, restApiId, stageName)) throw conflict('Stage already exists')
    stages.put(tx, ctx.place, restApiId, stageName, record)
  })
  return stageToWire(record, statusAfter(undefined, record))
})

export const getStage = operation('GetStage', async (input, _deps, ctx) =>
  stageToWire(await requireStage(ctx.reader, ctx.place, input.restApiId, input.stageName)),
)

export const getStages = operation('GetStages', async (input, _deps, ctx) => {
  const { restApiId, deploymentId } = input
  await requireApi(ctx.reader, ctx.place, restApiId)
  const all = await stages.list(ctx.reader, ctx.place, restApiId)
  const wanted = deploymentId === undefined ? all : all.filter((stage) => stage.deploymentId === deploymentId)
  return { item: wanted.map((stage) => stageToWire(stage)) }
})

export const deleteStage = operation('DeleteStage', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    await requireStage(tx, ctx.place, input.restApiId, input.stageName)
    stages.delete(tx, ctx.place, input.restApiId, input.stageName)
  })
})

export const updateStage = operation('UpdateStage', async (input, { clock, checks }, ctx) => {
  const { restApiId, stageName } = input
  return ctx.transact(async (tx) => {
    const before = await requireStage(tx, ctx.place, restApiId, stageName)
    const patched = withCluster(before, applyPatch(before, input.patchOperations, stageRules, stageDialect))
    await checkLogging(tx, ctx.place, before, patched, checks)
    await checkReferences(tx, ctx.place, restApiId, before, patched)
    const after = { ...patched, updatedAt: clock.now() }
    stages.put(tx, ctx.place, restApiId, stageName, after)
    return stageToWire(after, statusAfter(before, after))
  })
})

/** Nothing of what endpoints have answered is handed on any more. */
export const flushStageCache = operation('FlushStageCache', async (input, _deps, ctx) => {
  const { restApiId, stageName } = input
  await ctx.transact(async (tx) => {
    const stage = await requireStage(tx, ctx.place, restApiId, stageName)
    stages.put(tx, ctx.place, restApiId, stageName, withEmptyCache(stage))
  })
})

/** What a user pool's authorizer keeps changes no answer; what a function has said is asked anew. */
export const flushStageAuthorizersCache = operation('FlushStageAuthorizersCache', async (input, _deps, ctx) => {
  const { restApiId, stageName } = input
  await ctx.transact(async (tx) => {
    const stage = await requireStage(tx, ctx.place, restApiId, stageName)
    const authorizersFlushed = (stage.authorizersFlushed ?? 0) + 1
    stages.put(tx, ctx.place, restApiId, stageName, { ...stage, authorizersFlushed })
  })
})
