import { randomText } from '../../kernel/ids.ts'
import type { Place } from '../../kernel/place.ts'
import type { Random } from '../../kernel/random.ts'

export interface RoleRecord {
  readonly name: string
  readonly id: string
  readonly arn: string
  readonly path: string
  readonly createdAt: number
  readonly trustPolicy: string
  readonly description?: string
  readonly maxSessionSeconds: number
  /** Recorded: nobody signs in here. */
  readonly maxSigninSeconds?: number
  readonly permissionsBoundary?: string
  readonly tags: Readonly<Record<string, string>>
  /** Documents of inline policies by name. */
  readonly inlinePolicies: Readonly<Record<string, string>>
  /** ARNs in the order of attachment. */
  readonly attachedPolicies: readonly string[]
}

export interface PolicyRecord {
  readonly name: string
  readonly id: string
  readonly arn: string
  readonly path: string
  readonly description?: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly tags: Readonly<Record<string, string>>
  /** Oldest first. */
  readonly versions: readonly PolicyVersionRecord[]
  readonly defaultVersionId: string
  /** Numbers are never used twice, also after versions were deleted. */
  readonly nextVersion: number
}

export interface PolicyVersionRecord {
  readonly id: string
  readonly document: string
  readonly createdAt: number
}

/** IAM is one per account, whatever region a request was sent to. */
export function globalPlace(place: Place): Place {
  return { account: place.account, region: 'aws-global' }
}

const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A unique id such as `AROA…`: 21 characters, the first four say of what. */
export function uniqueId(prefix: 'AROA' | 'ANPA', random: Random): string {
  return `${prefix}${randomText(random, 17, ID_ALPHABET)}`
}

/** IAM answers with documents percent-encoded (RFC 3986), as its API reference says. */
export function encodeDocument(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}

export interface PolicyUse {
  readonly attachments: number
  readonly boundaries: number
}

/** How often the roles of an account use a policy. */
export function usesOf(arn: string, roles: readonly RoleRecord[]): PolicyUse {
  return {
    attachments: roles.filter((role) => role.attachedPolicies.includes(arn)).length,
    boundaries: roles.filter((role) => role.permissionsBoundary === arn).length,
  }
}
