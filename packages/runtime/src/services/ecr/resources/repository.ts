import type { EncryptionConfiguration, ImageTagMutabilityExclusionFilter, Tag } from '../../../generated/ecr.ts'
import type { ECRRepository } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { jsonText } from '../../../kernel/json.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'

/** `AWS::ECR::Repository`: a record that templates, above all the CDK's bootstrap template, can create and refer to. */
export const repositoryType = instantType({
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

  async create(p, request) {
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

  async update(p, previous, request) {
    const old = previous.properties
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
    const { EmptyOnDelete } = previous.properties
    await ignoring(
      'RepositoryNotFoundException',
      request.call('ecr', 'DeleteRepository', { repositoryName: previous.physicalId, force: EmptyOnDelete }),
    )
  },
})

function encryption({ EncryptionConfiguration: e }: ECRRepository): EncryptionConfiguration | undefined {
  return e && { encryptionType: e.EncryptionType, kmsKey: e.KmsKey }
}

function exclusionFilters(p: ECRRepository): ImageTagMutabilityExclusionFilter[] | undefined {
  return p.ImageTagMutabilityExclusionFilters?.map((filter) => ({
    filterType: filter.ImageTagMutabilityExclusionFilterType,
    filter: filter.ImageTagMutabilityExclusionFilterValue,
  }))
}

async function writePolicies(
  repositoryName: string,
  p: ECRRepository,
  old: ECRRepository,
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
    await call('ecr', 'SetRepositoryPolicy', { repositoryName, policyText: jsonText(policy) })
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
