import type { Policy } from '../../../generated/iam.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { jsonText } from '../../../kernel/json.ts'
import type { ResourceInstance, ResourceRequest } from '../../../kernel/resource-type.ts'

const VERSION_QUOTA = 5

/** `AWS::IAM::ManagedPolicy`. Users and groups are recorded. */
export const managedPolicyType = instantType({
  type: 'AWS::IAM::ManagedPolicy',
  nameProperty: 'ManagedPolicyName',
  properties: {
    Groups: 'recorded',
    Description: 'emulated',
    ManagedPolicyName: 'emulated',
    Path: 'emulated',
    PolicyDocument: 'emulated',
    Roles: 'emulated',
    Users: 'recorded',
  },

  async create(p, request) {
    const { Policy } = await request.call('iam', 'CreatePolicy', {
      PolicyName: p.ManagedPolicyName ?? request.generateName({ maxLength: 128 }),
      PolicyDocument: jsonText(p.PolicyDocument),
      Description: p.Description,
      Path: p.Path,
    })
    const PolicyArn = Policy?.Arn ?? ''
    for (const RoleName of p.Roles ?? []) await request.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn })
    return read(PolicyArn, request)
  },

  async update(p, previous, request) {
    const old = previous.properties
    const PolicyArn = previous.physicalId
    const document = jsonText(p.PolicyDocument)
    if (document !== jsonText(old.PolicyDocument)) await writeDocument(PolicyArn, document, request)
    const kept = new Set(p.Roles)
    for (const RoleName of kept) await request.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn })
    await detach(PolicyArn, old.Roles?.filter((role) => !kept.has(role)) ?? [], request)
    return read(PolicyArn, request)
  },

  async remove(previous, request) {
    const PolicyArn = previous.physicalId
    const { Roles } = previous.properties
    await detach(PolicyArn, Roles ?? [], request)
    await ignoring('NoSuchEntity', deletePolicy(PolicyArn, request))
  },
})

/** The versions that are not the default one have to go first. */
async function deletePolicy(PolicyArn: string, { call }: ResourceRequest): Promise<void> {
  const { Versions } = await call('iam', 'ListPolicyVersions', { PolicyArn })
  for (const { VersionId, IsDefaultVersion } of Versions ?? []) {
    if (VersionId && !IsDefaultVersion) await call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId })
  }
  await call('iam', 'DeletePolicy', { PolicyArn })
}

/** A new document is a new default version; the oldest makes room for it. */
async function writeDocument(PolicyArn: string, PolicyDocument: string, { call }: ResourceRequest): Promise<void> {
  const { Versions = [] } = await call('iam', 'ListPolicyVersions', { PolicyArn })
  const oldest = Versions.filter((version) => !version.IsDefaultVersion).at(-1)?.VersionId
  if (Versions.length >= VERSION_QUOTA && oldest) {
    await call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId: oldest })
  }
  await call('iam', 'CreatePolicyVersion', { PolicyArn, PolicyDocument, SetAsDefault: true })
}

async function detach(PolicyArn: string, roleNames: readonly string[], { call }: ResourceRequest): Promise<void> {
  for (const RoleName of roleNames) {
    await ignoring('NoSuchEntity', call('iam', 'DetachRolePolicy', { RoleName, PolicyArn }))
  }
}

async function read(PolicyArn: string, { call }: ResourceRequest): Promise<ResourceInstance> {
  const { Policy = {} } = await call('iam', 'GetPolicy', { PolicyArn })
  return { physicalId: PolicyArn, attributes: attributesOf(Policy) }
}

function attributesOf(policy: Policy): ResourceInstance['attributes'] {
  return {
    PolicyArn: policy.Arn ?? '',
    PolicyId: policy.PolicyId ?? '',
    DefaultVersionId: policy.DefaultVersionId ?? '',
    AttachmentCount: policy.AttachmentCount ?? 0,
    PermissionsBoundaryUsageCount: policy.PermissionsBoundaryUsageCount ?? 0,
    IsAttachable: policy.IsAttachable ?? true,
    CreateDate: policy.CreateDate?.toISOString() ?? '',
    UpdateDate: policy.UpdateDate?.toISOString() ?? '',
  }
}
