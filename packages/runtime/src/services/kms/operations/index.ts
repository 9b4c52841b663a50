import { createAlias, deleteAlias, listAliases, updateAlias } from './aliases.ts'
import { cancelKeyDeletion, disableKey, enableKey, scheduleKeyDeletion, updateKeyDescription } from './change-keys.ts'
import { createKey } from './create-key.ts'
import { generateDataKey, generateDataKeyWithoutPlaintext, generateRandom } from './data-keys.ts'
import { decrypt, encrypt, reEncrypt } from './encrypt.ts'
import { getKeyPolicy, listKeyPolicies, putKeyPolicy } from './policies.ts'
import { describeKey, listKeys } from './read-keys.ts'
import { disableKeyRotation, enableKeyRotation, getKeyRotationStatus } from './rotation.ts'
import { listResourceTags, tagResource, untagResource } from './tags.ts'

export const operations = [
  cancelKeyDeletion,
  createAlias,
  createKey,
  decrypt,
  deleteAlias,
  describeKey,
  disableKey,
  disableKeyRotation,
  enableKey,
  enableKeyRotation,
  encrypt,
  generateDataKey,
  generateDataKeyWithoutPlaintext,
  generateRandom,
  getKeyPolicy,
  getKeyRotationStatus,
  listAliases,
  listKeyPolicies,
  listKeys,
  listResourceTags,
  putKeyPolicy,
  reEncrypt,
  scheduleKeyDeletion,
  tagResource,
  untagResource,
  updateAlias,
  updateKeyDescription,
]
