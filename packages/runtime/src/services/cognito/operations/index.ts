import { addCustomAttributes } from './add-custom-attributes.ts'
import { attachmentOperations } from './attachments/index.ts'
import { authOperations } from './auth/index.ts'
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
import { deviceOperations } from './devices/index.ts'
import { getClientToken } from './get-client-token.ts'
import { getUserPoolMfaConfig } from './get-user-pool-mfa-config.ts'
import { groupOperations } from './groups/index.ts'
import { listResourceServers } from './list-resource-servers.ts'
import { listUserPoolClients } from './list-user-pool-clients.ts'
import { listUserPools } from './list-user-pools.ts'
import { peopleOperations } from './people/index.ts'
import { providerOperations } from './providers/index.ts'
import { selfOperations } from './self/index.ts'
import { setUserPoolMfaConfig } from './set-user-pool-mfa-config.ts'
import { listTagsForResource, tagResource, untagResource } from './tags.ts'
import { updateResourceServer } from './update-resource-server.ts'
import { updateUserPool } from './update-user-pool.ts'
import { updateUserPoolClient } from './update-user-pool-client.ts'
import { updateUserPoolDomain } from './update-user-pool-domain.ts'

/** What is emulated, and what is kept and shown. All other operations are refused by name. */
export const operations = [
  addCustomAttributes,
  addUserPoolClientSecret,
  ...attachmentOperations,
  ...authOperations,
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
  ...deviceOperations,
  getClientToken,
  getUserPoolMfaConfig,
  listResourceServers,
  listTagsForResource,
  listUserPoolClientSecrets,
  listUserPoolClients,
  listUserPools,
  ...groupOperations,
  ...peopleOperations,
  ...providerOperations,
  ...selfOperations,
  setUserPoolMfaConfig,
  tagResource,
  untagResource,
  updateResourceServer,
  updateUserPool,
  updateUserPoolClient,
  updateUserPoolDomain,
]
