/** A key's record. Its material is kept apart (`materials.ts`). */
export interface KeyRecord {
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

export interface AliasRecord {
  /** With `alias/` in front. */
  readonly name: string
  readonly arn: string
  readonly keyId: string
  readonly createdAt: number
  readonly updatedAt: number
}

export const DAY_MS = 86_400_000

export function keyState(key: KeyRecord): 'Enabled' | 'Disabled' | 'PendingDeletion' {
  if (key.deletionAt !== undefined) return 'PendingDeletion'
  return key.enabled ? 'Enabled' : 'Disabled'
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
