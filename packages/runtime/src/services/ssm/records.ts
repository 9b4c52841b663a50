import type { Sealed } from '../../kernel/vault.ts'

export type ParameterType = ParameterContent['type']

/** What belongs to a parameter rather than to one of its versions. */
export interface ParameterRecord {
  readonly name: string
  readonly arn: string
  readonly latest: ParameterVersion
  readonly tags: Readonly<Record<string, string>>
}

export type ParameterVersion = VersionSettings & ParameterContent

export type ParameterContent =
  | { readonly type: 'SecureString'; readonly value: Sealed }
  | { readonly type: 'String' | 'StringList'; readonly value: string }

interface VersionSettings {
  readonly name: string
  readonly version: number
  readonly keyId?: string
  readonly description?: string
  readonly allowedPattern?: string
  readonly tier: 'Standard' | 'Advanced'
  readonly dataType: string
  readonly modifiedAt: number
  readonly modifiedBy: string
  readonly labels: readonly string[]
}
