import { parseArn } from '../../kernel/arn.ts'
import { notEmulated } from '../../kernel/errors.ts'
import type { Place } from '../../kernel/place.ts'
import type { Reader } from '../../kernel/transaction.ts'
import { invalidParameter } from './errors.ts'
import { layerVersionMissing } from './layers.ts'
import { layerArn } from './names.ts'
import type { LayerUse } from './records.ts'
import { layerVersionId, layerVersions } from './repository.ts'

const MOST_LAYERS = 5

/** What the names of layers alone tell (texts recorded, and that it is said before anything else of a function). */
export function checkLayerArns(place: Place, arns: readonly string[]): void {
  if (arns.length > MOST_LAYERS) throw invalidParameter('Cannot reference more than 5 layers.')
  for (const arn of arns) {
    const { account, region } = layerVersionOf(arn)
    if (region !== place.region) {
      throw invalidParameter(
        `Layers are not in the same region as the function. Layers are expected to be in region ${place.region}.`,
      )
    }
    // AWS takes one that its owner shares. What is in it is not on this machine.
    if (account !== place.account) throw notEmulated(`A layer of another account (${arn})`)
  }
}

/** The layers that a request lists, with what is held of each. Texts recorded. */
export async function layerUses(reader: Reader, place: Place, arns: readonly string[]): Promise<LayerUse[]> {
  checkLayerArns(place, arns)
  const byLayer = new Map<string, string>()
  const uses: LayerUse[] = []
  for (const arn of arns) {
    const { layer, version } = layerVersionOf(arn)
    const found = await layerVersions.find(reader, place, layerVersionId(layer, version))
    if (!found || layerArn(place, layer, version) !== arn) throw invalidParameter(layerVersionMissing(arn))
    const another = byLayer.get(layer)
    if (another !== undefined) {
      throw invalidParameter(
        'Two different versions of the same layer are not allowed to be referenced in the same function. ' +
          `${another} and ${arn} are versions of the same layer.`,
      )
    }
    byLayer.set(layer, arn)
    uses.push({ arn, code: found.code })
  }
  return uses
}

function layerVersionOf(arn: string) {
  const parsed = parseArn(arn)
  const [, layer = '', version = ''] = parsed?.resource.split(':') ?? []
  return { account: parsed?.account ?? '', region: parsed?.region ?? '', layer, version: Number(version) }
}
