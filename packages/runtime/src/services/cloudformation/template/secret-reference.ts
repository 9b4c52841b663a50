import { isJsonObject } from '../../../kernel/json.ts'
import type { Call } from '../../../kernel/operation.ts'
import { validationError } from '../errors.ts'

interface SecretReference {
  readonly secretId: string
  /** A member of the secret's JSON; empty for the whole text. */
  readonly jsonKey: string
  readonly stage: string | undefined
  readonly versionId: string | undefined
}

const ARN_PARTS = 7

/**
 * Reads `secret-id:SecretString:json-key:version-stage:version-id` (documented): the id is a name or a whole ARN, all
 * behind it may be left out, and a stage and a version exclude each other.
 */
export function readSecretReference(text: string): SecretReference {
  const parts = text.split(':')
  const idParts = text.startsWith('arn:') ? ARN_PARTS : 1
  const secretId = parts.slice(0, idParts).join(':')
  const [what = 'SecretString', jsonKey = '', stage = '', versionId = '', ...rest] = parts.slice(idParts)
  if (secretId === '' || what !== 'SecretString' || rest.length > 0 || (stage !== '' && versionId !== '')) {
    throw validationError(`Incorrect format is used in the following dynamic reference: [secretsmanager:${text}]`)
  }
  return { secretId, jsonKey, stage: stage || undefined, versionId: versionId || undefined }
}

/** What a secret holds at this moment. The texts are CloudFormation's (general knowledge). */
export async function resolveSecret(text: string, call: Call): Promise<string> {
  const { secretId, jsonKey, stage, versionId } = readSecretReference(text)
  const { SecretString } = await call('secretsmanager', 'GetSecretValue', {
    SecretId: secretId,
    VersionStage: stage,
    VersionId: versionId,
  })
  if (SecretString === undefined) throw validationError(`The secret ${secretId} holds no SecretString.`)
  if (jsonKey === '') return SecretString
  const value = member(SecretString, jsonKey)
  if (value === undefined) throw validationError('Could not find a value associated with JSONKey in SecretString')
  return value
}

function member(text: string, key: string): string | undefined {
  let object: unknown
  try {
    object = JSON.parse(text)
  } catch {
    throw validationError('Could not parse SecretString JSON')
  }
  if (!isJsonObject(object) || !Object.hasOwn(object, key)) return undefined
  const value = object[key]
  return typeof value === 'string' ? value : JSON.stringify(value)
}
