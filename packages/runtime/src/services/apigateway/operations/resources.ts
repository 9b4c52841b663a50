import { readPage, sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { badRequest } from '../errors.ts'
import { shortId } from '../ids.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import { listingDialect } from '../patch/dialects.ts'
import { applyPatch, type PatchRule } from '../patch/patch.ts'
import { text } from '../patch/rules.ts'
import type { ResourceRecord } from '../records.ts'
import { requireApi, requireResource, resources } from '../repository.ts'
import {
  checkPlacement,
  pathBelow,
  putResource,
  deleteResource as removeResource,
  subtreeOf,
} from '../resource-tree.ts'
import { resourceToWire } from '../wire.ts'

export const createResource = operation('CreateResource', async (input, { random }, ctx) => {
  const { restApiId, parentId, pathPart } = input
  const id = shortId(random)
  const record = await ctx.transact(async (tx) => {
    const parent = await requireResource(tx, ctx.place, restApiId, parentId)
    await checkPlacement(tx, ctx.place, restApiId, parent, pathPart)
    const made: ResourceRecord = { id, parentId, pathPart, path: pathBelow(parent, pathPart), methods: {} }
    putResource(tx, ctx.place, restApiId, made)
    return made
  })
  return resourceToWire(record)
})

export const getResource = operation('GetResource', async (input, _deps, ctx) => {
  const resource = await requireResource(ctx.reader, ctx.place, input.restApiId, input.resourceId)
  return resourceToWire(resource, input.embed?.includes('methods'))
})

/** In the order of their paths (recorded on AWS). */
export const getResources = operation('GetResources', async (input, _deps, ctx) => {
  await requireApi(ctx.reader, ctx.place, input.restApiId)
  const all = await resources.list(ctx.reader, ctx.place, input.restApiId)
  const { items, next } = await readPage(
    pageRequest('GetResources', input, ctx, PAGE_SIZE),
    sorted(all, ({ path }) => [path]),
  )
  const embedMethods = input.embed?.includes('methods')
  return { items: items.map((resource) => resourceToWire(resource, embedMethods)), position: next }
})

/** What is below goes with it (recorded on AWS). */
export const deleteResource = operation('DeleteResource', async (input, _deps, ctx) => {
  const { restApiId } = input
  await ctx.transact(async (tx) => {
    const resource = await requireResource(tx, ctx.place, restApiId, input.resourceId)
    if (resource.parentId === undefined) throw badRequest('Root resource cannot be deleted.')
    for (const gone of await subtreeOf(tx, ctx.place, restApiId, resource)) {
      removeResource(tx, ctx.place, restApiId, gone)
    }
  })
})

const rules: readonly PatchRule<ResourceRecord>[] = [text('pathPart'), text('parentId')]
const dialect = listingDialect(['/parentId', '/pathPart'])

/** Renames or moves a resource; the paths below follow. */
export const updateResource = operation('UpdateResource', async (input, _deps, ctx) => {
  const { restApiId } = input
  const record = await ctx.transact(async (tx) => {
    const before = await requireResource(tx, ctx.place, restApiId, input.resourceId)
    const { parentId, pathPart = '' } = checkRoot(before, applyPatch(before, input.patchOperations, rules, dialect))
    if (before.parentId === undefined) return before
    const parent = await requireResource(tx, ctx.place, restApiId, parentId ?? '')
    const subtree = await subtreeOf(tx, ctx.place, restApiId, before)
    if (subtree.some(({ id }) => id === parent.id)) throw badRequest('Resources cannot be cyclical.')
    await checkPlacement(tx, ctx.place, restApiId, parent, pathPart, before.id)
    const moved = { ...before, parentId, pathPart, path: pathBelow(parent, pathPart) }
    removeResource(tx, ctx.place, restApiId, before)
    putResource(tx, ctx.place, restApiId, moved)
    for (const resource of subtree.slice(1)) {
      const path = moved.path + resource.path.slice(before.path.length)
      putResource(tx, ctx.place, restApiId, { ...resource, path })
    }
    return moved
  })
  return resourceToWire(record)
})

/** The root stays where it is, and nameless (recorded on AWS). */
function checkRoot(before: ResourceRecord, after: ResourceRecord): ResourceRecord {
  if (before.parentId === undefined) {
    if (after.pathPart !== undefined) throw badRequest('Root resource cannot update its pathPart.')
    if (after.parentId !== undefined) throw badRequest('Root resource cannot update its parentId.')
  }
  return after
}
