import type { CallContext } from '../../../kernel/operation.ts'
import { type Page, readPage, sorted, stored } from '../../../kernel/paging.ts'
import { placeKey } from '../../../kernel/place.ts'
import { operation } from '../deps.ts'
import { functionReference, LATEST } from '../names.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import type { FunctionRecord, VersionRecord } from '../records.ts'
import { functions, requireFunction, versions, within } from '../repository.ts'
import { versionToWire } from '../wire.ts'

export const listFunctions = operation('ListFunctions', async (input, { vault }, ctx) => {
  const { place, reader } = ctx
  const request = pageRequest('ListFunctions', input, ctx, PAGE_SIZE)
  if (input.FunctionVersion !== 'ALL') {
    const source = stored<FunctionRecord>(
      (range) => functions.list(reader, place, range),
      ({ name }) => name,
    )
    const { items, next } = await readPage(request, source)
    const listed = items.map(({ name, latest }) => versionToWire(place, name, latest, vault, { state: 'listed' }))
    return { Functions: listed, NextMarker: next }
  }
  const all = await everyVersion(ctx)
  const { items, next } = await readPage(
    request,
    sorted(all, ({ name, record }) => [name, numberOf(record)]),
  )
  return {
    Functions: items.map(({ name, record }) =>
      versionToWire(place, name, record, vault, { state: 'listed', qualifier: record.version }),
    ),
    NextMarker: next,
  }
})

async function everyVersion({ place, reader }: Pick<CallContext, 'place' | 'reader'>) {
  const latest = (await functions.list(reader, place)).map(({ name, latest: record }) => ({ name, record }))
  const found = await reader.list<VersionRecord>({ kind: versions.kind, place: placeKey(place) })
  return [...latest, ...found.map(({ key, value: record }) => ({ name: key.id.split('/', 1)[0] ?? '', record }))]
}

/** `$LATEST` comes first. */
function numberOf({ version }: VersionRecord): number {
  return version === LATEST ? 0 : Number(version)
}

export const listVersionsByFunction = operation('ListVersionsByFunction', async (input, { vault }, ctx) => {
  const { place, reader } = ctx
  const { name } = functionReference(input.FunctionName, undefined, place)
  const { latest } = await requireFunction(reader, place, name)
  const all = [latest, ...(await versions.list(reader, place, { prefix: within(name) }))]
  const { items, next }: Page<VersionRecord> = await readPage(
    pageRequest('ListVersionsByFunction', input, ctx, PAGE_SIZE),
    sorted(all, (record) => [numberOf(record)]),
  )
  return {
    Versions: items.map((record) =>
      versionToWire(place, name, record, vault, { state: 'listed', qualifier: record.version }),
    ),
    NextMarker: next,
  }
})
