import { notEmulated } from '../../../kernel/errors.ts'
import { readPage, sorted } from '../../../kernel/paging.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { requireDomain } from '../../../store/api-domains/domains.ts'
import { createMapping, findMapping, putMapping } from '../../../store/api-domains/mappings.ts'
import { type MappingRecord, mappings } from '../../../store/api-domains/records.ts'
import { operation } from '../deps.ts'
import { mappingToWire, NONE } from '../domain-wire.ts'
import { badRequest, conflict, noMapping } from '../errors.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import { plainDialect } from '../patch/dialects.ts'
import { applyPatch, type PatchRule } from '../patch/patch.ts'
import { restApis, stages } from '../repository.ts'

/** Observed: amplify-education/serverless-domain-manager#214. */
const taken = () => conflict('Base path already exists for this domain name')

interface At {
  readonly domainName: string
  readonly domainNameId?: string
}

export const createBasePathMapping = operation('CreateBasePathMapping', async (input, { random }, ctx) => {
  const { restApiId: apiId, stage } = input
  const key = keyOf(input.basePath)
  checkLevels(key)
  const given = { key, apiId, kind: 'REST' as const, stage: named(stage) }
  return ctx.transact(async (tx) => {
    const name = await domainOf(tx, ctx.place, input)
    await checkTarget(tx, ctx.place, given)
    return mappingToWire(await createMapping(tx, ctx.place, random, name, given, taken))
  })
})

export const getBasePathMapping = operation('GetBasePathMapping', async (input, _deps, ctx) =>
  mappingToWire((await requireMapping(ctx.reader, ctx.place, input)).mapping),
)

export const getBasePathMappings = operation('GetBasePathMappings', async (input, _deps, ctx) => {
  const name = await domainOf(ctx.reader, ctx.place, input)
  const all = await mappings.list(ctx.reader, ctx.place, name)
  const request = pageRequest('GetBasePathMappings', input, ctx, PAGE_SIZE)
  const { items, next } = await readPage(
    request,
    sorted(all, ({ key }) => [key]),
  )
  return { items: items.map(mappingToWire), position: next }
})

export const updateBasePathMapping = operation('UpdateBasePathMapping', async (input, _deps, ctx) =>
  ctx.transact(async (tx) => {
    const { name, mapping } = await requireMapping(tx, ctx.place, input)
    const after = applyPatch(mapping, input.patchOperations, rules, plainDialect)
    if (after.key !== mapping.key) checkLevels(after.key)
    await checkTarget(tx, ctx.place, after)
    await putMapping(tx, ctx.place, name, after, taken)
    return mappingToWire(after)
  }),
)

export const deleteBasePathMapping = operation('DeleteBasePathMapping', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const { name, mapping } = await requireMapping(tx, ctx.place, input)
    mappings.delete(tx, ctx.place, name, mapping.id)
  })
})

/** Documented in lower case; the CLI's examples write `/basePath`. */
const rules: readonly PatchRule<MappingRecord>[] = [
  ...['/basepath', '/basePath'].map((path) => rule(path, (mapping, value) => ({ ...mapping, key: keyOf(value) }))),
  ...['/restapiId', '/restApiId'].map((path) =>
    rule(path, (mapping, value = '') => ({ ...mapping, apiId: value, kind: 'REST' })),
  ),
  rule('/stage', (mapping, value) => ({ ...mapping, stage: named(value) })),
]

function rule(
  path: string,
  change: (mapping: MappingRecord, value: string | undefined) => MappingRecord,
): PatchRule<MappingRecord> {
  return { path, verbs: ['replace'], apply: (mapping, { value }) => change(mapping, value) }
}

async function domainOf(reader: Reader, place: Place, { domainName, domainNameId }: At): Promise<string> {
  if (domainNameId !== undefined) throw notEmulated('domainNameId (a private domain name)')
  return (await requireDomain(reader, place, domainName)).domainName
}

async function requireMapping(reader: Reader, place: Place, at: At & { readonly basePath: string }) {
  const name = await domainOf(reader, place, at)
  const mapping = await findMapping(reader, place, name, keyOf(at.basePath))
  if (!mapping) throw noMapping()
  return { name, mapping }
}

/** The texts are inferred. A mapping that the other service has made to an HTTP API stays as it is. */
async function checkTarget(reader: Reader, place: Place, { apiId, kind, stage }: Omit<MappingRecord, 'id'>) {
  if (kind !== 'REST') return
  if (!(await restApis.find(reader, place, apiId))) throw badRequest('Invalid REST API identifier specified')
  if (stage !== undefined && !(await stages.find(reader, place, apiId, stage))) {
    throw badRequest('Invalid stage identifier specified')
  }
}

/** Observed: hashicorp/terraform-provider-aws#21986. */
function checkLevels(key: string): void {
  if (key.includes('/')) {
    throw badRequest(
      "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base path " +
        'mapping, use API Gateway V2.',
    )
  }
}

function keyOf(basePath: string | undefined): string {
  return named(basePath) ?? ''
}

function named(text: string | undefined): string | undefined {
  return text === undefined || text === '' || text === NONE ? undefined : text
}
