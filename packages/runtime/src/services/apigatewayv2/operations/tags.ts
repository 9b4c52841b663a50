import { parseArn } from '../../../kernel/arn.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import { operation } from '../deps.ts'
import { badRequest } from '../errors.ts'
import type { Strings } from '../records.ts'
import { apis, requireApi, requireStage, stages } from '../repository.ts'

const TAGGED = /^\/apis\/([^/]+)(?:\/stages\/([^/]+))?$/
/** Documented; the texts here are inferred. */
const MAX_TAGS = 50

export const tagResource = operation('TagResource', async (input, _deps, ctx) => {
  await ctx.transact((tx) =>
    change(tx, ctx.place, input.ResourceArn, (tags) => {
      const after = { ...tags, ...input.Tags }
      if (Object.keys(after).length > MAX_TAGS) throw badRequest(`Cannot have more than ${MAX_TAGS} tags`)
      return after
    }),
  )
  return {}
})

export const untagResource = operation('UntagResource', async (input, _deps, ctx) => {
  const gone = new Set(input.TagKeys)
  await ctx.transact((tx) =>
    change(tx, ctx.place, input.ResourceArn, (tags) =>
      Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key))),
    ),
  )
})

export const getTags = operation('GetTags', async (input, _deps, ctx) => {
  const { apiId, stageName } = readArn(ctx.place, input.ResourceArn)
  const tagged =
    stageName === undefined
      ? await requireApi(ctx.reader, ctx.place, apiId)
      : await requireStage(ctx.reader, ctx.place, apiId, stageName)
  return { Tags: tagged.tags }
})

async function change(tx: Transaction, place: Place, arn: string, edit: (tags: Strings) => Strings): Promise<void> {
  const { apiId, stageName } = readArn(place, arn)
  if (stageName === undefined) {
    const api = await requireApi(tx, place, apiId)
    apis.put(tx, place, apiId, { ...api, tags: edit(api.tags) })
    return
  }
  const stage = await requireStage(tx, place, apiId, stageName)
  stages.put(tx, place, apiId, stageName, { ...stage, tags: edit(stage.tags) })
}

/** `arn:aws:apigateway:{region}::/apis/{id}`, or `/stages/{name}` after that. */
function readArn(place: Place, text: string): { apiId: string; stageName: string | undefined } {
  const arn = parseArn(text)
  const [, apiId, stageName] = TAGGED.exec(arn?.resource ?? '') ?? []
  if (arn?.service !== 'apigateway' || arn.region !== place.region || apiId === undefined) {
    throw badRequest(`Invalid ARN specified in the request: ${text}`)
  }
  return { apiId, stageName }
}
