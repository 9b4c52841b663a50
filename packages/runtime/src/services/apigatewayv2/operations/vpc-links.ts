import { readPage, stored } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { badRequest } from '../errors.ts'
import { shortId } from '../ids.ts'
import { pageRequest } from '../paging.ts'
import { newVpcLinkToWire, requireVpcLink, type VpcLinkRecord, vpcLinks, vpcLinkToWire } from '../vpc-links.ts'

/** Nothing has to be built: a link is there at once, which only the answer to this does not tell yet. */
export const createVpcLink = operation('CreateVpcLink', async (input, { clock, random }, ctx) => {
  checkName(input.Name)
  // The text is inferred.
  if (input.SubnetIds.length === 0) throw badRequest('At least one subnet is required')
  const record: VpcLinkRecord = {
    vpcLinkId: shortId(random),
    name: input.Name,
    subnetIds: input.SubnetIds,
    securityGroupIds: input.SecurityGroupIds ?? [],
    createdAt: clock.now(),
    tags: input.Tags ?? {},
  }
  await ctx.transact(async (tx) => vpcLinks.put(tx, ctx.place, record.vpcLinkId, record))
  return newVpcLinkToWire(record)
})

export const getVpcLink = operation('GetVpcLink', async (input, _deps, ctx) =>
  vpcLinkToWire(await requireVpcLink(ctx.reader, ctx.place, input.VpcLinkId)),
)

export const getVpcLinks = operation('GetVpcLinks', async (input, _deps, ctx) => {
  const { items, next } = await readPage(
    pageRequest('GetVpcLinks', input, ctx),
    stored(
      (range) => vpcLinks.list(ctx.reader, ctx.place, range),
      ({ vpcLinkId }) => vpcLinkId,
    ),
  )
  return { Items: items.map(vpcLinkToWire), NextToken: next }
})

/** Only its name can be changed (documented). */
export const updateVpcLink = operation('UpdateVpcLink', async (input, _deps, ctx) =>
  ctx.transact(async (tx) => {
    const before = await requireVpcLink(tx, ctx.place, input.VpcLinkId)
    const after = { ...before, name: input.Name ?? before.name }
    checkName(after.name)
    vpcLinks.put(tx, ctx.place, after.vpcLinkId, after)
    return vpcLinkToWire(after)
  }),
)

export const deleteVpcLink = operation('DeleteVpcLink', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const { vpcLinkId } = await requireVpcLink(tx, ctx.place, input.VpcLinkId)
    vpcLinks.delete(tx, ctx.place, vpcLinkId)
  })
  return {}
})

/** As for REST APIs (inferred). */
function checkName(name: string): void {
  if (name === '') throw badRequest('Name cannot be empty')
}
