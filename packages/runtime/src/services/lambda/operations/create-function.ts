import type { CreateFunctionRequest } from '../../../generated/lambda.ts'
import { uuid } from '../../../kernel/ids.ts'
import { keepingCode } from '../code/code-store.ts'
import { readSource } from '../code/source.ts'
import { type LambdaDeps, operation } from '../deps.ts'
import { functionExists } from '../errors.ts'
import { checkLayerArns, layerUses } from '../layer-uses.ts'
import { checkNewName, functionReference, LATEST } from '../names.ts'
import type { CodeUse, FunctionRecord, LayerUse, VersionRecord } from '../records.ts'
import { functions, holdCode } from '../repository.ts'
import { checkSettings, checkZipFunction, newSettings } from '../settings/settings.ts'
import { checkTags } from '../tags.ts'
import { published } from '../versions.ts'
import { versionToWire } from '../wire.ts'

export const createFunction = operation('CreateFunction', async (input, deps, ctx) => {
  const { place } = ctx
  const { vault, random } = deps
  const { name } = functionReference(input.FunctionName, undefined, place)
  checkNewName(name)
  checkSettings(input)
  checkZipFunction(input)
  checkTags(input.Tags ?? {})
  checkLayerArns(place, input.Layers ?? [], deps)
  if (await functions.find(ctx.reader, place, name)) throw functionExists(name)
  const bytes = await readSource(input.Code, ctx.call)
  const shown = await keepingCode(ctx, deps, bytes, async (tx, code) => {
    if (await functions.find(tx, place, name)) throw functionExists(name)
    const layers = await layerUses(tx, place, input.Layers ?? [], deps)
    const record: FunctionRecord = {
      name,
      latest: newLatest(name, input, layers, code, deps),
      lastVersion: 0,
      tags: input.Tags ?? {},
    }
    holdCode(tx, place, name, record.latest)
    functions.put(tx, place, name, record)
    return input.Publish ? (await published(tx, place, record, input.Description, deps)).version : record.latest
  })
  // Recorded: the revision of this answer is gone when the function is ready.
  const revised = { ...shown, revisionId: uuid(random) }
  return versionToWire(place, name, revised, vault, { state: 'created' })
})

function newLatest(
  name: string,
  input: CreateFunctionRequest,
  layers: readonly LayerUse[],
  code: CodeUse,
  { clock, random, vault }: LambdaDeps,
): VersionRecord {
  const variables = input.Environment && JSON.stringify(input.Environment.Variables ?? {})
  return {
    version: LATEST,
    environmentId: uuid(random),
    revisionId: uuid(random),
    modifiedAt: clock.now(),
    settings: newSettings(name, input),
    ...(variables !== undefined && { variables: vault.seal(variables) }),
    layers,
    code,
  }
}
