import type { Place } from '../../kernel/place.ts'
import { placeKey } from '../../kernel/place.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { blobMarks } from '../../store/blob-marks.ts'
import { type Collection, collection } from '../../store/collection.ts'
import { functionNotFound } from './errors.ts'
import { functionArn, isVersion, LATEST } from './names.ts'
import type {
  AliasRecord,
  CodeUse,
  EventConfigRecord,
  FunctionRecord,
  LayerRecord,
  LayerVersionRecord,
  MappingRecord,
  PolicyRecord,
  ProvisionedRecord,
  UrlPlaceRecord,
  UrlRecord,
  VersionRecord,
} from './records.ts'

/** Archives of functions and layers. */
export const marks = blobMarks('lambda')

export const functions = collection<FunctionRecord>('lambda/function')
/** By `{function}/{number}`. */
export const versions = collection<VersionRecord>('lambda/version')
/** By `{function}/{alias}`. */
export const aliases = collection<AliasRecord>('lambda/alias')
/** By `{function}/{qualifier}`, where no qualifier is the function itself; of layers by `{layer}:{number}`. */
export const policies = collection<PolicyRecord>('lambda/policy')
export const layerPolicies = collection<PolicyRecord>('lambda/layer-policy')
export const eventConfigs = collection<EventConfigRecord>('lambda/event-invoke-config')
export const urls = collection<UrlRecord>('lambda/function-url')
/** By the URL's id. */
export const urlPlaces = collection<UrlPlaceRecord>('lambda/function-url-place')
export const provisioned = collection<ProvisionedRecord>('lambda/provisioned-concurrency')
export const layers = collection<LayerRecord>('lambda/layer')
export const layerVersions = collection<LayerVersionRecord>('lambda/layer-version')
export const mappings = collection<MappingRecord>('lambda/event-source-mapping')

/** What goes with a function, each under its name and a slash. */
const PARTS = [versions, aliases, policies, eventConfigs, urls, provisioned] as const

/** Documents that calls of a function depend on. */
export const WATCHED: ReadonlySet<string> = new Set(
  [functions, versions, aliases, policies, eventConfigs].map(({ kind }) => kind),
)

export function within(name: string, id = ''): string {
  return `${name}/${id}`
}

/** The store keeps documents in the order of their ids, and versions are listed in the order of their numbers. */
export function versionId(name: string, version: string | number): string {
  return within(name, String(version).padStart(10, '0'))
}

export function layerVersionId(layer: string, version: number): string {
  return versionId(layer, version)
}

export async function requireFunction(reader: Reader, place: Place, name: string, shown = name) {
  const found = await functions.find(reader, place, name)
  if (!found) throw functionNotFound(functionArn(place, shown))
  return found
}

/** A version by its number, the one that an alias points at, or `$LATEST`. Undefined: there is none. */
export async function findVersion(
  reader: Reader,
  place: Place,
  { name, latest }: FunctionRecord,
  qualifier: string | undefined,
): Promise<VersionRecord | undefined> {
  if (qualifier === undefined || qualifier === LATEST) return latest
  if (isVersion(qualifier)) return versions.find(reader, place, versionId(name, qualifier))
  const alias = await aliases.find(reader, place, within(name, qualifier))
  if (!alias) return undefined
  if (alias.version === LATEST) return latest
  return versions.find(reader, place, versionId(name, alias.version))
}

export function codeHolder(place: Place, name: string, version: string): string {
  return `function/${placeKey(place)}/${name}/${version}`
}

export function layerHolder(place: Place, layer: string, version: number): string {
  return `layer/${placeKey(place)}/${layer}/${version}`
}

/** A version holds its archive and those of its layers: a layer that is deleted stays where it is used. */
export function holdCode(tx: Transaction, place: Place, name: string, version: VersionRecord): void {
  for (const code of codesOf(version)) marks.retain(tx, code.hash, codeHolder(place, name, version.version))
}

export async function releaseCode(tx: Transaction, place: Place, name: string, version: VersionRecord): Promise<void> {
  for (const code of codesOf(version)) await marks.release(tx, code.hash, codeHolder(place, name, version.version))
}

/** `$LATEST` in another state, with what it holds. */
export async function putLatest(tx: Transaction, place: Place, before: FunctionRecord, after: FunctionRecord) {
  await releaseUnlessKept(tx, place, before, after)
  holdCode(tx, place, after.name, after.latest)
  functions.put(tx, place, after.name, after)
}

/** What is held on must not be released first: a blob that nobody holds for a moment is lost. */
async function releaseUnlessKept(tx: Transaction, place: Place, before: FunctionRecord, after: FunctionRecord) {
  const kept = new Set(codesOf(after.latest).map(({ hash }) => hash))
  for (const { hash } of codesOf(before.latest)) {
    if (!kept.has(hash)) await marks.release(tx, hash, codeHolder(place, before.name, LATEST))
  }
}

function codesOf({ code, layers: used }: VersionRecord): CodeUse[] {
  return [code, ...used.flatMap((layer) => layer.code ?? [])]
}

/** With all that goes with it. */
export async function deleteFunctionRecord(tx: Transaction, place: Place, record: FunctionRecord): Promise<void> {
  const { name, latest } = record
  for (const version of [latest, ...(await versions.list(tx, place, { prefix: within(name) }))]) {
    await releaseCode(tx, place, name, version)
  }
  for (const url of await urls.list(tx, place, { prefix: within(name) })) urlPlaces.delete(tx, 'global', url.id)
  for (const part of PARTS) await deleteWithin(tx, place, part as Collection<unknown>, name)
  functions.delete(tx, place, name)
}

async function deleteWithin(tx: Transaction, place: Place, part: Collection<unknown>, name: string): Promise<void> {
  const found = await tx.list({ kind: part.kind, place: placeKey(place), prefix: within(name) })
  for (const { key } of found) tx.delete(key)
}
