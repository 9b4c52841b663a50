import type { Policy, PolicyVersion } from '../../generated/iam.ts'
import { encodeDocument, type PolicyRecord, type PolicyUse, type PolicyVersionRecord } from './records.ts'
import { toTagList } from './tags.ts'

export function policyToWire(policy: PolicyRecord, use: PolicyUse): Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: use.attachments,
    PermissionsBoundaryUsageCount: use.boundaries,
    IsAttachable: true,
    Description: policy.description,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
    Tags: toTagList(policy.tags),
  }
}

export function versionToWire(policy: PolicyRecord, version: PolicyVersionRecord): PolicyVersion {
  return {
    Document: encodeDocument(version.document),
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersionId,
    CreateDate: new Date(version.createdAt),
  }
}
