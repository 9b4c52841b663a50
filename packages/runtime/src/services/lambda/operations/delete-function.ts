import { operation } from '../deps.ts'
import { conflict, functionNotFound, invalidParameter } from '../errors.ts'
import { functionArn, functionReference, isVersion, LATEST } from '../names.ts'
import { aliases, deleteFunctionRecord, functions, releaseCode, versionId, versions, within } from '../repository.ts'

export const deleteFunction = operation('DeleteFunction', async (input, _deps, ctx) => {
  const { place } = ctx
  const { name, qualifier } = functionReference(input.FunctionName, input.Qualifier, place)
  if (qualifier === LATEST) {
    throw invalidParameter('$LATEST version cannot be deleted without deleting the function.')
  }
  await ctx.transact(async (tx) => {
    const record = await functions.find(tx, place, name)
    // Recorded: without a qualifier, whatever was asked for.
    if (!record) throw functionNotFound(functionArn(place, name))
    if (qualifier === undefined) return deleteFunctionRecord(tx, place, record)
    if (!isVersion(qualifier)) throw invalidParameter('Deletion of aliases is not currently supported.')
    const version = await versions.find(tx, place, versionId(name, qualifier))
    if (!version) return
    const pointing = (await aliases.list(tx, place, { prefix: within(name) })).filter(
      (alias) => alias.version === qualifier || Object.hasOwn(alias.weights ?? {}, qualifier),
    )
    if (pointing.length > 0) {
      // Documented that it is refused; the wording is inferred.
      const names = pointing.map((alias) => alias.name).join(', ')
      throw conflict(`Version ${qualifier} is pointed at by aliases and cannot be deleted: ${names}`)
    }
    await releaseCode(tx, place, name, version)
    versions.delete(tx, place, versionId(name, qualifier))
  })
  return {}
})
