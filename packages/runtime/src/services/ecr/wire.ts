import type { Repository } from '../../generated/ecr.ts'
import type { RepositoryRecord } from './records.ts'

export function repositoryToWire(repository: RepositoryRecord): Repository {
  return {
    repositoryArn: repository.arn,
    registryId: repository.registryId,
    repositoryName: repository.name,
    repositoryUri: repository.uri,
    createdAt: new Date(repository.createdAt),
    imageTagMutability: repository.tagMutability,
    imageTagMutabilityExclusionFilters: repository.tagMutabilityExclusions,
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    encryptionConfiguration: repository.encryption,
  }
}
