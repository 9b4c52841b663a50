import type { InstantType } from '../../../kernel/resource-type.ts'
import { identityPoolType } from './identity-pool.ts'
import { identityPoolPrincipalTagType } from './principal-tag.ts'
import { identityPoolRoleAttachmentType } from './role-attachment.ts'

export const resourceTypes: readonly InstantType[] = [
  identityPoolType,
  identityPoolPrincipalTagType,
  identityPoolRoleAttachmentType,
]
