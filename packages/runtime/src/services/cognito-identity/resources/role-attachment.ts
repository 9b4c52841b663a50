import type { RoleMapping } from '../../../generated/cognito-identity.ts'
import type { ResourceProperties } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import type { ResourceInstance, ResourceRequest } from '../../../kernel/resource-type.ts'

type Properties = ResourceProperties['AWS::Cognito::IdentityPoolRoleAttachment']

/** `AWS::Cognito::IdentityPoolRoleAttachment`. It cannot be deleted, only emptied. */
export const identityPoolRoleAttachmentType = instantType({
  type: 'AWS::Cognito::IdentityPoolRoleAttachment',
  properties: { IdentityPoolId: 'emulated', RoleMappings: 'emulated', Roles: 'emulated' },

  create: set,
  update: (properties, _previous, request) => set(properties, request),

  async remove({ properties: { IdentityPoolId } }, request) {
    const emptied = request.call('cognito-identity', 'SetIdentityPoolRoles', { IdentityPoolId, Roles: {} })
    await ignoring('ResourceNotFoundException', emptied)
  },
})

/** Names of mappings are only labels where the mapping names its provider itself (documented). */
async function set(properties: Properties, request: ResourceRequest): Promise<ResourceInstance> {
  const { IdentityPoolId, Roles = {}, RoleMappings: labeled = {} } = properties
  const RoleMappings = Object.fromEntries(
    Object.entries(labeled).map(([label, { IdentityProvider = label, ...mapping }]) => [
      IdentityProvider,
      mapping as RoleMapping,
    ]),
  )
  await request.call('cognito-identity', 'SetIdentityPoolRoles', { IdentityPoolId, Roles, RoleMappings })
  const Id = `IdentityPoolRoleAttachment-${IdentityPoolId}`
  return { physicalId: Id, attributes: { Id } }
}
