import { addCustomAttributes } from './add-custom-attributes.ts'
import { addUserPoolClientSecret, deleteUserPoolClientSecret, listUserPoolClientSecrets } from './client-secrets.ts'
import { createResourceServer } from './create-resource-server.ts'
import { createUserPool } from './create-user-pool.ts'
import { createUserPoolClient } from './create-user-pool-client.ts'
import { createUserPoolDomain } from './create-user-pool-domain.ts'
import { deleteResourceServer } from './delete-resource-server.ts'
import { deleteUserPool } from './delete-user-pool.ts'
import { deleteUserPoolClient } from './delete-user-pool-client.ts'
import { deleteUserPoolDomain } from './delete-user-pool-domain.ts'
import { describeResourceServer } from './describe-resource-server.ts'
import { describeUserPool } from './describe-user-pool.ts'
import { describeUserPoolClient } from './describe-user-pool-client.ts'
import { describeUserPoolDomain } from './describe-user-pool-domain.ts'
import { getClientToken } from './get-client-token.ts'
import { getUserPoolMfaConfig } from './get-user-pool-mfa-config.ts'
import { listResourceServers } from './list-resource-servers.ts'
import { listUserPoolClients } from './list-user-pool-clients.ts'
import { listUserPools } from './list-user-pools.ts'
import { setUserPoolMfaConfig } from './set-user-pool-mfa-config.ts'
import { listTagsForResource, tagResource, untagResource } from './tags.ts'
import { updateResourceServer } from './update-resource-server.ts'
import { updateUserPool } from './update-user-pool.ts'
import { updateUserPoolClient } from './update-user-pool-client.ts'
import { updateUserPoolDomain } from './update-user-pool-domain.ts'

/** What is emulated. Everything about users, groups, identity providers and branding is refused by name. */
export const operations = [
  addCustomAttributes,
  addUserPoolClientSecret,
  createResourceServer,
  createUserPool,
  createUserPoolClient,
  createUserPoolDomain,
  deleteResourceServer,
  deleteUserPool,
  deleteUserPoolClient,
  deleteUserPoolClientSecret,
  deleteUserPoolDomain,
  describeResourceServer,
  describeUserPool,
  describeUserPoolClient,
  describeUserPoolDomain,
  getClientToken,
  getUserPoolMfaConfig,
  listResourceServers,
  listTagsForResource,
  listUserPoolClientSecrets,
  listUserPoolClients,
  listUserPools,
  setUserPoolMfaConfig,
  tagResource,
  untagResource,
  updateResourceServer,
  updateUserPool,
  updateUserPoolClient,
  updateUserPoolDomain,
]
