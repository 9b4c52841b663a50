import type { Sealed } from '../../kernel/vault.ts'

export interface SecretRecord {
  readonly name: string
  readonly arn: string
  readonly description?: string
  /** As the caller named it; undefined stands for the account's own `aws/secretsmanager` key. */
  readonly kmsKeyId?: string
  readonly tags: Readonly<Record<string, string>>
  /** Resource policy as JSON text. Stored and returned: who may do what is not decided here. */
  readonly policy?: string
  readonly createdAt: number
  readonly changedAt: number
  /** The day of the last reading, at midnight UTC (documented: the time of day is left out). */
  readonly accessedAt?: number
  /** Marked for deletion at `markedAt`; gone from `goneAt` on. */
  readonly deletion?: { readonly markedAt: number; readonly goneAt: number }
  /** Oldest first. */
  readonly versions: readonly VersionRecord[]
}

export interface VersionRecord {
  readonly id: string
  /** Empty: a deprecated version, which AWS may remove at any time. */
  readonly stages: readonly string[]
  readonly createdAt: number
  readonly accessedAt?: number
  readonly kmsKeyId?: string
}

/** What a version holds, sealed: a text, or bytes in Base64. */
export interface ValueRecord {
  readonly kind: 'string' | 'binary'
  readonly sealed: Sealed
}

export const CURRENT = 'AWSCURRENT'
export const PREVIOUS = 'AWSPREVIOUS'
export const PENDING = 'AWSPENDING'
/** The most versions that a secret keeps (documented quota); the oldest without a label go first. */
export const MAX_VERSIONS = 100

const DAY_MS = 86_400_000

export function dayOf(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS) * DAY_MS
}

export function daysAfter(timeMs: number, days: number): number {
  return timeMs + days * DAY_MS
}

/** By version id, without the deprecated ones. */
export function stagesByVersion({ versions }: SecretRecord): Record<string, readonly string[]> {
  return Object.fromEntries(versions.filter(({ stages }) => stages.length > 0).map(({ id, stages }) => [id, stages]))
}
