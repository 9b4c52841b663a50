import type { AssetType, ManagedLoginBrandingType } from '../../../../generated/cognito-idp.ts'
import { AwsError } from '../../../../kernel/errors.ts'
import { uuid } from '../../../../kernel/ids.ts'
import type { JsonValue } from '../../../../kernel/json.ts'
import type { Place } from '../../../../kernel/place.ts'
import type { Reader } from '../../../../kernel/transaction.ts'
import type { AssetRecord, BrandingRecord } from '../../attachments/records.ts'
import { brandingOf, brandings, findBranding } from '../../attachments/repository.ts'
import { operation } from '../../deps.ts'
import { invalidParameter, limitExceeded } from '../../errors.ts'
import { requireClient, requirePool, within } from '../../repository.ts'

/** Documented: developer guide, quotas. */
const MAX_STYLES = 20

/** Texts of these are inferred. */
const noBranding = (id: string) =>
  new AwsError('ResourceNotFoundException', `Managed login branding ${id} does not exist.`)

export const createManagedLoginBranding = operation('CreateManagedLoginBranding', async (input, deps, ctx) => {
  const { UserPoolId, ClientId, UseCognitoProvidedValues = false, Settings, Assets } = input
  checkStyle(UseCognitoProvidedValues, Settings, Assets)
  const now = deps.clock.now()
  const branding: BrandingRecord = {
    id: uuid(deps.random),
    poolId: UserPoolId,
    clientId: ClientId,
    createdAt: now,
    modifiedAt: now,
    usesDefaults: UseCognitoProvidedValues,
    settings: Settings as JsonValue | undefined,
    assets: assetRecords(Assets),
  }
  await ctx.transact(async (tx) => {
    await requireClient(tx, ctx.place, UserPoolId, ClientId)
    if (await brandingOf(tx, ctx.place, UserPoolId, ClientId)) {
      throw new AwsError(
        'ManagedLoginBrandingExistsException',
        `A managed login branding style already exists for client ${ClientId}.`,
      )
    }
    const ofPool = await brandings.list(tx, ctx.place, { prefix: within(UserPoolId, ''), limit: MAX_STYLES })
    if (ofPool.length === MAX_STYLES) {
      throw limitExceeded(`A user pool can have at most ${MAX_STYLES} managed login branding styles.`)
    }
    brandings.put(tx, ctx.place, within(UserPoolId, ClientId), branding)
  })
  return { ManagedLoginBranding: toWire(branding) }
})

/** What is left out stays (observed: hashicorp/terraform-provider-aws#42757). */
export const updateManagedLoginBranding = operation('UpdateManagedLoginBranding', async (input, { clock }, ctx) => {
  const { UserPoolId = '', ManagedLoginBrandingId = '', UseCognitoProvidedValues, Settings, Assets } = input
  checkStyle(UseCognitoProvidedValues ?? false, Settings, Assets)
  return ctx.transact(async (tx) => {
    const before = await requireBranding(tx, ctx.place, UserPoolId, ManagedLoginBrandingId)
    const given: Partial<BrandingRecord> = {
      ...(Settings !== undefined && { settings: Settings as JsonValue, usesDefaults: false }),
      ...(Assets !== undefined && { assets: assetRecords(Assets), usesDefaults: false }),
    }
    const defaults = { usesDefaults: true, settings: undefined, assets: [] }
    const branding = { ...before, ...(UseCognitoProvidedValues ? defaults : given), modifiedAt: clock.now() }
    brandings.put(tx, ctx.place, within(UserPoolId, branding.clientId), branding)
    return { ManagedLoginBranding: toWire(branding) }
  })
})

/** AWS's own style, which `ReturnMergedResources` asks for as well, is not known here: what was given is shown. */
export const describeManagedLoginBranding = operation(
  'DescribeManagedLoginBranding',
  async ({ UserPoolId, ManagedLoginBrandingId }, _deps, ctx) => {
    const branding = await requireBranding(ctx.reader, ctx.place, UserPoolId, ManagedLoginBrandingId)
    return { ManagedLoginBranding: toWire(branding) }
  },
)

export const describeManagedLoginBrandingByClient = operation(
  'DescribeManagedLoginBrandingByClient',
  async ({ UserPoolId, ClientId }, _deps, ctx) => {
    await requireClient(ctx.reader, ctx.place, UserPoolId, ClientId)
    const branding = await brandingOf(ctx.reader, ctx.place, UserPoolId, ClientId)
    if (!branding) {
      const text = `Managed login branding for client ${ClientId} does not exist.`
      throw new AwsError('ResourceNotFoundException', text)
    }
    return { ManagedLoginBranding: toWire(branding) }
  },
)

export const deleteManagedLoginBranding = operation(
  'DeleteManagedLoginBranding',
  async ({ UserPoolId, ManagedLoginBrandingId }, _deps, ctx) => {
    await ctx.transact(async (tx) => {
      const { clientId } = await requireBranding(tx, ctx.place, UserPoolId, ManagedLoginBrandingId)
      brandings.delete(tx, ctx.place, within(UserPoolId, clientId))
    })
  },
)

async function requireBranding(reader: Reader, place: Place, poolId: string, id: string): Promise<BrandingRecord> {
  await requirePool(reader, place, poolId)
  const branding = await findBranding(reader, place, poolId, id)
  if (!branding) throw noBranding(id)
  return branding
}

/** Exclusive as documented; the text is inferred. */
function checkStyle(usesDefaults: boolean, settings: unknown, assets: readonly AssetType[] | undefined): void {
  if (usesDefaults && (settings !== undefined || assets?.length)) {
    throw invalidParameter('Settings and Assets cannot be specified when UseCognitoProvidedValues is true.')
  }
}

function assetRecords(assets: readonly AssetType[] | undefined): AssetRecord[] {
  return (assets ?? []).map(({ Bytes, ...asset }) => ({
    ...asset,
    bytes: Bytes && Buffer.from(Bytes).toString('base64'),
  }))
}

/** Settings only where there are some, assets always (observed: floci-io/floci#2869). */
function toWire(branding: BrandingRecord): ManagedLoginBrandingType {
  return {
    ManagedLoginBrandingId: branding.id,
    UserPoolId: branding.poolId,
    UseCognitoProvidedValues: branding.usesDefaults,
    Settings: branding.settings,
    Assets: branding.assets.map(({ bytes, ...asset }) => ({
      ...asset,
      ...(bytes !== undefined && { Bytes: Buffer.from(bytes, 'base64') }),
    })),
    CreationDate: new Date(branding.createdAt),
    LastModifiedDate: new Date(branding.modifiedAt),
  }
}
