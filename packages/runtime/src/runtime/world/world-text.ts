import { createHash } from 'node:crypto'
import { UsageError } from '../../kernel/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import { STORE_FORMAT } from '../../store/sqlite/index.ts'
import type { StoredDocument } from '../../store/store.ts'
import { VERSION } from '../../version.ts'
import type { Snapshot } from '../snapshot.ts'

const KEY_BYTES = 32
const WARNING = 'Whoever has this file has the keys, secrets and tokens of the world in it.'
/** The oldest that a store can be filled in. */
const FIRST_FORMAT = 2

/**
 * A snapshot as a text that may be kept with the sources of an app: a JSON document in a fixed order, so that two worlds
 * differ in the lines that differ.
 */
export function worldText({ contents, vaultKey }: Snapshot): string {
  const documents = contents.documents.toSorted(byKey).map(({ kind, place, id, version, value }) => ({
    kind,
    place,
    id,
    version,
    value: JSON.parse(value) as JsonValue,
  }))
  const blobs = [...contents.blobs]
    .sort(([one], [other]) => compare(one, other))
    .map(([name, bytes]) => ({
      name,
      ...inText(bytes),
    }))
  const held: Held = { vaultKey: vaultKey.toString('base64'), documents, blobs }
  const world = { sallyport: VERSION, format: contents.format, warning: WARNING, digest: digestOf(held), ...held }
  return `${JSON.stringify(world, undefined, 1)}\n`
}

/** Reads what {@link worldText} writes. Throws a {@link UsageError} that says what is wrong with it; `name` names it. */
export function parseWorld(text: string, name: string): Snapshot {
  const refuse = (what: string) => new UsageError('ERR_WORLD_FILE', `${name} is no world: ${what}`, REMEDY)
  let world: unknown
  try {
    world = JSON.parse(text)
  } catch (error) {
    throw refuse(`it is not JSON, or not all of it (${(error as Error).message})`)
  }
  if (!isJsonObject(world) || typeof world.sallyport !== 'string')
    throw refuse('it was not written by sallyport export')
  const { format, digest, vaultKey, documents, blobs } = world
  if (typeof format !== 'number' || !Number.isInteger(format) || format < FIRST_FORMAT)
    throw refuse('its format is not a number that exists')
  if (format > STORE_FORMAT) {
    throw new UsageError(
      'ERR_WORLD_FORMAT',
      `${name} was written by a newer version of Sallyport, ${world.sallyport} (format ${format}; this one, ${VERSION}, reads ${STORE_FORMAT})`,
      'Take that version, or export the world again with this one.',
    )
  }
  const key = bytesOf(vaultKey)
  if (key?.length !== KEY_BYTES) throw refuse('its vaultKey is not one')
  if (vaultKey === undefined || !Array.isArray(documents) || !Array.isArray(blobs))
    throw refuse('it has no lists of documents and blobs')
  if (digest !== digestOf({ vaultKey, documents, blobs })) throw refuse('it has changed since it was exported')
  return { contents: { format, documents: readDocuments(documents), blobs: readBlobs(blobs) }, vaultKey: key }

  function readDocuments(list: readonly JsonValue[]): StoredDocument[] {
    const seen = new Set<string>()
    return list.map((each, index) => {
      const document = documentOf(each)
      if (!document) throw refuse(`its document ${index + 1} is not one`)
      const key = JSON.stringify([document.kind, document.place, document.id])
      if (seen.has(key)) throw refuse(`it has two documents ${key}`)
      seen.add(key)
      return document
    })
  }

  function readBlobs(list: readonly JsonValue[]): ReadonlyMap<string, Buffer> {
    const read = new Map<string, Buffer>()
    for (const [index, each] of list.entries()) {
      const bytes = isJsonObject(each) ? outOfText(each) : undefined
      const blob = isJsonObject(each) ? each.name : undefined
      if (typeof blob !== 'string' || !bytes || read.has(blob)) throw refuse(`its blob ${index + 1} is not one`)
      read.set(blob, bytes)
    }
    return read
  }
}

interface Held {
  readonly vaultKey: JsonValue
  readonly documents: readonly JsonValue[]
  readonly blobs: readonly JsonValue[]
}

/** Line ends and indentation may change on the way through version control. */
function digestOf({ vaultKey, documents, blobs }: Held): string {
  return createHash('sha256')
    .update(JSON.stringify([vaultKey, documents, blobs]))
    .digest('hex')
}

const REMEDY = 'Nothing was changed. Take the file from where it was exported, or export it again.'

function documentOf(value: JsonValue): StoredDocument | undefined {
  if (!isJsonObject(value)) return undefined
  const { kind, place, id, version, value: content } = value
  if (typeof kind !== 'string' || typeof place !== 'string' || typeof id !== 'string') return undefined
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) return undefined
  if (kind === '' || content === undefined) return undefined
  return { kind, place, id, version, value: JSON.stringify(content) }
}

/** Templates and the like as they are, so that their changes can be seen; anything else is packed. */
function inText(bytes: Buffer): { readonly text: string } | { readonly base64: string } {
  const text = bytes.toString('utf8')
  const isText = Buffer.from(text).equals(bytes) && !UNPRINTABLE.test(text)
  return isText ? { text } : { base64: bytes.toString('base64') }
}

const UNPRINTABLE = /[^\P{Cc}\t\n\r]/u

function outOfText({ text, base64 }: JsonObject): Buffer | undefined {
  if (typeof text === 'string' && base64 === undefined) return Buffer.from(text)
  return text === undefined ? bytesOf(base64) : undefined
}

function bytesOf(base64: JsonValue | undefined): Buffer | undefined {
  if (typeof base64 !== 'string') return undefined
  const bytes = Buffer.from(base64, 'base64')
  return bytes.toString('base64') === base64 ? bytes : undefined
}

function byKey(one: StoredDocument, other: StoredDocument): number {
  return compare(one.kind, other.kind) || compare(one.place, other.place) || compare(one.id, other.id)
}

/** By code units, whatever the language of the machine. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
