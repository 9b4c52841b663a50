import type { Place } from '../../../kernel/place.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import { operation } from '../deps.ts'
import { labelLimitExceeded } from '../errors.ts'
import type { ParameterRecord, ParameterVersion } from '../records.ts'
import { parameters, versions } from '../repository.ts'

const LABEL_LIMIT = 10

/** Labels do not begin with a number, `aws` or `ssm`. */
const isValidLabel = (label: string) => /^(?!aws|ssm|\d)[\w.-]+$/i.test(label)

/** A label sits on one version at a time: it moves to the version that is given it. */
export const labelParameterVersion = operation('LabelParameterVersion', async (input, _deps, ctx) => {
  const { place } = ctx
  const valid = input.Labels.filter(isValidLabel)
  const ParameterVersion = await ctx.transact(async (tx) => {
    const parameter = await parameters.require(tx, place, input.Name)
    const wanted = input.ParameterVersion === undefined ? undefined : String(input.ParameterVersion)
    const target = await versions.require(tx, place, parameter, wanted)
    const labels = [...new Set([...target.labels, ...valid])]
    if (labels.length > LABEL_LIMIT) throw labelLimitExceeded()
    for (const other of await versions.list(tx, place, parameter.name)) {
      if (other.version === target.version || !other.labels.some((label) => valid.includes(label))) continue
      saveLabels(tx, place, parameter, other, without(other.labels, valid))
    }
    saveLabels(tx, place, parameter, target, labels)
    return target.version
  })
  return { InvalidLabels: input.Labels.filter((label) => !isValidLabel(label)), ParameterVersion }
})

export const unlabelParameterVersion = operation('UnlabelParameterVersion', async (input, _deps, ctx) => {
  const { place } = ctx
  const had = await ctx.transact(async (tx) => {
    const parameter = await parameters.require(tx, place, input.Name)
    const target = await versions.require(tx, place, parameter, String(input.ParameterVersion))
    saveLabels(tx, place, parameter, target, without(target.labels, input.Labels))
    return target.labels
  })
  return {
    RemovedLabels: input.Labels.filter((label) => had.includes(label)),
    InvalidLabels: input.Labels.filter((label) => !had.includes(label)),
  }
})

function without(labels: readonly string[], removed: readonly string[]): string[] {
  return labels.filter((label) => !removed.includes(label))
}

function saveLabels(
  tx: Transaction,
  place: Place,
  parameter: ParameterRecord,
  version: ParameterVersion,
  labels: readonly string[],
): void {
  const changed = { ...version, labels }
  versions.put(tx, place, changed)
  if (parameter.latest.version === version.version) parameters.put(tx, place, { ...parameter, latest: changed })
}
