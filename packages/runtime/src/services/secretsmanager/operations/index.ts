import { putSecretValue, updateSecret, updateSecretVersionStage } from './change-secret.ts'
import { createSecret } from './create-secret.ts'
import { deleteSecret, restoreSecret, rotateSecret } from './delete-secret.ts'
import { describeSecret, listSecrets, listSecretVersionIds } from './describe-secrets.ts'
import { getRandomPassword } from './get-random-password.ts'
import { batchGetSecretValue, getSecretValue } from './get-secret-value.ts'
import { deleteResourcePolicy, getResourcePolicy, putResourcePolicy } from './resource-policy.ts'
import { tagResource, untagResource } from './tags.ts'

export const operations = [
  batchGetSecretValue,
  createSecret,
  deleteResourcePolicy,
  deleteSecret,
  describeSecret,
  getRandomPassword,
  getResourcePolicy,
  getSecretValue,
  listSecretVersionIds,
  listSecrets,
  putResourcePolicy,
  putSecretValue,
  restoreSecret,
  rotateSecret,
  tagResource,
  untagResource,
  updateSecret,
  updateSecretVersionStage,
]
