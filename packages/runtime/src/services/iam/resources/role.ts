import type { Role } from '../../../generated/iam.ts'
import type { IAMRole } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { jsonText } from '../../../kernel/json.ts'
import type { ResourceInstance, ResourceRequest } from '../../../kernel/resource-type.ts'
import type { Tag } from '../tags.ts'

const NOTHING: Pick<IAMRole, 'ManagedPolicyArns' | 'Policies'> = {}
const DEFAULT_SESSION_SECONDS = 3600

/** `AWS::IAM::Role`. What its policies say is held against calls of APIs, not of AWS's own. */
export const roleType = instantType({
  type: 'AWS::IAM::Role',
  nameProperty: 'RoleName',
  properties: {
    AssumeRolePolicyDocument: 'recorded',
    Description: 'emulated',
    ManagedPolicyArns: 'emulated',
    MaxSessionDuration: 'emulated',
    Path: 'emulated',
    PermissionsBoundary: 'emulated',
    Policies: 'emulated',
    RoleName: 'emulated',
    Tags: 'emulated',
  },

  async create(p, request) {
    const RoleName = p.RoleName ?? request.generateName({ maxLength: 64 })
    const { Role } = await request.call('iam', 'CreateRole', {
      RoleName,
      AssumeRolePolicyDocument: jsonText(p.AssumeRolePolicyDocument),
      Description: p.Description,
      MaxSessionDuration: p.MaxSessionDuration,
      Path: p.Path,
      PermissionsBoundary: p.PermissionsBoundary,
      Tags: p.Tags,
    })
    await writePolicies(RoleName, p, NOTHING, request)
    return instanceOf(Role)
  },

  async update(p, previous, request) {
    const old = previous.properties
    const { call } = request
    const RoleName = previous.physicalId
    await call('iam', 'UpdateAssumeRolePolicy', {
      RoleName,
      PolicyDocument: jsonText(p.AssumeRolePolicyDocument),
    })
    await call('iam', 'UpdateRole', {
      RoleName,
      Description: p.Description ?? '',
      MaxSessionDuration: p.MaxSessionDuration ?? DEFAULT_SESSION_SECONDS,
    })
    if (p.PermissionsBoundary !== undefined) {
      await call('iam', 'PutRolePermissionsBoundary', { RoleName, PermissionsBoundary: p.PermissionsBoundary })
    } else if (old.PermissionsBoundary !== undefined) {
      await call('iam', 'DeleteRolePermissionsBoundary', { RoleName })
    }
    await writePolicies(RoleName, p, old, request)
    await writeTags(RoleName, p.Tags ?? [], old.Tags ?? [], request)
    return { physicalId: previous.physicalId, attributes: previous.attributes }
  },

  /** Takes away what this resource put there; policies attached by others keep the role alive, as on AWS. */
  async remove(previous, request) {
    const RoleName = previous.physicalId
    await writePolicies(RoleName, NOTHING, previous.properties, request)
    await ignoring('NoSuchEntity', request.call('iam', 'DeleteRole', { RoleName }))
  },
})

function instanceOf(role: Role): ResourceInstance {
  return { physicalId: role.RoleName, attributes: { Arn: role.Arn, RoleId: role.RoleId } }
}

type Policies = Pick<IAMRole, 'ManagedPolicyArns' | 'Policies'>

async function writePolicies(RoleName: string, p: Policies, old: Policies, { call }: ResourceRequest): Promise<void> {
  const arns = new Set(p.ManagedPolicyArns)
  for (const PolicyArn of old.ManagedPolicyArns ?? []) {
    if (!arns.has(PolicyArn)) await ignoring('NoSuchEntity', call('iam', 'DetachRolePolicy', { RoleName, PolicyArn }))
  }
  for (const PolicyArn of arns) await call('iam', 'AttachRolePolicy', { RoleName, PolicyArn })

  const names = new Set(p.Policies?.map((policy) => policy.PolicyName))
  for (const { PolicyName } of old.Policies ?? []) {
    if (!names.has(PolicyName))
      await ignoring('NoSuchEntity', call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }))
  }
  for (const { PolicyName, PolicyDocument } of p.Policies ?? []) {
    await call('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument: jsonText(PolicyDocument) })
  }
}

async function writeTags(
  RoleName: string,
  tags: readonly Tag[],
  old: readonly Tag[],
  { call }: ResourceRequest,
): Promise<void> {
  const kept = new Set(tags.map((tag) => tag.Key))
  const TagKeys = old.map((tag) => tag.Key).filter((key) => !kept.has(key))
  if (TagKeys.length > 0) await call('iam', 'UntagRole', { RoleName, TagKeys })
  if (tags.length > 0) await call('iam', 'TagRole', { RoleName, Tags: tags })
}
