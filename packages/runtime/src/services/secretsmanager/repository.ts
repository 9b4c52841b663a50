import type { Place } from '../../kernel/place.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { collection } from '../../store/collection.ts'
import { markedForDeletion, secretNotFound } from './errors.ts'
import type { SecretRecord, ValueRecord } from './records.ts'
import { isMeant, readSecretId } from './secret-id.ts'

const secretRecords = collection<SecretRecord>('secretsmanager/secret')
const valueRecords = collection<ValueRecord>('secretsmanager/value')

/** Names hold no number sign. */
const valueId = (name: string, versionId: string) => `${name}#${versionId}`

/** Secrets of a place as they are at one moment: those whose recovery window has passed are gone. */
export class Secrets {
  readonly #reader: Reader
  readonly #place: Place
  readonly #now: number

  constructor(reader: Reader, place: Place, now: number) {
    this.#reader = reader
    this.#place = place
    this.#now = now
  }

  async findByName(name: string): Promise<SecretRecord | undefined> {
    const found = await secretRecords.find(this.#reader, this.#place, name)
    return found && this.#isThere(found) ? found : undefined
  }

  /** By name, ARN or partial ARN, also when it is marked for deletion. */
  async find(secretId: string): Promise<SecretRecord | undefined> {
    const reference = readSecretId(secretId)
    for (const name of reference.names) {
      const found = await this.findByName(name)
      if (found && isMeant(found.arn, reference)) return found
    }
    return undefined
  }

  async require(secretId: string): Promise<SecretRecord> {
    const found = await this.find(secretId)
    if (!found) throw secretNotFound()
    return found
  }

  /** As {@link require}, for what cannot be done to a secret that is marked for deletion. */
  async requireUsable(secretId: string): Promise<SecretRecord> {
    const found = await this.require(secretId)
    if (found.deletion) throw markedForDeletion()
    return found
  }

  async list(): Promise<SecretRecord[]> {
    return (await secretRecords.list(this.#reader, this.#place)).filter((secret) => this.#isThere(secret))
  }

  valueOf({ name }: SecretRecord, versionId: string): Promise<ValueRecord | undefined> {
    return valueRecords.find(this.#reader, this.#place, valueId(name, versionId))
  }

  #isThere({ deletion }: SecretRecord): boolean {
    return deletion === undefined || this.#now < deletion.goneAt
  }
}

export const secretWrites = {
  put: (tx: Transaction, place: Place, secret: SecretRecord) => secretRecords.put(tx, place, secret.name, secret),

  putValue: (tx: Transaction, place: Place, { name }: SecretRecord, versionId: string, value: ValueRecord) =>
    valueRecords.put(tx, place, valueId(name, versionId), value),

  deleteValue: (tx: Transaction, place: Place, { name }: SecretRecord, versionId: string) =>
    valueRecords.delete(tx, place, valueId(name, versionId)),

  /** The secret with whatever there is of that name, also of one that went before it. */
  async delete(tx: Transaction, place: Place, name: string): Promise<void> {
    const found = await secretRecords.find(tx, place, name)
    for (const { id } of found?.versions ?? []) valueRecords.delete(tx, place, valueId(name, id))
    secretRecords.delete(tx, place, name)
  },
}
