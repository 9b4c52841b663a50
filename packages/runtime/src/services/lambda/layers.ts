import { parseArn } from '../../kernel/arn.ts'
import type { Place } from '../../kernel/place.ts'
import type { Reader } from '../../kernel/transaction.ts'
import { invalidParameter, noSuchResource, notFound } from './errors.ts'
import { layerArn } from './names.ts'
import type { LayerVersionRecord } from './records.ts'
import { layerVersionId, layerVersions } from './repository.ts'

/** A layer's name, or its ARN in this place. */
export function layerNameOf(given: string, place: Place): string {
  const parsed = parseArn(given)
  if (!parsed) return given
  const [, name = ''] = parsed.resource.split(':')
  if (parsed.region !== place.region || parsed.account !== place.account) throw noSuchResource()
  return name
}

export function parseLayerVersionArn(arn: string, place: Place): { readonly layer: string; readonly version: number } {
  const at = arn.lastIndexOf(':')
  return { layer: layerNameOf(arn.slice(0, at), place), version: Number(arn.slice(at + 1)) }
}

/** Text recorded, of deletions too. */
export function checkLayerVersion(version: number): void {
  if (version < 1) throw invalidParameter('Layer Version Cannot be less than 1')
}

/** Text recorded for all that is asked of a layer's policy. */
export async function requireShared(reader: Reader, place: Place, layer: string, version: number): Promise<void> {
  if (await layerVersions.find(reader, place, layerVersionId(layer, version))) return
  throw notFound(layerVersionMissing(layerArn(place, layer, version)))
}

export function layerVersionMissing(arn: string): string {
  return `Layer version ${arn} does not exist.`
}

/** Texts recorded. */
export async function requireLayerVersion(
  reader: Reader,
  place: Place,
  layer: string,
  version: number,
): Promise<LayerVersionRecord> {
  checkLayerVersion(version)
  const found = await layerVersions.find(reader, place, layerVersionId(layer, version))
  if (!found) throw noSuchResource()
  return found
}
