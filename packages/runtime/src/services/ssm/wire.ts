import type { Parameter, ParameterHistory, ParameterMetadata } from '../../generated/ssm.ts'
import { cipherText, type Vault } from '../../kernel/vault.ts'
import type { ParameterRecord, ParameterVersion } from './records.ts'

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

export function metadataToWire({ arn, latest }: ParameterRecord): ParameterMetadata {
  return { ...describedToWire(latest), ARN: arn }
}

export function historyToWire(version: ParameterVersion, reading: Reading): ParameterHistory {
  return { ...describedToWire(version), Value: readableValue(version, reading), Labels: version.labels }
}
