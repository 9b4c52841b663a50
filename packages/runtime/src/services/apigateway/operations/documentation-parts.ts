import { isJsonObject } from '../../../kernel/json.ts'
import { readPage, sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { LOCATION_TYPES, locationOf, locationOrder, locationText } from '../documentation/location.ts'
import type { DocumentationPartRecord } from '../documentation/records.ts'
import { documentationParts, findPartAt, requireDocumentationPart } from '../documentation/repository.ts'
import { undocumentedOf } from '../documentation/undocumented.ts'
import { badRequest, conflict } from '../errors.ts'
import { definitionOf } from '../freeze.ts'
import { shortId } from '../ids.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import { listingDialect } from '../patch/dialects.ts'
import { applyPatch, type PatchRule } from '../patch/patch.ts'
import { requireApi } from '../repository.ts'

export const createDocumentationPart = operation('CreateDocumentationPart', async (input, { random }, ctx) => {
  const { restApiId } = input
  return ctx.transact(async (tx) => {
    await requireApi(tx, ctx.place, restApiId)
    const location = locationOf(input.location)
    checkProperties(input.properties)
    if (await findPartAt(tx, ctx.place, restApiId, location)) {
      throw conflict(`Documentation part already exists for the specified location: ${locationText(location)}.`)
    }
    const made: DocumentationPartRecord = { id: shortId(random), location, properties: input.properties }
    documentationParts.put(tx, ctx.place, restApiId, made.id, made)
    return made
  })
})

export const getDocumentationPart = operation('GetDocumentationPart', async (input, _deps, ctx) =>
  requireDocumentationPart(ctx.reader, ctx.place, input.restApiId, input.documentationPartId),
)

/** That a name, and a path, are sought anywhere in those of the parts is inferred. */
export const getDocumentationParts = operation('GetDocumentationParts', async (input, _deps, ctx) => {
  const { restApiId, type, nameQuery = '', path = '', locationStatus = 'DOCUMENTED' } = input
  if (type !== undefined && !LOCATION_TYPES.includes(type)) throw badRequest(`Invalid type specified: ${type}`)
  const api = await requireApi(ctx.reader, ctx.place, restApiId)
  const documented = await documentationParts.list(ctx.reader, ctx.place, restApiId)
  const all =
    locationStatus === 'UNDOCUMENTED'
      ? undocumentedOf(await definitionOf(ctx.reader, ctx.place, api), documented)
      : documented
  const wanted = all.filter(
    ({ location }) =>
      (type === undefined || location.type === type) &&
      (location.name ?? '').includes(nameQuery) &&
      (location.path ?? '').includes(path),
  )
  const { items, next } = await readPage(
    pageRequest('GetDocumentationParts', input, ctx, PAGE_SIZE),
    sorted(wanted, ({ location }) => [locationOrder(location)]),
  )
  return { items, position: next }
})

/** Unlike reading one, it asks for the API first (both recorded on AWS). */
export const deleteDocumentationPart = operation('DeleteDocumentationPart', async (input, _deps, ctx) => {
  const { restApiId, documentationPartId } = input
  await ctx.transact(async (tx) => {
    await requireApi(tx, ctx.place, restApiId)
    const { id } = await requireDocumentationPart(tx, ctx.place, restApiId, documentationPartId)
    documentationParts.delete(tx, ctx.place, restApiId, id)
  })
})

const rules: readonly PatchRule<DocumentationPartRecord>[] = [
  {
    path: '/properties',
    verbs: ['replace'],
    apply(part, { value = '' }) {
      checkProperties(value)
      return { ...part, properties: value }
    },
  },
]
const dialect = listingDialect(['/properties'])

export const updateDocumentationPart = operation('UpdateDocumentationPart', async (input, _deps, ctx) =>
  ctx.transact(async (tx) => {
    const before = await requireDocumentationPart(tx, ctx.place, input.restApiId, input.documentationPartId)
    const after = applyPatch(before, input.patchOperations, rules, dialect)
    documentationParts.put(tx, ctx.place, input.restApiId, after.id, after)
    return after
  }),
)

/** They are a map of anything (documented). The text is inferred. */
function checkProperties(properties: string): void {
  if (isMapText(properties)) return
  throw badRequest('Invalid documentation part properties specified. Must be a JSON object')
}

function isMapText(text: string): boolean {
  try {
    return isJsonObject(JSON.parse(text))
  } catch {
    return false
  }
}
