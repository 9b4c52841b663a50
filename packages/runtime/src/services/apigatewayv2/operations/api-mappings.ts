import { readPage, stored } from '../../../kernel/paging.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { createMapping, putMapping } from '../../../store/api-domains/mappings.ts'
import { type MappingRecord, mappings } from '../../../store/api-domains/records.ts'
import { type ApiKind, findApiPlace, hasStage } from '../../../store/api-index.ts'
import { requiring } from '../../../store/parts.ts'
import { operation } from '../deps.ts'
import { mappingToWire, requireManagedDomain } from '../domains.ts'
import { badRequest, conflict, noApi, notFound } from '../errors.ts'
import { pageRequest } from '../paging.ts'

/** Observed: aws/aws-cdk#22660. */
const taken = () => conflict('ApiMapping key already exists for this domain name')
const requirePart = requiring(mappings, () => notFound('Invalid API mapping identifier specified'))

export const createApiMapping = operation('CreateApiMapping', async (input, { random }, ctx) =>
  ctx.transact(async (tx) => {
    const { domainName } = await requireManagedDomain(tx, ctx.place, input.DomainName)
    const target = await targetOf(tx, ctx.place, input.ApiId, input.Stage)
    const given = { key: input.ApiMappingKey ?? '', ...target }
    return mappingToWire(await createMapping(tx, ctx.place, random, domainName, given, taken))
  }),
)

export const getApiMapping = operation('GetApiMapping', async (input, _deps, ctx) =>
  mappingToWire((await requireMapping(ctx.reader, ctx.place, input)).mapping),
)

export const getApiMappings = operation('GetApiMappings', async (input, _deps, ctx) => {
  const { domainName } = await requireManagedDomain(ctx.reader, ctx.place, input.DomainName)
  const { items, next } = await readPage(
    pageRequest('GetApiMappings', input, ctx),
    stored(
      (range) => mappings.list(ctx.reader, ctx.place, domainName, range),
      ({ id }) => id,
    ),
  )
  return { Items: items.map(mappingToWire), NextToken: next }
})

export const updateApiMapping = operation('UpdateApiMapping', async (input, _deps, ctx) =>
  ctx.transact(async (tx) => {
    const { domainName, mapping } = await requireMapping(tx, ctx.place, input)
    const target = await targetOf(tx, ctx.place, input.ApiId, input.Stage ?? mapping.stage)
    const after = { ...mapping, ...target, key: input.ApiMappingKey ?? mapping.key }
    await putMapping(tx, ctx.place, domainName, after, taken)
    return mappingToWire(after)
  }),
)

export const deleteApiMapping = operation('DeleteApiMapping', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const { domainName, mapping } = await requireMapping(tx, ctx.place, input)
    mappings.delete(tx, ctx.place, domainName, mapping.id)
  })
})

interface At {
  readonly DomainName: string
  readonly ApiMappingId: string
}

async function requireMapping(reader: Reader, place: Place, { DomainName, ApiMappingId }: At) {
  const { domainName } = await requireManagedDomain(reader, place, DomainName)
  return { domainName, mapping: await requirePart(reader, place, domainName, ApiMappingId) }
}

const KINDS: readonly ApiKind[] = ['HTTP', 'REST']

/** An API of either kind, in the domain's own account and region (documented: rest-api-mappings). */
async function targetOf(reader: Reader, place: Place, apiId: string, stage: string | undefined) {
  for (const kind of KINDS) {
    const home = await findApiPlace(reader, apiId, kind)
    if (home?.account !== place.account || home.region !== place.region) continue
    if (stage !== undefined && !(await hasStage(reader, place, kind, apiId, stage))) {
      throw badRequest('Invalid stage identifier specified')
    }
    return { apiId, kind, stage } satisfies Omit<MappingRecord, 'id' | 'key'>
  }
  throw noApi(place, apiId)
}
