import type { Repository } from '../../generated/ecr.ts'
import type { Clock } from '../../kernel/clock.ts'

export interface EcrDeps {
  readonly clock: Clock
}

/** A repository's record. No image can be pushed: there is no registry behind it. */
export interface RepositoryDocument {
  readonly name: string
  readonly arn: string
  readonly uri: string
  readonly registryId: string
  readonly createdAt: number
  readonly tagMutability: string
  readonly tagMutabilityExclusions?: readonly { readonly filterType: string; readonly filter: string }[]
  readonly scanOnPush: boolean
  readonly encryption: { readonly encryptionType: string; readonly kmsKey?: string }
  readonly lifecyclePolicy?: string
  readonly policy?: string
  readonly tags: Readonly<Record<string, string>>
}

export function toWire(repository: RepositoryDocument): Repository {
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
