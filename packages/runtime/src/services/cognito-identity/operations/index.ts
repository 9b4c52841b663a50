import { getCredentialsForIdentity, getId } from './credentials.ts'
import { deleteIdentities, describeIdentity, listIdentities } from './identities.ts'
import {
  createIdentityPool,
  deleteIdentityPool,
  describeIdentityPool,
  listIdentityPools,
  updateIdentityPool,
} from './identity-pools.ts'
import { getPrincipalTagAttributeMap, setPrincipalTagAttributeMap } from './principal-tags.ts'
import { getIdentityPoolRoles, setIdentityPoolRoles } from './roles.ts'
import { listTagsForResource, tagResource, untagResource } from './tags.ts'

/** What is missing here is refused by name: tokens of the basic flow, and identities of developers' own providers. */
export const operations = [
  createIdentityPool,
  deleteIdentities,
  deleteIdentityPool,
  describeIdentity,
  describeIdentityPool,
  getCredentialsForIdentity,
  getId,
  getIdentityPoolRoles,
  getPrincipalTagAttributeMap,
  listIdentities,
  listIdentityPools,
  listTagsForResource,
  setIdentityPoolRoles,
  setPrincipalTagAttributeMap,
  tagResource,
  untagResource,
  updateIdentityPool,
]
