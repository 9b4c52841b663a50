import { notEmulated } from '../../../kernel/errors.ts'
import { uuid } from '../../../kernel/ids.ts'
import { keepingCode, sha256Of } from '../code/code-store.ts'
import { readSource } from '../code/source.ts'
import { type LambdaDeps, operation } from '../deps.ts'
import { checkRevision } from '../errors.ts'
import { layerUses } from '../layer-uses.ts'
import { functionReference } from '../names.ts'
import type { VersionRecord } from '../records.ts'
import { putLatest, requireFunction } from '../repository.ts'
import { changedSettings, checkSettings } from '../settings/settings.ts'
import { published } from '../versions.ts'
import { versionToWire } from '../wire.ts'

export const updateFunctionCode = operation('UpdateFunctionCode', async (input, deps, ctx) => {
  const { place } = ctx
  const { vault, random } = deps
  const { name } = functionReference(input.FunctionName, undefined, place)
  if (input.PublishTo !== undefined) throw notEmulated('Publishing to $LATEST.PUBLISHED (PublishTo)')
  const before = await requireFunction(ctx.reader, place, name)
  checkRevision(input.RevisionId, before.latest.revisionId)
  const bytes = await readSource(input, ctx.call)
  const architectures = input.Architectures && { Architectures: input.Architectures }
  if (input.DryRun) {
    const { latest } = before
    const code = { hash: '', size: bytes.length, sha256: sha256Of(bytes) }
    const tried = { ...latest, code, settings: { ...latest.settings, ...architectures } }
    return versionToWire(place, name, tried, vault)
  }
  return keepingCode(ctx, deps, bytes, async (tx, code) => {
    const record = await requireFunction(tx, place, name)
    checkRevision(input.RevisionId, record.latest.revisionId)
    const settings = { ...record.latest.settings, ...architectures }
    const after = { ...record, latest: { ...changed(record.latest, deps), settings, code } }
    await putLatest(tx, place, record, after)
    if (input.Publish) {
      const { version } = await published(tx, place, after, undefined, deps)
      return versionToWire(place, name, version, vault, { state: 'created', qualifier: version.version })
    }
    return versionToWire(place, name, { ...after.latest, revisionId: uuid(random) }, vault, { state: 'updated' })
  })
})

export const updateFunctionConfiguration = operation('UpdateFunctionConfiguration', async (input, deps, ctx) => {
  const { place } = ctx
  const { vault, random } = deps
  const { name } = functionReference(input.FunctionName, undefined, place)
  checkSettings(input)
  const latest = await ctx.transact(async (tx) => {
    const record = await requireFunction(tx, place, name)
    checkRevision(input.RevisionId, record.latest.revisionId)
    const variables = input.Environment && JSON.stringify(input.Environment.Variables ?? {})
    const next: VersionRecord = {
      ...changed(record.latest, deps),
      settings: changedSettings(name, record.latest.settings, input),
      ...(variables !== undefined && { variables: vault.seal(variables) }),
      layers: input.Layers ? await layerUses(tx, place, input.Layers, deps) : record.latest.layers,
    }
    await putLatest(tx, place, record, { ...record, latest: next })
    return next
  })
  // Recorded: the revision of this answer is gone when the update is done.
  return versionToWire(place, name, { ...latest, revisionId: uuid(random) }, vault, { state: 'updated' })
})

/** Also where nothing differs: time, revision, and environments that start anew (recorded). */
function changed(latest: VersionRecord, { clock, random }: LambdaDeps): VersionRecord {
  return { ...latest, environmentId: uuid(random), revisionId: uuid(random), modifiedAt: clock.now() }
}
