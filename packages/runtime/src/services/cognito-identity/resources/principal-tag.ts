import type { ResourceProperties } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import type { ResourceInstance, ResourceRequest } from '../../../kernel/resource-type.ts'

type Properties = ResourceProperties['AWS::Cognito::IdentityPoolPrincipalTag']

/** `AWS::Cognito::IdentityPoolPrincipalTag`. It cannot be deleted, only emptied. */
export const identityPoolPrincipalTagType = instantType({
  type: 'AWS::Cognito::IdentityPoolPrincipalTag',
  properties: {
    IdentityPoolId: 'emulated',
    IdentityProviderName: 'emulated',
    PrincipalTags: 'recorded',
    UseDefaults: 'recorded',
  },

  create: set,
  update: (properties, _previous, request) => set(properties, request),

  async remove({ properties: { IdentityPoolId, IdentityProviderName } }, request) {
    await ignoring('ResourceNotFoundException', set({ IdentityPoolId, IdentityProviderName }, request))
  },
})

async function set(properties: Properties, request: ResourceRequest): Promise<ResourceInstance> {
  const { IdentityPoolId, IdentityProviderName, UseDefaults, PrincipalTags } = properties
  const input = { IdentityPoolId, IdentityProviderName, UseDefaults, PrincipalTags: PrincipalTags as Tags | undefined }
  await request.call('cognito-identity', 'SetPrincipalTagAttributeMap', input)
  return { physicalId: `${IdentityPoolId}|${IdentityProviderName}`, attributes: {} }
}

type Tags = Readonly<Record<string, string>>
