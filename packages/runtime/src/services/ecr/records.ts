/** A repository's record. No image can be pushed: there is no registry behind it. */
export interface RepositoryRecord {
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
