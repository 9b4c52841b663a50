import type { CreateIdentityPoolInput, RoleMapping } from '../../generated/cognito-identity.ts'
import type { Place } from '../../kernel/place.ts'

/** What a pool can be set to stays in AWS's shape. Dates are milliseconds since the epoch. */
export interface IdentityPoolRecord {
  readonly id: string
  readonly settings: CreateIdentityPoolInput
  readonly roles?: Readonly<Record<string, string>>
  /** By `{provider}:{client}`. */
  readonly roleMappings?: Readonly<Record<string, RoleMapping>>
  /** By provider. */
  readonly principalTags?: Readonly<Record<string, PrincipalTagsRecord>>
}

export interface PrincipalTagsRecord {
  readonly useDefaults: boolean
  readonly tags: Readonly<Record<string, string>>
}

/** Somebody as AWS's other services know them. */
export interface IdentityRecord {
  readonly id: string
  readonly poolId: string
  /** Providers whose people have shown that they are this identity. */
  readonly logins: readonly string[]
  /** Ids of the documents that lead from these people to here. Undefined: it was written before they were kept. */
  readonly loginIds?: readonly string[] | undefined
  readonly createdAt: number
  readonly modifiedAt: number
}

/** Index document: whoever asks for an identity names no account. */
export interface HomeRecord {
  readonly place: Place
}
