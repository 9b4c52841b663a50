import { arnOf, parseArn } from '../../kernel/arn.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { CallContext } from '../../kernel/operation.ts'
import type { Place } from '../../kernel/place.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { collection } from '../../store/collection.ts'
import { aliasNotFound, invalidArn, invalidState, keyNotFound } from './errors.ts'
import { type AliasRecord, type KeyRecord, keyState } from './records.ts'

const keyDocuments = collection<KeyRecord>('kms/key')
const aliasDocuments = collection<AliasRecord>('kms/alias')

export const aliases = {
  find: (reader: Reader, place: Place, name: string) => aliasDocuments.find(reader, place, name),
  list: (reader: Reader, place: Place) => aliasDocuments.list(reader, place),
  put: (tx: Transaction, place: Place, alias: AliasRecord) => aliasDocuments.put(tx, place, alias.name, alias),
  delete: (tx: Transaction, place: Place, name: string) => aliasDocuments.delete(tx, place, name),
}

export const keys = {
  put: (tx: Transaction, place: Place, key: KeyRecord) => keyDocuments.put(tx, place, key.id, key),

  async list(reader: Reader, place: Place, clock: Clock): Promise<KeyRecord[]> {
    return (await keyDocuments.list(reader, place)).filter((key) => isThere(key, clock))
  },

  /** By key id, key ARN, alias name or alias ARN. */
  async require(reader: Reader, place: Place, text: string, clock: Clock): Promise<KeyRecord> {
    const arn = text.startsWith('arn:') ? parseArn(text) : undefined
    if (text.startsWith('arn:') && arn?.service !== 'kms') throw invalidArn(text)
    const elsewhere = arn && (arn.account !== place.account || arn.region !== place.region)
    if (elsewhere) throw keyNotFound(text)
    const name = arn?.resource ?? text
    if (name.startsWith('alias/')) {
      const alias = await aliases.find(reader, place, name)
      if (!alias) throw aliasNotFound(arnOf('kms', place, name))
      return keys.require(reader, place, alias.keyId, clock)
    }
    const id = name.replace(/^key\//, '')
    const key = await keyDocuments.find(reader, place, id)
    if (!key || !isThere(key, clock)) throw keyNotFound(arnOf('kms', place, `key/${id}`))
    return key
  },
}

/** A scheduled deletion needs no timer: when its time has come, the key is not found any more. */
function isThere(key: KeyRecord, clock: Clock): boolean {
  return key.deletionAt === undefined || clock.now() < key.deletionAt
}

/** Reads, changes and writes one key in a transaction. Only `CancelKeyDeletion` may touch a key that waits for its end. */
export function changeKey(
  ctx: CallContext,
  keyId: string,
  clock: Clock,
  change: (key: KeyRecord) => KeyRecord,
  options: { readonly pendingDeletion?: boolean } = {},
): Promise<KeyRecord> {
  return ctx.transact(async (tx) => {
    const key = await keys.require(tx, ctx.place, keyId, clock)
    if (!options.pendingDeletion && key.deletionAt !== undefined) throw invalidState(key.arn, 'pending deletion')
    if (options.pendingDeletion && key.deletionAt === undefined) {
      throw invalidState(key.arn, `not pending deletion, but ${keyState(key).toLowerCase()}`)
    }
    const changed = change(key)
    keys.put(tx, ctx.place, changed)
    return changed
  })
}
