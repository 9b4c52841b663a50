import type { Role } from '../../generated/iam.ts'
import { encodeDocument, type RoleRecord } from './records.ts'
import { toTagList } from './tags.ts'

/** What every answer about a role has. */
function identity(role: RoleRecord): Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeDocument(role.trustPolicy),
  }
}

/** As `CreateRole` answers: neither description nor session, and no tags where there are none (recorded). */
export function createdRole(role: RoleRecord): Role {
  return { ...identity(role), PermissionsBoundary: boundaryOf(role), Tags: tagsOf(role) }
}

/** As `UpdateRoleDescription` answers (recorded). */
export function describedRole(role: RoleRecord): Role {
  return { ...identity(role), Description: role.description }
}

/** As `ListRoles` answers: without boundary, tags and last use (recorded, and documented). */
export function listedRole(role: RoleRecord): Role {
  const { maxSessionSeconds: MaxSessionDuration, maxSigninSeconds: MaxSigninSessionDuration } = role
  return { ...describedRole(role), MaxSessionDuration, MaxSigninSessionDuration }
}

/** As `GetRole` answers. The last use is there and empty: IAM reports none in the first hours (documented). */
export function wholeRole(role: RoleRecord): Role {
  return { ...listedRole(role), PermissionsBoundary: boundaryOf(role), Tags: tagsOf(role), RoleLastUsed: {} }
}

function boundaryOf({ permissionsBoundary }: RoleRecord): Role['PermissionsBoundary'] {
  if (!permissionsBoundary) return undefined
  return { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: permissionsBoundary }
}

function tagsOf({ tags }: RoleRecord): Role['Tags'] {
  const list = toTagList(tags)
  return list.length > 0 ? list : undefined
}
