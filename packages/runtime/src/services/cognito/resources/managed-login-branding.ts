import type { AssetType, CreateManagedLoginBrandingRequest } from '../../../generated/cognito-idp.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'

/** `AWS::Cognito::ManagedLoginBranding`. `Ref` is the style's id. */
export const managedLoginBrandingType = instantType({
  type: 'AWS::Cognito::ManagedLoginBranding',
  properties: {
    Assets: 'recorded',
    ClientId: 'emulated',
    ReturnMergedResources: 'recorded',
    Settings: 'recorded',
    UseCognitoProvidedValues: 'recorded',
    UserPoolId: 'emulated',
  },

  /** Without a client the operation refuses it. */
  async create({ ReturnMergedResources, Assets, ...style }, request) {
    const input = { ...style, ...withBytes(Assets) } as CreateManagedLoginBrandingRequest
    const { ManagedLoginBranding } = await request.call('cognito-idp', 'CreateManagedLoginBranding', input)
    return instance(ManagedLoginBranding?.ManagedLoginBrandingId)
  },

  async update({ ReturnMergedResources, ClientId, Assets, ...style }, previous, request) {
    const ManagedLoginBrandingId = previous.physicalId
    const input = { ...style, ...withBytes(Assets), ManagedLoginBrandingId }
    await request.call('cognito-idp', 'UpdateManagedLoginBranding', input)
    return instance(ManagedLoginBrandingId)
  },

  async remove(previous, request) {
    const { UserPoolId } = previous.properties
    const input = { UserPoolId, ManagedLoginBrandingId: previous.physicalId }
    await ignoring('ResourceNotFoundException', request.call('cognito-idp', 'DeleteManagedLoginBranding', input))
  },
})

function instance(ManagedLoginBrandingId = '') {
  return { physicalId: ManagedLoginBrandingId, attributes: { ManagedLoginBrandingId } }
}

/** Bytes are base64 in a template. */
function withBytes(assets: readonly (Omit<AssetType, 'Bytes'> & { readonly Bytes?: string })[] | undefined): {
  readonly Assets?: readonly AssetType[]
} {
  if (!assets) return {}
  return {
    Assets: assets.map(({ Bytes, ...asset }) => ({
      ...asset,
      ...(Bytes !== undefined && { Bytes: Buffer.from(Bytes, 'base64') }),
    })),
  }
}
