import { ignoring } from '../../../kernel/errors.ts'
import type { InstantType, ResourceRequest } from '../../../kernel/resource-type.ts'
import { type Document, documentText } from './document-text.ts'

interface PolicyProperties {
  readonly PolicyDocument: Document
  readonly PolicyName: string
  readonly Roles?: readonly string[]
}

/** `AWS::IAM::Policy`: one inline policy in each of several roles. Users and groups are recorded. */
export const policyType: InstantType = {
  type: 'AWS::IAM::Policy',
  properties: {
    Groups: 'recorded',
    PolicyDocument: 'recorded',
    PolicyName: 'emulated',
    Roles: 'recorded',
    Users: 'recorded',
  },

  async create(properties, request) {
    const p = properties as unknown as PolicyProperties
    await write(p, request)
    // The resource is no entity of IAM, so CloudFormation makes up a name for it.
    const physicalId = request.generateName({ maxLength: 128 })
    return { physicalId, attributes: { Id: physicalId } }
  },

  /** A new name is no replacement: the policy is written under the new name and taken away under the old one. */
  async update(properties, previous, request) {
    const p = properties as unknown as PolicyProperties
    const old = previous.properties as unknown as PolicyProperties
    await write(p, request)
    const kept = old.PolicyName === p.PolicyName ? new Set(p.Roles) : new Set<string>()
    await erase(old.PolicyName, old.Roles?.filter((role) => !kept.has(role)) ?? [], request)
    return { physicalId: previous.physicalId, attributes: previous.attributes }
  },

  async remove(previous, request) {
    const { PolicyName, Roles } = previous.properties as unknown as PolicyProperties
    await erase(PolicyName, Roles ?? [], request)
  },
}

async function write({ PolicyName, PolicyDocument, Roles }: PolicyProperties, { call }: ResourceRequest) {
  for (const RoleName of Roles ?? []) {
    await call('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument: documentText(PolicyDocument) })
  }
}

async function erase(PolicyName: string, roleNames: readonly string[], { call }: ResourceRequest) {
  for (const RoleName of roleNames) {
    await ignoring('NoSuchEntity', call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }))
  }
}
