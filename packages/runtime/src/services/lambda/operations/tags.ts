import type { Place } from '../../../kernel/place.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import { operation } from '../deps.ts'
import { functionNotFound, invalidParameter, noSuchResource } from '../errors.ts'
import { functionArn, functionReference, parseFunctionArn } from '../names.ts'
import { functions, mappings } from '../repository.ts'
import { checkTags } from '../tags.ts'

type Tags = Readonly<Record<string, string>>

/** What has tags: a function or an event source mapping. */
interface Tagged {
  readonly tags: Tags
  put(tx: Transaction, tags: Tags): void
}

export const tagResource = operation('TagResource', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const { tags, put } = await requireTagged(tx, ctx.place, input.Resource)
    const after = { ...tags, ...input.Tags }
    checkTags(after)
    put(tx, after)
  })
})

export const untagResource = operation('UntagResource', async (input, _deps, ctx) => {
  const gone = new Set(input.TagKeys)
  await ctx.transact(async (tx) => {
    const { tags, put } = await requireTagged(tx, ctx.place, input.Resource)
    put(tx, Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key))))
  })
})

export const listTags = operation('ListTags', async (input, _deps, { place, reader }) => ({
  Tags: (await requireTagged(reader, place, input.Resource)).tags,
}))

async function requireTagged(reader: Reader, place: Place, arn: string): Promise<Tagged> {
  const mappingId = /:event-source-mapping:(.+)$/.exec(arn)?.[1]
  if (mappingId !== undefined) {
    const found = await mappings.find(reader, place, mappingId)
    if (!found) throw noSuchResource()
    return { tags: found.tags, put: (tx, tags) => mappings.put(tx, place, mappingId, { ...found, tags }) }
  }
  if (!parseFunctionArn(arn)) throw noSuchResource()
  const { name, qualifier } = functionReference(arn, undefined, place)
  if (qualifier !== undefined) {
    throw invalidParameter('Tags on function aliases and versions are not supported. Please specify a function ARN.')
  }
  const record = await functions.find(reader, place, name)
  if (!record) throw functionNotFound(functionArn(place, name))
  return { tags: record.tags, put: (tx, tags) => functions.put(tx, place, name, { ...record, tags }) }
}
