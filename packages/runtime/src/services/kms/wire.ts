import { createHash } from 'node:crypto'
import type { KeyMetadata } from '../../generated/kms.ts'
import { algorithmsOf, SYMMETRIC } from './algorithms.ts'
import { type KeyRecord, keyState } from './records.ts'

export function keyToWire(key: KeyRecord): KeyMetadata {
  return {
    AWSAccountId: key.account,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: new Date(key.createdAt),
    Enabled: keyState(key) === 'Enabled',
    Description: key.description,
    KeyUsage: key.keyUsage,
    KeyState: keyState(key),
    DeletionDate: key.deletionAt === undefined ? undefined : new Date(key.deletionAt),
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    CustomerMasterKeySpec: key.keySpec,
    KeySpec: key.keySpec,
    ...algorithmsOf(key.keySpec, key.keyUsage),
    CurrentKeyMaterialId: key.keySpec === SYMMETRIC ? materialId(key) : undefined,
    MultiRegion: false,
  }
}

/** Only symmetric keys name their material (recorded). It is never exchanged here, so the name stays the same for good. */
export function materialId({ arn }: KeyRecord): string {
  return createHash('sha256').update(`key material of ${arn}`).digest('hex')
}
