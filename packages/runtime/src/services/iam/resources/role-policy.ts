import type { IAMRolePolicy } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { jsonText } from '../../../kernel/json.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'

/** `AWS::IAM::RolePolicy`: one inline policy of one role. */
export const rolePolicyType = instantType({
  type: 'AWS::IAM::RolePolicy',
  properties: { PolicyDocument: 'emulated', PolicyName: 'emulated', RoleName: 'emulated' },

  async create(p, request) {
    await write(p, request)
    return { physicalId: `${p.PolicyName}|${p.RoleName}`, attributes: {} }
  },

  async update(p, { physicalId, attributes }, request) {
    await write(p, request)
    return { physicalId, attributes }
  },

  async remove({ properties: { PolicyName, RoleName } }, { call }) {
    await ignoring('NoSuchEntity', call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }))
  },
})

/** Without a document it is for IAM to refuse it. */
async function write({ PolicyDocument = {}, PolicyName, RoleName }: IAMRolePolicy, { call }: ResourceRequest) {
  await call('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument: jsonText(PolicyDocument) })
}
