import type { Place } from '../../kernel/place.ts'
import type { Transaction } from '../../kernel/transaction.ts'
import type { Vault } from '../../kernel/vault.ts'
import { invalidParameter } from './errors.ts'
import { CURRENT, type SecretRecord, type ValueRecord } from './records.ts'
import { Secrets, secretWrites } from './repository.ts'
import { label, surplus } from './stages.ts'

interface GivenValue {
  readonly SecretString?: string
  readonly SecretBinary?: Uint8Array
}

/** What a request brings to keep, sealed; undefined when it brings nothing. */
export function givenValue({ SecretString, SecretBinary }: GivenValue, vault: Vault): ValueRecord | undefined {
  if (SecretString !== undefined && SecretBinary !== undefined) {
    throw invalidParameter("You can't specify both a binary secret value and a string secret value in the same secret.")
  }
  if (SecretString !== undefined) return { kind: 'string', sealed: vault.seal(SecretString) }
  if (SecretBinary === undefined) return undefined
  return { kind: 'binary', sealed: vault.seal(Buffer.from(SecretBinary).toString('base64')) }
}

export function openValue({ kind, sealed }: ValueRecord, vault: Vault): GivenValue {
  const text = vault.open(sealed)
  return kind === 'string' ? { SecretString: text } : { SecretBinary: Buffer.from(text, 'base64') }
}

/** Whether a version holds this value already. Undefined: there is no such version. */
export async function sameValue(
  tx: Transaction,
  place: Place,
  secret: SecretRecord,
  versionId: string,
  value: ValueRecord,
  vault: Vault,
): Promise<boolean | undefined> {
  if (!secret.versions.some(({ id }) => id === versionId)) return undefined
  const found = await new Secrets(tx, place, secret.createdAt).valueOf(secret, versionId)
  return found?.kind === value.kind && vault.open(found.sealed) === vault.open(value.sealed)
}

export interface NewVersion {
  readonly id: string
  readonly stages: readonly string[]
  readonly value: ValueRecord
  readonly now: number
}

/** Writes a secret with one version more, and takes away what is then beyond the quota. */
export function withVersion(tx: Transaction, place: Place, secret: SecretRecord, added: NewVersion): SecretRecord {
  const { id, value, now } = added
  // Documented: the first version is the current one, whatever else it is called.
  const stages = secret.versions.length > 0 ? added.stages : [...new Set([CURRENT, ...added.stages])]
  const version = { id, stages: [], createdAt: now, kmsKeyId: secret.kmsKeyId }
  const labelled = label([...secret.versions, version], id, stages)
  const gone = new Set(surplus(labelled).map((each) => each.id))
  for (const each of gone) secretWrites.deleteValue(tx, place, secret, each)
  const changed = { ...secret, changedAt: now, versions: labelled.filter((each) => !gone.has(each.id)) }
  secretWrites.put(tx, place, changed)
  secretWrites.putValue(tx, place, secret, id, value)
  return changed
}
