import { uuid } from '../../../kernel/ids.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Random } from '../../../kernel/random.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import { operation } from '../deps.ts'
import { functionNotFound, invalidParameter, noSuchResource, notFound } from '../errors.ts'
import { functionArn, functionReference, parseFunctionArn } from '../names.ts'
import { functions, mappings } from '../repository.ts'
import { checkTags } from '../tags.ts'

type Tags = Readonly<Record<string, string>>

/** What has tags: a function or an event source mapping. */
interface Tagged {
  readonly tags: Tags
  put(tx: Transaction, tags: Tags): void
}

export const tagResource = operation('TagResource', async (input, { random }, ctx) => {
  // Recorded.
  if (Object.keys(input.Tags).length === 0) {
    throw invalidParameter('An error occurred and the request cannot be processed.')
  }
  await ctx.transact(async (tx) => {
    const { tags, put } = await requireTagged(tx, ctx.place, input.Resource, random)
    const after = { ...tags, ...input.Tags }
    checkTags(after)
    put(tx, after)
  })
})

export const untagResource = operation('UntagResource', async (input, { random }, ctx) => {
  const gone = new Set(input.TagKeys)
  await ctx.transact(async (tx) => {
    const { tags, put } = await requireTagged(tx, ctx.place, input.Resource, random)
    put(tx, Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key))))
  })
})

export const listTags = operation('ListTags', async (input, { random }, { place, reader }) => ({
  Tags: (await requireTagged(reader, place, input.Resource, random)).tags,
}))

async function requireTagged(reader: Reader, place: Place, arn: string, random: Random): Promise<Tagged> {
  const mappingId = /:event-source-mapping:(.+)$/.exec(arn)?.[1]
  if (mappingId !== undefined) {
    const found = await mappings.find(reader, place, mappingId)
    if (!found) throw notFound(`Event source mapping not found: ${arn}`)
    return { tags: found.tags, put: (tx, tags) => mappings.put(tx, place, mappingId, { ...found, tags }) }
  }
  if (arn.includes(':capacity-provider:')) throw notFound(`Capacity provider not found: ${arn}`)
  if (!parseFunctionArn(arn)) throw noSuchResource()
  const { name, qualifier } = functionReference(arn, undefined, place)
  if (qualifier !== undefined) {
    throw invalidParameter('Tags on function aliases and versions are not supported. Please specify a function ARN.')
  }
  const record = await functions.find(reader, place, name)
  if (!record) throw functionNotFound(functionArn(place, name))
  return {
    tags: record.tags,
    // Recorded: another revision, but no other time.
    put: (tx, tags) =>
      functions.put(tx, place, name, { ...record, tags, latest: { ...record.latest, revisionId: uuid(random) } }),
  }
}
