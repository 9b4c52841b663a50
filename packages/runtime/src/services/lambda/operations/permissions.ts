import { uuid } from '../../../kernel/ids.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { operation } from '../deps.ts'
import { checkRevision, conflict, invalidParameter, noSuchResource, notFound } from '../errors.ts'
import { type FunctionReference, functionArn, functionReference, LATEST, targetNotFound } from '../names.ts'
import { policyText, withStatement } from '../policy/document.ts'
import { statementOf } from '../policy/statement.ts'
import { aliases, findVersion, functions, policies, within } from '../repository.ts'

export const addPermission = operation('AddPermission', async (input, { random }, ctx) => {
  const { place } = ctx
  const reference = functionReference(input.FunctionName, input.Qualifier, place)
  if (reference.qualifier === LATEST) {
    throw invalidParameter('We currently do not support adding policies for $LATEST.')
  }
  return ctx.transact(async (tx) => {
    const revisionId = await revisionOf(tx, place, reference)
    const id = policyId(reference)
    const before = await policies.find(tx, place, id)
    const statement = statementOf(input, functionArn(place, reference.name, reference.qualifier), place)
    if (before?.statements.some(({ Sid }) => Sid === input.StatementId)) {
      throw conflict(
        `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or ` +
          'remove the existing statement.',
      )
    }
    checkRevision(input.RevisionId, before?.revisionId ?? revisionId, 'GetPolicy')
    policies.put(tx, place, id, withStatement(before, statement, uuid(random)))
    return { Statement: JSON.stringify(statement) }
  })
})

export const removePermission = operation('RemovePermission', async (input, { random }, ctx) => {
  const { place } = ctx
  const reference = functionReference(input.FunctionName, input.Qualifier, place)
  await ctx.transact(async (tx) => {
    const { name, qualifier } = reference
    const arn = functionArn(place, name, qualifier)
    if (!(await functions.find(tx, place, name))) throw notFound(`No policy found for: ${arn}`)
    const id = policyId(reference)
    const before = await policies.find(tx, place, id)
    if (!before) {
      await revisionOf(tx, place, reference)
      throw notFound('No policy is associated with the given resource.')
    }
    const kept = before.statements.filter(({ Sid }) => Sid !== input.StatementId)
    if (kept.length === before.statements.length) {
      throw notFound(`Statement ${input.StatementId} is not found in resource policy.`)
    }
    checkRevision(input.RevisionId, before.revisionId, 'GetPolicy')
    // Recorded: without a statement there is no policy either.
    if (kept.length === 0) policies.delete(tx, place, id)
    else policies.put(tx, place, id, { revisionId: uuid(random), statements: kept })
  })
})

export const getPolicy = operation('GetPolicy', async (input, _deps, ctx) => {
  const reference = functionReference(input.FunctionName, input.Qualifier, ctx.place)
  const found = await policies.find(ctx.reader, ctx.place, policyId(reference))
  if (!found) throw noSuchResource()
  return { Policy: policyText(found), RevisionId: found.revisionId }
})

function policyId({ name, qualifier }: FunctionReference): string {
  return within(name, qualifier)
}

/** Recorded: before there is a policy, its revision is that of the alias; inferred of versions and functions. */
async function revisionOf(reader: Reader, place: Place, reference: FunctionReference): Promise<string> {
  const { name, qualifier } = reference
  const alias = qualifier === undefined ? undefined : await aliases.find(reader, place, within(name, qualifier))
  if (alias) return alias.revisionId
  const record = await functions.find(reader, place, name)
  const version = record && (await findVersion(reader, place, record, qualifier))
  if (!version) throw targetNotFound(place, reference)
  return version.revisionId
}
