import { parseArn } from '../../../kernel/arn.ts'
import { readPage, stored } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { badRequest } from '../errors.ts'
import { shortId } from '../ids.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import { plainDialect } from '../patch/dialects.ts'
import { applyPatch, type PatchRule } from '../patch/patch.ts'
import { requiredText, text } from '../patch/rules.ts'
import { checkedTags } from '../tag-rules.ts'
import type { VpcLinkRecord } from '../vpc-links/records.ts'
import { requireVpcLink, usersOf, vpcLinks } from '../vpc-links/repository.ts'
import { newVpcLinkToWire, vpcLinkToWire } from '../vpc-links/wire.ts'

const EMPTY_NAME = 'Name cannot be empty'

/** Nothing has to be built: a link is there at once, which only the answer to this does not tell yet. */
export const createVpcLink = operation('CreateVpcLink', async (input, { random }, ctx) => {
  const { name, description, targetArns } = input
  if (name === '') throw badRequest(EMPTY_NAME)
  for (const arn of targetArns) {
    if (!parseArn(arn)) throw badRequest(`Invalid ARN. ARN is not well formed ${arn}`)
  }
  const record: VpcLinkRecord = { id: shortId(random), name, description, targetArns, tags: checkedTags(input.tags) }
  await ctx.transact(async (tx) => vpcLinks.put(tx, ctx.place, record.id, record))
  return newVpcLinkToWire(record)
})

export const getVpcLink = operation('GetVpcLink', async (input, _deps, ctx) =>
  vpcLinkToWire(await requireVpcLink(ctx.reader, ctx.place, input.vpcLinkId), true),
)

export const getVpcLinks = operation('GetVpcLinks', async (input, _deps, ctx) => {
  const { items, next } = await readPage(
    pageRequest('GetVpcLinks', input, ctx, PAGE_SIZE),
    stored(
      (range) => vpcLinks.list(ctx.reader, ctx.place, range),
      ({ id }) => id,
    ),
  )
  return { items: items.map((link) => vpcLinkToWire(link, false)), position: next }
})

/** Not while a deployed method goes through it (observed, with the text, in reports of Terraform's users). */
export const deleteVpcLink = operation('DeleteVpcLink', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const { id } = await requireVpcLink(tx, ctx.place, input.vpcLinkId)
    const users = await usersOf(tx, ctx.place, id)
    if (users.length > 0) {
      const where = `[${users.join(', ')}] in format of [Method:Resource:Stage]`
      throw badRequest(`Cannot delete vpc link. Vpc link '${id}', is referenced in ${where}.`)
    }
    vpcLinks.delete(tx, ctx.place, id)
  })
})

const rules: readonly PatchRule<VpcLinkRecord>[] = [requiredText('name', EMPTY_NAME), text('description')]

export const updateVpcLink = operation('UpdateVpcLink', async (input, _deps, ctx) =>
  ctx.transact(async (tx) => {
    const before = await requireVpcLink(tx, ctx.place, input.vpcLinkId)
    const after = applyPatch(before, input.patchOperations, rules, plainDialect)
    vpcLinks.put(tx, ctx.place, after.id, after)
    return vpcLinkToWire(after, true)
  }),
)
