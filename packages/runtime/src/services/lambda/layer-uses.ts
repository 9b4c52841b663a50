import { parseArn } from '../../kernel/arn.ts'
import { notEmulated } from '../../kernel/errors.ts'
import type { Place } from '../../kernel/place.ts'
import type { Reader } from '../../kernel/transaction.ts'
import type { LambdaDeps } from './deps.ts'
import { invalidParameter } from './errors.ts'
import { layerVersionMissing } from './layers.ts'
import { layerArn } from './names.ts'
import type { LayerUse } from './records.ts'
import { layerVersionId, layerVersions } from './repository.ts'

const MOST_LAYERS = 5

/** As `--record` calls the layers of other accounts. */
const LAYERS_OF_OTHERS = 'AWS::Lambda::Function.Layers'

/**
 * CloudWatch Lambda Insights, which CDK's `insightsVersion` adds: it counts a function's memory and time for CloudWatch, and a
 * function does the same without it (documented: Lambda-Insights). Each group of regions has it in an account of its own.
 */
const WATCHES_ONLY = /^LambdaInsightsExtension(-Arm64)?$/

type Recorded = Pick<LambdaDeps, 'isRecorded'>

/** What the names of layers alone tell (texts recorded, and that it is said before anything else of a function). */
export function checkLayerArns(place: Place, arns: readonly string[], { isRecorded }: Recorded): void {
  if (arns.length > MOST_LAYERS) throw invalidParameter('Cannot reference more than 5 layers.')
  for (const arn of arns) {
    const { account, region, layer } = layerVersionOf(arn)
    if (region !== place.region) {
      throw invalidParameter(
        `Layers are not in the same region as the function. Layers are expected to be in region ${place.region}.`,
      )
    }
    // AWS takes one that its owner shares. What is in it is not on this machine.
    if (account !== place.account && !WATCHES_ONLY.test(layer) && !isRecorded(LAYERS_OF_OTHERS)) {
      throw notEmulated(`A layer of another account (${arn})`, LAYERS_OF_OTHERS)
    }
  }
}

/** The layers that a request lists, with what is held of each. Texts recorded. */
export async function layerUses(
  reader: Reader,
  place: Place,
  arns: readonly string[],
  recorded: Recorded,
): Promise<LayerUse[]> {
  checkLayerArns(place, arns, recorded)
  const byLayer = new Map<string, string>()
  const uses: LayerUse[] = []
  for (const arn of arns) {
    const use = await layerUse(reader, place, arn)
    const layer = arn.slice(0, arn.lastIndexOf(':'))
    const another = byLayer.get(layer)
    if (another !== undefined) {
      throw invalidParameter(
        'Two different versions of the same layer are not allowed to be referenced in the same function. ' +
          `${another} and ${arn} are versions of the same layer.`,
      )
    }
    byLayer.set(layer, arn)
    uses.push(use)
  }
  return uses
}

async function layerUse(reader: Reader, place: Place, arn: string): Promise<LayerUse> {
  const { account, layer, version } = layerVersionOf(arn)
  if (account !== place.account) return { arn }
  const found = await layerVersions.find(reader, place, layerVersionId(layer, version))
  if (!found || layerArn(place, layer, version) !== arn) throw invalidParameter(layerVersionMissing(arn))
  return { arn, code: found.code }
}

function layerVersionOf(arn: string) {
  const parsed = parseArn(arn)
  const [, layer = '', version = ''] = parsed?.resource.split(':') ?? []
  return { account: parsed?.account ?? '', region: parsed?.region ?? '', layer, version: Number(version) }
}
