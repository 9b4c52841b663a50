import { parseArn } from '../../../kernel/arn.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import { putDomain } from '../../../store/api-domains/domains.ts'
import { checkTags } from '../api-rules.ts'
import { operation } from '../deps.ts'
import { requireManagedDomain } from '../domains.ts'
import { badRequest } from '../errors.ts'
import type { Strings } from '../records.ts'
import { apis, requireApi, requireStage, stages } from '../repository.ts'
import { requireVpcLink, vpcLinks } from '../vpc-links.ts'

const DOMAIN = /^\/domainnames\/([^/]+)$/
const VPC_LINK = /^\/vpclinks\/([^/]+)$/
const TAGGED = /^\/apis\/([^/]+)(?:\/stages\/([^/]+))?$/

export const tagResource = operation('TagResource', async (input, _deps, ctx) => {
  await ctx.transact((tx) =>
    change(tx, ctx.place, input.ResourceArn, (tags) => {
      const after = { ...tags, ...input.Tags }
      checkTags(after)
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
  const { tags } = await taggedBy(ctx.reader, ctx.place, input.ResourceArn)
  return { Tags: tags }
})

async function change(tx: Transaction, place: Place, arn: string, edit: (tags: Strings) => Strings): Promise<void> {
  const tagged = await taggedBy(tx, place, arn)
  tagged.put(tx, edit(tagged.tags))
}

interface Tagged {
  readonly tags: Strings
  put(tx: Transaction, tags: Strings): void
}

/** By `arn:aws:apigateway:{region}::/apis/{id}`, with `/stages/{name}` or not, `…/domainnames/{name}` or `…/vpclinks/{id}`. */
async function taggedBy(reader: Reader, place: Place, text: string): Promise<Tagged> {
  const arn = parseArn(text)
  if (arn?.service !== 'apigateway' || arn.region !== place.region) throw invalidArn(text)
  const [, name] = DOMAIN.exec(arn.resource) ?? []
  if (name !== undefined) {
    const domain = await requireManagedDomain(reader, place, name)
    return { tags: domain.tags, put: (tx, tags) => putDomain(tx, place, { ...domain, tags }) }
  }
  const [, linkId] = VPC_LINK.exec(arn.resource) ?? []
  if (linkId !== undefined) {
    const link = await requireVpcLink(reader, place, linkId)
    return { tags: link.tags, put: (tx, tags) => vpcLinks.put(tx, place, linkId, { ...link, tags }) }
  }
  const [, apiId, stageName] = TAGGED.exec(arn.resource) ?? []
  if (apiId === undefined) throw invalidArn(text)
  if (stageName === undefined) {
    const api = await requireApi(reader, place, apiId)
    return { tags: api.tags, put: (tx, tags) => apis.put(tx, place, apiId, { ...api, tags }) }
  }
  const stage = await requireStage(reader, place, apiId, stageName)
  return { tags: stage.tags, put: (tx, tags) => stages.put(tx, place, apiId, stageName, { ...stage, tags }) }
}

/** The text is inferred. */
function invalidArn(text: string) {
  return badRequest(`Invalid ARN specified in the request: ${text}`)
}
