import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import type { UserTokenChanges } from '../../../oauth/ports.ts'
import type { GroupClaims } from '../groups/repository.ts'
import type { UserPoolRecord } from '../records.ts'
import type { UserRecord } from '../users/records.ts'
import { objectOrNone, textMapOrNone, textOrNone, textsOrNone } from './read-response.ts'
import { askFunction, clientMetadata, eventAttributes, type TriggerScene } from './scene.ts'
import { readAccessToken, readClaims } from './token-changes.ts'

/** What a person gets tokens for, as `triggerSource` names it. */
export type TokenSource =
  | 'Authentication'
  | 'AuthenticateDevice'
  | 'HostedAuth'
  | 'NewPasswordChallenge'
  | 'RefreshTokens'

export interface TokensToBe {
  readonly source: TokenSource
  readonly user: UserRecord
  readonly groups: GroupClaims
  readonly scopes: readonly string[]
}

/** What a function has decided about a person's tokens. */
export interface TokenVerdict {
  readonly groups: GroupClaims
  readonly changes: UserTokenChanges | undefined
}

/** `PreTokenGeneration`: each time that a person gets tokens. */
export async function preTokenGeneration(scene: TriggerScene, tokens: TokensToBe): Promise<TokenVerdict> {
  const which = functionOf(scene.pool)
  if (!which) return { groups: tokens.groups, changes: undefined }
  const { source, user, groups, scopes } = tokens
  const member = which.version === '1' ? 'claimsOverrideDetails' : 'claimsAndScopeOverrideDetails'
  const response = await askFunction(scene, which, {
    source: `TokenGeneration_${source}`,
    userName: user.username,
    request: {
      userAttributes: eventAttributes(user),
      groupConfiguration: {
        groupsToOverride: groups.groups,
        iamRolesToOverride: groups.roles,
        preferredRole: groups.preferredRole ?? null,
      },
      ...(which.version !== '1' && { scopes }),
      ...clientMetadata(scene),
    },
    response: { [member]: null },
  })
  const details = objectOrNone(response[member])
  if (!details) return { groups, changes: undefined }
  const changes = which.version === '1' ? idTokenChanges(details) : bothTokensChanges(details)
  return { groups: overriddenGroups(groups, details.groupOverrideDetails), changes }
}

const VERSIONS = { V1_0: '1', V2_0: '2', V3_0: '3' } as const

/** Both settings name the same function where both are there; the newer one says in which form it wants its event. */
function functionOf({ settings: { LambdaConfig } }: Pick<UserPoolRecord, 'settings'>) {
  const { PreTokenGeneration, PreTokenGenerationConfig: config } = LambdaConfig ?? {}
  const functionArn = config?.LambdaArn ?? PreTokenGeneration
  if (!functionArn) return undefined
  const version = config ? VERSIONS[config.LambdaVersion as keyof typeof VERSIONS] : '1'
  return { name: 'PreTokenGeneration', functionArn, version } as const
}

/** The first form is about the ID token alone, and its claims are texts (observed: a list is refused). */
function idTokenChanges(details: JsonObject): UserTokenChanges {
  const { suppressedClaims } = readClaims({ claimsToSuppress: details.claimsToSuppress ?? null })
  return { id: { claims: textMapOrNone(details.claimsToAddOrOverride) ?? {}, suppressedClaims } }
}

function bothTokensChanges(details: JsonObject): UserTokenChanges {
  const generation = objectOrNone(details.idTokenGeneration)
  return { id: generation && readClaims(generation), access: readAccessToken(details.accessTokenGeneration) }
}

/**
 * Left out, the groups stay; empty or null suppresses them (documented). They stand in both tokens, the roles in the ID
 * token (inferred).
 */
function overriddenGroups(groups: GroupClaims, details: JsonValue | undefined): GroupClaims {
  if (details === undefined) return groups
  const override = objectOrNone(details) ?? {}
  return {
    groups: textsOrNone(override.groupsToOverride) ?? [],
    roles: textsOrNone(override.iamRolesToOverride) ?? [],
    preferredRole: textOrNone(override.preferredRole) || undefined,
  }
}
