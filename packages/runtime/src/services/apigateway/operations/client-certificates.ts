import { readPage, stored } from '../../../kernel/paging.ts'
import type { ClientCertificateRecord } from '../client-certificates/records.ts'
import { clientCertificates, requireClientCertificate } from '../client-certificates/repository.ts'
import { makeClientCertificate } from '../client-certificates/self-signed.ts'
import { clientCertificateToWire } from '../client-certificates/wire.ts'
import { operation } from '../deps.ts'
import { badRequest } from '../errors.ts'
import { shortId } from '../ids.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import { plainDialect } from '../patch/dialects.ts'
import { applyPatch, type PatchRule } from '../patch/patch.ts'
import { text } from '../patch/rules.ts'
import { findStageOfPlace } from '../repository.ts'
import { checkedTags } from '../tag-rules.ts'

export const generateClientCertificate = operation('GenerateClientCertificate', async (input, deps, ctx) => {
  const { clock, random, vault } = deps
  const tags = checkedTags(input.tags)
  const createdAt = clock.now()
  const { certificatePem, privateKeyPem, expiresAt } = await makeClientCertificate(createdAt)
  const record: ClientCertificateRecord = {
    id: shortId(random),
    description: input.description,
    certificatePem,
    privateKey: vault.seal(privateKeyPem),
    createdAt,
    expiresAt,
    tags,
  }
  await ctx.transact(async (tx) => clientCertificates.put(tx, ctx.place, record.id, record))
  return clientCertificateToWire(record)
})

export const getClientCertificate = operation('GetClientCertificate', async (input, _deps, ctx) =>
  clientCertificateToWire(await requireClientCertificate(ctx.reader, ctx.place, input.clientCertificateId)),
)

export const getClientCertificates = operation('GetClientCertificates', async (input, _deps, ctx) => {
  const { items, next } = await readPage(
    pageRequest('GetClientCertificates', input, ctx, PAGE_SIZE),
    stored(
      (range) => clientCertificates.list(ctx.reader, ctx.place, range),
      ({ id }) => id,
    ),
  )
  return { items: items.map(clientCertificateToWire), position: next }
})

/** Not while a stage shows it (inferred, and the text). */
export const deleteClientCertificate = operation('DeleteClientCertificate', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const { id } = await requireClientCertificate(tx, ctx.place, input.clientCertificateId)
    const user = await findStageOfPlace(tx, ctx.place, ({ clientCertificateId }) => clientCertificateId === id)
    if (user) throw badRequest(`Cannot delete client certificate '${id}', is referenced in stage: ${user.stageName}`)
    clientCertificates.delete(tx, ctx.place, id)
  })
})

const rules: readonly PatchRule<ClientCertificateRecord>[] = [text('description')]

export const updateClientCertificate = operation('UpdateClientCertificate', async (input, _deps, ctx) =>
  ctx.transact(async (tx) => {
    const before = await requireClientCertificate(tx, ctx.place, input.clientCertificateId)
    const after = applyPatch(before, input.patchOperations, rules, plainDialect)
    clientCertificates.put(tx, ctx.place, after.id, after)
    return clientCertificateToWire(after)
  }),
)
