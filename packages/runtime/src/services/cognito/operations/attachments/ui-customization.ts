import type { UICustomizationType } from '../../../../generated/cognito-idp.ts'
import { ALL_CLIENTS, type UiCustomizationRecord } from '../../attachments/records.ts'
import { requireTarget, uiCustomizations } from '../../attachments/repository.ts'
import { operation } from '../../deps.ts'
import { invalidParameter } from '../../errors.ts'
import type { DomainRecord } from '../../records.ts'
import { domainsOf, requirePool, within } from '../../repository.ts'

/** Of AWS's own sample (API reference, SetUICustomization). */
const CSS_VERSION = '20190128172214'

/** Kept and shown. Without a domain there is nothing to be customized (text second-hand: Terraform's users). */
export const setUICustomization = operation('SetUICustomization', async (input, { clock }, ctx) => {
  const { UserPoolId, ClientId, CSS, ImageFile } = input
  return ctx.transact(async (tx) => {
    const pool = await requirePool(tx, ctx.place, UserPoolId)
    const clientId = await requireTarget(tx, ctx.place, UserPoolId, ClientId)
    const [domain] = await domainsOf(tx, ctx.place, pool)
    if (!domain) throw invalidParameter('There has to be an existing domain associated with this user pool')
    const id = within(UserPoolId, clientId)
    const before = await uiCustomizations.find(tx, ctx.place, id)
    const now = clock.now()
    const record: UiCustomizationRecord = {
      poolId: UserPoolId,
      clientId,
      createdAt: before?.createdAt ?? now,
      modifiedAt: now,
      css: CSS ?? before?.css,
      image: ImageFile ? Buffer.from(ImageFile).toString('base64') : before?.image,
    }
    uiCustomizations.put(tx, ctx.place, id, record)
    return { UICustomization: toWire(record, domain) }
  })
})

/** A client that has none of its own has the pool's; where nothing is set the answer is empty (documented). */
export const getUICustomization = operation('GetUICustomization', async ({ UserPoolId, ClientId }, _deps, ctx) => {
  const pool = await requirePool(ctx.reader, ctx.place, UserPoolId)
  const clientId = await requireTarget(ctx.reader, ctx.place, UserPoolId, ClientId)
  const find = (id: string) => uiCustomizations.find(ctx.reader, ctx.place, within(UserPoolId, id))
  const record = (await find(clientId)) ?? (await find(ALL_CLIENTS))
  const [domain] = await domainsOf(ctx.reader, ctx.place, pool)
  return { UICustomization: record ? toWire(record, domain) : {} }
})

function toWire(record: UiCustomizationRecord, domain: DomainRecord | undefined): UICustomizationType {
  const { poolId, clientId, createdAt, modifiedAt, css, image } = record
  const host = domain?.cloudFrontDistribution
  return {
    UserPoolId: poolId,
    ClientId: clientId,
    ImageUrl: image && host && `https://${host}/${poolId}/${clientId}/${modifiedAt}/assets/images/image.jpg`,
    CSS: css,
    CSSVersion: css === undefined ? undefined : CSS_VERSION,
    LastModifiedDate: new Date(modifiedAt),
    CreationDate: new Date(createdAt),
  }
}
