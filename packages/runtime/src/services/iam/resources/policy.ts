import type { IAMPolicy } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { jsonText } from '../../../kernel/json.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'

/** `AWS::IAM::Policy`: one inline policy in each of several roles. Users and groups are recorded. */
export const policyType = instantType({
  type: 'AWS::IAM::Policy',
  properties: {
    Groups: 'recorded',
    PolicyDocument: 'emulated',
    PolicyName: 'emulated',
    Roles: 'emulated',
    Users: 'recorded',
  },

  async create(p, request) {
    await write(p, request)
    // The resource is no entity of IAM, so CloudFormation makes up a name for it.
    const physicalId = request.generateName({ maxLength: 128 })
    return { physicalId, attributes: { Id: physicalId } }
  },

  /** A new name is no replacement: the policy is written under the new name and taken away under the old one. */
  async update(p, previous, request) {
    const old = previous.properties
    await write(p, request)
    const kept = old.PolicyName === p.PolicyName ? new Set(p.Roles) : new Set<string>()
    await erase(old.PolicyName, old.Roles?.filter((role) => !kept.has(role)) ?? [], request)
    return { physicalId: previous.physicalId, attributes: previous.attributes }
  },

  async remove(previous, request) {
    const { PolicyName, Roles } = previous.properties
    await erase(PolicyName, Roles ?? [], request)
  },
})

async function write({ PolicyName, PolicyDocument, Roles }: IAMPolicy, { call }: ResourceRequest) {
  for (const RoleName of Roles ?? []) {
    await call('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument: jsonText(PolicyDocument) })
  }
}

async function erase(PolicyName: string, roleNames: readonly string[], { call }: ResourceRequest) {
  for (const RoleName of roleNames) {
    await ignoring('NoSuchEntity', call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }))
  }
}
