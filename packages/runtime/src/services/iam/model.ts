import type { Policy, PolicyVersion } from '../../generated/iam.ts'
import type { Clock } from '../../kernel/clock.ts'
import { randomText } from '../../kernel/ids.ts'
import type { Place } from '../../kernel/place.ts'
import type { Random } from '../../kernel/random.ts'
import { toTagList } from './tags.ts'

export interface IamDeps {
  readonly clock: Clock
  readonly random: Random
}

export interface RoleDocument {
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

export interface PolicyDocument {
  readonly name: string
  readonly id: string
  readonly arn: string
  readonly path: string
  readonly description?: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly tags: Readonly<Record<string, string>>
  /** Oldest first. */
  readonly versions: readonly PolicyVersionDocument[]
  readonly defaultVersionId: string
  /** Numbers are never used twice, also after versions were deleted. */
  readonly nextVersion: number
}

export interface PolicyVersionDocument {
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

export function policyToWire(policy: PolicyDocument, use: PolicyUse): Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: use.attachments,
    PermissionsBoundaryUsageCount: use.boundaries,
    IsAttachable: true,
    Description: policy.description,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
    Tags: toTagList(policy.tags),
  }
}

export function versionToWire(policy: PolicyDocument, version: PolicyVersionDocument): PolicyVersion {
  return {
    Document: encodeDocument(version.document),
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersionId,
    CreateDate: new Date(version.createdAt),
  }
}

/** How often the roles of an account use a policy. */
export function usesOf(arn: string, roles: readonly RoleDocument[]): PolicyUse {
  return {
    attachments: roles.filter((role) => role.attachedPolicies.includes(arn)).length,
    boundaries: roles.filter((role) => role.permissionsBoundary === arn).length,
  }
}
