import { notEmulated } from '../../../kernel/errors.ts'
import { operation } from '../deps.ts'
import { checkRevision, invalidParameter } from '../errors.ts'
import { functionReference } from '../names.ts'
import { requireFunction } from '../repository.ts'
import { published } from '../versions.ts'
import { versionToWire } from '../wire.ts'

export const publishVersion = operation('PublishVersion', async (input, deps, ctx) => {
  const { place } = ctx
  const { name } = functionReference(input.FunctionName, undefined, place)
  if (input.PublishTo !== undefined) throw notEmulated('Publishing to $LATEST.PUBLISHED (PublishTo)')
  const version = await ctx.transact(async (tx) => {
    const record = await requireFunction(tx, place, name)
    const { latest } = record
    checkRevision(input.RevisionId, latest.revisionId)
    if (input.CodeSha256 && input.CodeSha256 !== latest.code.sha256) {
      throw invalidParameter(
        `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${latest.code.sha256}). ` +
          'Please try again with the CodeSHA256 in $LATEST.',
      )
    }
    return (await published(tx, place, record, input.Description, deps)).version
  })
  return versionToWire(place, name, version, deps.vault, { qualifier: version.version })
})
