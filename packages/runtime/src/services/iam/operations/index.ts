import { getUser, listAccountAliases } from './account.ts'
import { attachRolePolicy, detachRolePolicy, listAttachedRolePolicies, listEntitiesForPolicy } from './attachments.ts'
import { createRole } from './create-role.ts'
import { deleteRole } from './delete-role.ts'
import { deleteRolePolicy, getRolePolicy, listRolePolicies, putRolePolicy } from './inline-policies.ts'
import { listInstanceProfiles, listInstanceProfilesForRole } from './instance-profiles.ts'
import { listPolicies } from './list-policies.ts'
import { createPolicy, deletePolicy, getPolicy, listPolicyTags, tagPolicy, untagPolicy } from './managed-policies.ts'
import {
  createPolicyVersion,
  deletePolicyVersion,
  getPolicyVersion,
  listPolicyVersions,
  setDefaultPolicyVersion,
} from './policy-versions.ts'
import { getRole, listRoles, listRoleTags } from './read-roles.ts'
import { deleteRolePermissionsBoundary, putRolePermissionsBoundary } from './role-boundary.ts'
import { tagRole, untagRole, updateAssumeRolePolicy, updateRole, updateRoleDescription } from './update-role.ts'

export const operations = [
  attachRolePolicy,
  createPolicy,
  createPolicyVersion,
  createRole,
  deletePolicy,
  deletePolicyVersion,
  deleteRole,
  deleteRolePermissionsBoundary,
  deleteRolePolicy,
  detachRolePolicy,
  getPolicy,
  getPolicyVersion,
  getRole,
  getRolePolicy,
  getUser,
  listAccountAliases,
  listAttachedRolePolicies,
  listEntitiesForPolicy,
  listInstanceProfiles,
  listInstanceProfilesForRole,
  listPolicies,
  listPolicyTags,
  listPolicyVersions,
  listRolePolicies,
  listRoleTags,
  listRoles,
  putRolePermissionsBoundary,
  putRolePolicy,
  setDefaultPolicyVersion,
  tagPolicy,
  tagRole,
  untagPolicy,
  untagRole,
  updateAssumeRolePolicy,
  updateRole,
  updateRoleDescription,
]
