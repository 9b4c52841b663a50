import { OF_A_POOL } from '../attachments/repository.ts'
import { authSessions } from '../auth/auth-sessions.ts'
import { authorizationCodes } from '../auth/authorization-codes.ts'
import { browserSessions } from '../auth/browser-sessions.ts'
import { tokenFamilies } from '../auth/token-families.ts'
import { devices } from '../devices/repository.ts'
import { outings } from '../federation/outings.ts'
import { groups, members, memberships } from '../groups/repository.ts'
import { identityProviders, providerIdentifiers } from '../identity-providers/repository.ts'
import { requestCounts } from '../limits/request-counts.ts'
import { USER_KINDS } from '../users/repository.ts'

/** Kinds of documents whose ids begin with their pool's, and that are left behind when it is deleted. */
export const LEFT_KINDS: readonly { readonly kind: string }[] = [
  ...OF_A_POOL,
  ...USER_KINDS,
  authSessions,
  authorizationCodes,
  browserSessions,
  devices,
  groups,
  identityProviders,
  members,
  memberships,
  outings,
  providerIdentifiers,
  requestCounts,
  tokenFamilies,
]
