import type { EncryptionConfiguration, ImageTagMutabilityExclusionFilter, Tag } from '../../../generated/ecr.ts'
import { ignoring } from '../../../kernel/errors.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { InstantType, ResourceRequest } from '../../../kernel/resource-type.ts'

interface RepositoryProperties {
  readonly EmptyOnDelete?: boolean
  readonly EncryptionConfiguration?: { readonly EncryptionType: string; readonly KmsKey?: string }
  readonly ImageScanningConfiguration?: { readonly ScanOnPush?: boolean }
  readonly ImageTagMutability?: string
  readonly ImageTagMutabilityExclusionFilters?: readonly {
    readonly ImageTagMutabilityExclusionFilterType: string
    readonly ImageTagMutabilityExclusionFilterValue: string
  }[]
  readonly LifecyclePolicy?: { readonly LifecyclePolicyText?: string; readonly RegistryId?: string }
  readonly RepositoryName?: string
  readonly RepositoryPolicyText?: JsonObject | string
  readonly Tags?: readonly Tag[]
}

/** `AWS::ECR::Repository`: a record that templates, above all the CDK's bootstrap template, can create and refer to. */
export const repositoryType: InstantType = {
  type: 'AWS::ECR::Repository',
  nameProperty: 'RepositoryName',
  properties: {
    EmptyOnDelete: 'recorded',
    EncryptionConfiguration: 'recorded',
    ImageScanningConfiguration: 'recorded',
    ImageTagMutability: 'recorded',
    ImageTagMutabilityExclusionFilters: 'recorded',
    LifecyclePolicy: 'recorded',
    RepositoryName: 'emulated',
    RepositoryPolicyText: 'recorded',
    Tags: 'emulated',
  },

  async create(properties, request) {
    const p = properties as RepositoryProperties
    // ECR takes lower case only, and names of 2 to 256 characters.
    const repositoryName = p.RepositoryName ?? request.generateName({ maxLength: 256, lowerCase: true })
    const { repository } = await request.call('ecr', 'CreateRepository', {
      repositoryName,
      tags: p.Tags,
      imageTagMutability: p.ImageTagMutability,
      imageTagMutabilityExclusionFilters: exclusionFilters(p),
      imageScanningConfiguration: p.ImageScanningConfiguration && {
        scanOnPush: p.ImageScanningConfiguration.ScanOnPush,
      },
      encryptionConfiguration: encryption(p),
    })
    await writePolicies(repositoryName, p, {}, request)
    return {
      physicalId: repositoryName,
      attributes: { Arn: repository?.repositoryArn ?? '', RepositoryUri: repository?.repositoryUri ?? '' },
    }
  },

  async update(properties, previous, request) {
    const p = properties as RepositoryProperties
    const old = previous.properties as RepositoryProperties
    const repositoryName = previous.physicalId
    await request.call('ecr', 'PutImageTagMutability', {
      repositoryName,
      imageTagMutability: p.ImageTagMutability ?? 'MUTABLE',
      imageTagMutabilityExclusionFilters: exclusionFilters(p),
    })
    await request.call('ecr', 'PutImageScanningConfiguration', {
      repositoryName,
      imageScanningConfiguration: { scanOnPush: p.ImageScanningConfiguration?.ScanOnPush ?? false },
    })
    await writePolicies(repositoryName, p, old, request)
    await writeTags(String(previous.attributes.Arn), p.Tags ?? [], old.Tags ?? [], request)
    return { physicalId: previous.physicalId, attributes: previous.attributes }
  },

  async remove(previous, request) {
    const { EmptyOnDelete } = previous.properties as RepositoryProperties
    await ignoring(
      'RepositoryNotFoundException',
      request.call('ecr', 'DeleteRepository', { repositoryName: previous.physicalId, force: EmptyOnDelete }),
    )
  },
}

function encryption({ EncryptionConfiguration: e }: RepositoryProperties): EncryptionConfiguration | undefined {
  return e && { encryptionType: e.EncryptionType, kmsKey: e.KmsKey }
}

function exclusionFilters(p: RepositoryProperties): ImageTagMutabilityExclusionFilter[] | undefined {
  return p.ImageTagMutabilityExclusionFilters?.map((filter) => ({
    filterType: filter.ImageTagMutabilityExclusionFilterType,
    filter: filter.ImageTagMutabilityExclusionFilterValue,
  }))
}

async function writePolicies(
  repositoryName: string,
  p: RepositoryProperties,
  old: RepositoryProperties,
  { call }: ResourceRequest,
): Promise<void> {
  const lifecyclePolicyText = p.LifecyclePolicy?.LifecyclePolicyText
  if (lifecyclePolicyText !== undefined) {
    await call('ecr', 'PutLifecyclePolicy', { repositoryName, lifecyclePolicyText })
  } else if (old.LifecyclePolicy?.LifecyclePolicyText !== undefined) {
    await ignoring('LifecyclePolicyNotFoundException', call('ecr', 'DeleteLifecyclePolicy', { repositoryName }))
  }
  const policy = p.RepositoryPolicyText
  if (policy !== undefined) {
    const policyText = typeof policy === 'string' ? policy : JSON.stringify(policy)
    await call('ecr', 'SetRepositoryPolicy', { repositoryName, policyText })
  } else if (old.RepositoryPolicyText !== undefined) {
    await ignoring('RepositoryPolicyNotFoundException', call('ecr', 'DeleteRepositoryPolicy', { repositoryName }))
  }
}

async function writeTags(
  resourceArn: string,
  tags: readonly Tag[],
  old: readonly Tag[],
  { call }: ResourceRequest,
): Promise<void> {
  const kept = new Set(tags.map((tag) => tag.Key))
  const tagKeys = old.map((tag) => tag.Key).filter((key) => !kept.has(key))
  if (tagKeys.length > 0) await call('ecr', 'UntagResource', { resourceArn, tagKeys })
  if (tags.length > 0) await call('ecr', 'TagResource', { resourceArn, tags })
}
