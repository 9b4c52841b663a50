import type { GetLayerVersionResponse, LayerVersionsListItem } from '../../../generated/lambda.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { readPage, sorted } from '../../../kernel/paging.ts'
import type { Place } from '../../../kernel/place.ts'
import { keepingCode } from '../code/code-store.ts'
import { codeLocation } from '../code/location.ts'
import { readSource } from '../code/source.ts'
import { type LambdaDeps, operation } from '../deps.ts'
import { checkLayerVersion, layerNameOf, parseLayerVersionArn, requireLayerVersion } from '../layers.ts'
import { layerArn } from '../names.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import type { LayerVersionRecord } from '../records.ts'
import { layerHolder, layerPolicies, layers, layerVersionId, layerVersions, marks, within } from '../repository.ts'
import { checkLayerFilter, checkLayerRuntimes } from '../settings/runtimes.ts'
import { isoTime } from '../wire.ts'

export const publishLayerVersion = operation('PublishLayerVersion', async (input, deps, ctx) => {
  const { place } = ctx
  const layer = layerNameOf(input.LayerName, place)
  checkLayerRuntimes(input.CompatibleRuntimes ?? [])
  const bytes = await readSource(input.Content, ctx.call)
  const record = await keepingCode(ctx, deps, bytes, async (tx, code) => {
    const version = ((await layers.find(tx, place, layer))?.lastVersion ?? 0) + 1
    const made: LayerVersionRecord = {
      layer,
      version,
      description: input.Description ?? '',
      createdAt: deps.clock.now(),
      code,
      ...(input.CompatibleRuntimes && { runtimes: input.CompatibleRuntimes }),
      ...(input.CompatibleArchitectures && { architectures: input.CompatibleArchitectures }),
      ...(input.LicenseInfo !== undefined && { licenseInfo: input.LicenseInfo }),
    }
    marks.retain(tx, code.hash, layerHolder(place, layer, version))
    layers.put(tx, place, layer, { name: layer, lastVersion: version })
    layerVersions.put(tx, place, layerVersionId(layer, version), made)
    return made
  })
  return withContent(record, deps, ctx)
})

export const getLayerVersion = operation('GetLayerVersion', async (input, deps, ctx) => {
  const layer = layerNameOf(input.LayerName, ctx.place)
  return withContent(await requireLayerVersion(ctx.reader, ctx.place, layer, input.VersionNumber), deps, ctx)
})

export const getLayerVersionByArn = operation('GetLayerVersionByArn', async (input, deps, ctx) => {
  const { layer, version } = parseLayerVersionArn(input.Arn, ctx.place)
  return withContent(await requireLayerVersion(ctx.reader, ctx.place, layer, version), deps, ctx)
})

/** Recorded: what is gone, or never was, is deleted. Functions keep what they use. */
export const deleteLayerVersion = operation('DeleteLayerVersion', async (input, _deps, ctx) => {
  const { place } = ctx
  const layer = layerNameOf(input.LayerName, place)
  const version = input.VersionNumber
  checkLayerVersion(version)
  await ctx.transact(async (tx) => {
    const id = layerVersionId(layer, version)
    const found = await layerVersions.find(tx, place, id)
    if (!found) return
    layerVersions.delete(tx, place, id)
    layerPolicies.delete(tx, place, id)
    await marks.release(tx, found.code.hash, layerHolder(place, layer, version))
  })
})

export const listLayerVersions = operation('ListLayerVersions', async (input, _deps, ctx) => {
  const { place, reader } = ctx
  checkLayerFilter(input.CompatibleRuntime)
  const layer = layerNameOf(input.LayerName, place)
  const found = await layerVersions.list(reader, place, { prefix: within(layer) })
  const { items, next } = await readPage(
    pageRequest('ListLayerVersions', input, ctx, PAGE_SIZE),
    sorted(
      found.filter((record) => isCompatible(record, input)),
      ({ version }) => [version],
      'descending',
    ),
  )
  return { LayerVersions: items.map((record) => listed(place, record)), NextMarker: next }
})

export const listLayers = operation('ListLayers', async (input, _deps, ctx) => {
  const { place, reader } = ctx
  checkLayerFilter(input.CompatibleRuntime)
  const latest = new Map<string, LayerVersionRecord>()
  for (const record of await layerVersions.list(reader, place)) {
    if (isCompatible(record, input)) latest.set(record.layer, record)
  }
  const { items, next } = await readPage(
    pageRequest('ListLayers', input, ctx, PAGE_SIZE),
    sorted([...latest.values()], ({ layer }) => [layer]),
  )
  return {
    Layers: items.map((record) => ({
      LayerName: record.layer,
      LayerArn: layerArn(place, record.layer),
      LatestMatchingVersion: listed(place, record),
    })),
    NextMarker: next,
  }
})

function isCompatible(
  { runtimes, architectures }: LayerVersionRecord,
  asked: { readonly CompatibleRuntime?: string; readonly CompatibleArchitecture?: string },
): boolean {
  const fits = (list: readonly string[] | undefined, value: string | undefined) =>
    value === undefined || (list?.includes(value) ?? false)
  return fits(runtimes, asked.CompatibleRuntime) && fits(architectures, asked.CompatibleArchitecture)
}

function listed(place: Place, record: LayerVersionRecord): LayerVersionsListItem {
  return {
    LayerVersionArn: layerArn(place, record.layer, record.version),
    Version: record.version,
    Description: record.description,
    CreatedDate: isoTime(record.createdAt),
    CompatibleRuntimes: record.runtimes,
    CompatibleArchitectures: record.architectures,
    LicenseInfo: record.licenseInfo,
  }
}

function withContent(
  record: LayerVersionRecord,
  { clock, random }: LambdaDeps,
  { place, origin }: CallContext,
): GetLayerVersionResponse {
  const { code } = record
  return {
    ...listed(place, record),
    LayerArn: layerArn(place, record.layer),
    Content: { Location: codeLocation(origin, code, clock, random), CodeSha256: code.sha256, CodeSize: code.size },
  }
}
