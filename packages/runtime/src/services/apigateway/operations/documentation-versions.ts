import { readPage, stored } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import type { DocumentationVersionRecord } from '../documentation/records.ts'
import {
  documentationSnapshots,
  documentationVersions,
  partsInOrder,
  requireDocumentationVersion,
} from '../documentation/repository.ts'
import { documentationVersionToWire } from '../documentation/wire.ts'
import { badRequest, conflict } from '../errors.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import { plainDialect } from '../patch/dialects.ts'
import { applyPatch, type PatchRule } from '../patch/patch.ts'
import { text } from '../patch/rules.ts'
import { requireApi, requireStage, stages } from '../repository.ts'

/** Keeps the parts as they are now, and with a stage's name makes them that stage's. The texts are inferred. */
export const createDocumentationVersion = operation('CreateDocumentationVersion', async (input, { clock }, ctx) => {
  const { restApiId, documentationVersion: version, description, stageName } = input
  if (version === '') throw badRequest('Documentation version must be non-empty')
  const record: DocumentationVersionRecord = { version, description, createdAt: clock.now() }
  await ctx.transact(async (tx) => {
    await requireApi(tx, ctx.place, restApiId)
    if (await documentationVersions.find(tx, ctx.place, restApiId, version)) {
      throw conflict('Documentation version already exists')
    }
    const parts = await partsInOrder(tx, ctx.place, restApiId)
    documentationVersions.put(tx, ctx.place, restApiId, version, record)
    documentationSnapshots.put(tx, ctx.place, restApiId, version, parts)
    if (!stageName) return
    const stage = await requireStage(tx, ctx.place, restApiId, stageName)
    stages.put(tx, ctx.place, restApiId, stageName, {
      ...stage,
      documentationVersion: version,
      updatedAt: record.createdAt,
    })
  })
  return documentationVersionToWire(record)
})

export const getDocumentationVersion = operation('GetDocumentationVersion', async (input, _deps, ctx) =>
  documentationVersionToWire(
    await requireDocumentationVersion(ctx.reader, ctx.place, input.restApiId, input.documentationVersion),
  ),
)

export const getDocumentationVersions = operation('GetDocumentationVersions', async (input, _deps, ctx) => {
  await requireApi(ctx.reader, ctx.place, input.restApiId)
  const { items, next } = await readPage(
    pageRequest('GetDocumentationVersions', input, ctx, PAGE_SIZE),
    stored(
      (range) => documentationVersions.list(ctx.reader, ctx.place, input.restApiId, range),
      ({ version }) => version,
    ),
  )
  return { items: items.map(documentationVersionToWire), position: next }
})

/** A stage that shows it shows none afterwards (inferred). */
export const deleteDocumentationVersion = operation('DeleteDocumentationVersion', async (input, _deps, ctx) => {
  const { restApiId } = input
  await ctx.transact(async (tx) => {
    const { version } = await requireDocumentationVersion(tx, ctx.place, restApiId, input.documentationVersion)
    for (const { documentationVersion: shown, ...stage } of await stages.list(tx, ctx.place, restApiId)) {
      if (shown === version) stages.put(tx, ctx.place, restApiId, stage.stageName, stage)
    }
    documentationVersions.delete(tx, ctx.place, restApiId, version)
    documentationSnapshots.delete(tx, ctx.place, restApiId, version)
  })
})

const rules: readonly PatchRule<DocumentationVersionRecord>[] = [text('description')]

export const updateDocumentationVersion = operation('UpdateDocumentationVersion', async (input, _deps, ctx) =>
  ctx.transact(async (tx) => {
    const before = await requireDocumentationVersion(tx, ctx.place, input.restApiId, input.documentationVersion)
    const after = applyPatch(before, input.patchOperations, rules, plainDialect)
    documentationVersions.put(tx, ctx.place, input.restApiId, after.version, after)
    return documentationVersionToWire(after)
  }),
)
