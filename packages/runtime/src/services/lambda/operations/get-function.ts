import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { codeLocation } from '../code/location.ts'
import { operation } from '../deps.ts'
import { functionNotFound } from '../errors.ts'
import { type FunctionReference, functionArn, functionReference } from '../names.ts'
import type { FunctionRecord, VersionRecord } from '../records.ts'
import { findVersion, functions } from '../repository.ts'
import { versionToWire } from '../wire.ts'

export const getFunction = operation('GetFunction', async (input, { clock, vault, random }, ctx) => {
  const reference = functionReference(input.FunctionName, input.Qualifier, ctx.place)
  const { record, version } = await requireVersion(ctx.reader, ctx.place, reference)
  const { tags, reserved } = record
  return {
    Configuration: versionToWire(ctx.place, record.name, version, vault, { qualifier: reference.qualifier }),
    Code: {
      RepositoryType: 'S3',
      Location: codeLocation(ctx.origin, version.code, clock, random),
    },
    Tags: Object.keys(tags).length > 0 ? tags : undefined,
    Concurrency: reserved === undefined ? undefined : { ReservedConcurrentExecutions: reserved },
  }
})

export const getFunctionConfiguration = operation('GetFunctionConfiguration', async (input, { vault }, ctx) => {
  const reference = functionReference(input.FunctionName, input.Qualifier, ctx.place)
  const { record, version } = await requireVersion(ctx.reader, ctx.place, reference)
  return versionToWire(ctx.place, record.name, version, vault, { qualifier: reference.qualifier })
})

/** What is missing is named as it was asked for (recorded). */
export async function requireVersion(
  reader: Reader,
  place: Place,
  { name, qualifier }: FunctionReference,
): Promise<{ readonly record: FunctionRecord; readonly version: VersionRecord }> {
  const record = await functions.find(reader, place, name)
  const version = record && (await findVersion(reader, place, record, qualifier))
  if (!record || !version) throw functionNotFound(functionArn(place, name, qualifier))
  return { record, version }
}
