import type { AccessLogSettings, RouteSettings } from '../../../generated/apigatewayv2.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import { editApi } from '../deploy.ts'
import { type HttpApiDeps, operation } from '../deps.ts'
import { badRequest, conflict, notFound } from '../errors.ts'
import { shortId } from '../ids.ts'
import { pageOfParts } from '../paging.ts'
import { patched, patchedStrings } from '../patch.ts'
import type { AccessLogRecord, RouteSettingRecord, StageRecord } from '../records.ts'
import { requireStage, stages } from '../repository.ts'
import { checkNotAutomatic, checkStage, checkStageName, checkVariables, routeSettingOf } from '../stage-rules.ts'
import { stageToWire } from '../wire.ts'

export const createStage = operation('CreateStage', async (input, deps, ctx) => {
  const { StageName: stageName, DeploymentId: deploymentId } = input
  checkStageName(stageName)
  checkVariables(input.StageVariables)
  const now = deps.clock.now()
  const made: StageRecord = {
    stageName,
    autoDeploy: input.AutoDeploy ?? false,
    description: input.Description || undefined,
    clientCertificateId: input.ClientCertificateId || undefined,
    createdAt: now,
    updatedAt: now,
    stageVariables: input.StageVariables ?? {},
    defaultRouteSettings: { detailedMetricsEnabled: false, ...given(input.DefaultRouteSettings) },
    routeSettings: routeSettingsOf(input.RouteSettings),
    accessLogSettings: accessLogOf(undefined, input.AccessLogSettings),
    tags: input.Tags ?? {},
    incarnation: shortId(deps.random),
  }
  if (deploymentId) checkNotAutomatic(made)
  const record = await editApi(ctx, input.ApiId, deps, async (tx) => {
    if (await stages.find(tx, ctx.place, input.ApiId, stageName)) throw conflict('Stage already exists')
    const stage: StageRecord = deploymentId ? { ...made, deploymentId } : made
    await checkStage(tx, ctx.place, input.ApiId, {}, stage, deps.checks)
    stages.put(tx, ctx.place, input.ApiId, stageName, stage)
    return stage
  })
  return stageToWire(record)
})

export const getStage = operation('GetStage', async (input, _deps, ctx) =>
  stageToWire(await requireStage(ctx.reader, ctx.place, input.ApiId, input.StageName)),
)

export const getStages = operation('GetStages', async (input, _deps, ctx) => {
  const { items, next } = await pageOfParts('GetStages', stages, ({ stageName }) => stageName, input, ctx)
  return { Items: items.map(stageToWire), NextToken: next }
})

export const updateStage = operation('UpdateStage', async (input, deps, ctx) => {
  checkVariables(input.StageVariables)
  return change(ctx, deps, input, async (before, tx) => {
    const { DeploymentId: deploymentId } = input
    const after: StageRecord = {
      ...patched<StageRecord>(before, {
        autoDeploy: input.AutoDeploy,
        description: input.Description,
        clientCertificateId: input.ClientCertificateId,
      }),
      stageVariables: patchedStrings(before.stageVariables, input.StageVariables) ?? {},
      defaultRouteSettings: { ...before.defaultRouteSettings, ...given(input.DefaultRouteSettings) },
      routeSettings: { ...before.routeSettings, ...routeSettingsOf(input.RouteSettings) },
      accessLogSettings: accessLogOf(before.accessLogSettings, input.AccessLogSettings),
    }
    if (deploymentId) checkNotAutomatic(after)
    const stage = deploymentId ? { ...after, deploymentId } : after
    await checkStage(tx, ctx.place, input.ApiId, before, stage, deps.checks)
    return stage
  })
})

export const deleteStage = operation('DeleteStage', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const { stageName } = await requireStage(tx, ctx.place, input.ApiId, input.StageName)
    stages.delete(tx, ctx.place, input.ApiId, stageName)
  })
})

export const deleteAccessLogSettings = operation('DeleteAccessLogSettings', async (input, deps, ctx) => {
  await change(ctx, deps, input, async ({ accessLogSettings: _, ...stage }) => stage)
})

/** The text is inferred. */
export const deleteRouteSettings = operation('DeleteRouteSettings', async (input, deps, ctx) => {
  await change(ctx, deps, input, async (stage) => {
    const { [input.RouteKey]: gone, ...routeSettings } = stage.routeSettings
    if (!gone) throw notFound(`Unable to find Route by key ${input.RouteKey} within the provided RouteSettings`)
    return { ...stage, routeSettings }
  })
})

export const resetAuthorizersCache = operation('ResetAuthorizersCache', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const stage = await requireStage(tx, ctx.place, input.ApiId, input.StageName)
    const authorizersReset = (stage.authorizersReset ?? 0) + 1
    stages.put(tx, ctx.place, input.ApiId, stage.stageName, { ...stage, authorizersReset })
  })
})

/** The stage that quick create has made cannot be changed (documented: API reference, Stage; the text is inferred). */
async function change(
  ctx: CallContext,
  deps: HttpApiDeps,
  { ApiId: apiId, StageName: stageName }: { readonly ApiId: string; readonly StageName: string },
  edit: (before: StageRecord, tx: Transaction) => Promise<StageRecord>,
) {
  const record = await editApi(ctx, apiId, deps, async (tx) => {
    const before = await requireStage(tx, ctx.place, apiId, stageName)
    if (before.apiGatewayManaged) throw badRequest('A stage that is managed by API Gateway cannot be changed')
    const after = { ...(await edit(before, tx)), updatedAt: deps.clock.now() }
    stages.put(tx, ctx.place, apiId, stageName, after)
    return after
  })
  return stageToWire(record)
}

function routeSettingsOf(
  settings: Readonly<Record<string, RouteSettings>> | undefined,
): Readonly<Record<string, RouteSettingRecord>> {
  return Object.fromEntries(Object.entries(settings ?? {}).map(([key, setting]) => [key, routeSettingOf(setting)]))
}

function given(setting: RouteSettings | undefined): RouteSettingRecord {
  const entries = Object.entries(setting ? routeSettingOf(setting) : {})
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

/** A log group's ARN ends in `:*`, which the stage does not keep (as for REST APIs). */
function accessLogOf(
  before: AccessLogRecord | undefined,
  settings: AccessLogSettings | undefined,
): AccessLogRecord | undefined {
  if (settings === undefined) return before
  return patched<AccessLogRecord>(before ?? {}, {
    destinationArn: settings.DestinationArn?.replace(/:\*$/, ''),
    format: settings.Format,
  })
}
