import { createHash } from 'node:crypto'
import type { KeyMetadata } from '../../generated/kms.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Random } from '../../kernel/random.ts'
import { algorithmsOf, SYMMETRIC } from './algorithms.ts'

export interface KmsDeps {
  readonly clock: Clock
  readonly random: Random
}

/** A key's record. There is no key material: what would use it is refused by name. */
export interface KeyDocument {
  readonly id: string
  readonly arn: string
  readonly account: string
  readonly createdAt: number
  readonly description: string
  readonly enabled: boolean
  /** Set while the key waits for its deletion. */
  readonly deletionAt?: number
  readonly keyUsage: string
  readonly keySpec: string
  readonly policy: string
  readonly rotation?: { readonly periodDays: number; readonly since: number }
  readonly tags: Readonly<Record<string, string>>
}

export interface AliasDocument {
  /** With `alias/` in front. */
  readonly name: string
  readonly arn: string
  readonly keyId: string
  readonly createdAt: number
  readonly updatedAt: number
}

export const DAY_MS = 86_400_000

export function keyState(key: KeyDocument): 'Enabled' | 'Disabled' | 'PendingDeletion' {
  if (key.deletionAt !== undefined) return 'PendingDeletion'
  return key.enabled ? 'Enabled' : 'Disabled'
}

export function keyToWire(key: KeyDocument): KeyMetadata {
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

/** Only symmetric keys name their material (recorded). There is none here, so the name stays the same for good. */
function materialId({ arn }: KeyDocument): string {
  return createHash('sha256').update(`key material of ${arn}`).digest('hex')
}

/** The policy of a key made without one: everything to the account (AWS KMS developer guide, default key policy). */
export function defaultPolicy(rootArn: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: rootArn },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  })
}
