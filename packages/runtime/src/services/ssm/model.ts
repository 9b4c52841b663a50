import type { Parameter, ParameterHistory, ParameterMetadata } from '../../generated/ssm.ts'
import type { Clock } from '../../kernel/clock.ts'
import { cipherText, type Sealed, type Vault } from '../../kernel/vault.ts'

export interface SsmDeps {
  readonly clock: Clock
  readonly vault: Vault
}

export type ParameterType = ParameterContent['type']

/** What belongs to a parameter rather than to one of its versions. */
export interface ParameterDocument {
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

export interface Reading {
  readonly vault: Vault
  readonly decrypt: boolean | undefined
}

/** Without `WithDecryption` a secure value is answered as its ciphertext, as AWS does. */
function readableValue(version: ParameterVersion, { vault, decrypt }: Reading): string {
  if (version.type !== 'SecureString') return version.value
  return decrypt ? vault.open(version.value) : cipherText(version.value)
}

export function parameterToWire(
  arn: string,
  version: ParameterVersion,
  reading: Reading,
  selector?: string,
): Parameter {
  return {
    Name: version.name,
    Type: version.type,
    Value: readableValue(version, reading),
    Version: version.version,
    Selector: selector,
    LastModifiedDate: new Date(version.modifiedAt),
    ARN: arn,
    DataType: version.dataType,
  }
}

function describedToWire(version: ParameterVersion) {
  return {
    Name: version.name,
    Type: version.type,
    KeyId: version.keyId,
    LastModifiedDate: new Date(version.modifiedAt),
    LastModifiedUser: version.modifiedBy,
    Description: version.description,
    AllowedPattern: version.allowedPattern,
    Version: version.version,
    Tier: version.tier,
    Policies: [],
    DataType: version.dataType,
  }
}

export function metadataToWire({ arn, latest }: ParameterDocument): ParameterMetadata {
  return { ...describedToWire(latest), ARN: arn }
}

export function historyToWire(version: ParameterVersion, reading: Reading): ParameterHistory {
  return { ...describedToWire(version), Value: readableValue(version, reading), Labels: version.labels }
}
