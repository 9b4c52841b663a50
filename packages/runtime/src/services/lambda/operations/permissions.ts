import { uuid } from '../../../kernel/ids.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { operation } from '../deps.ts'
import {
  aliasNotFound,
  checkRevision,
  conflict,
  functionNotFound,
  invalidParameter,
  noSuchResource,
  notFound,
} from '../errors.ts'
import { type FunctionReference, functionArn, functionReference, isVersion, LATEST } from '../names.ts'
import { policyText, withStatement } from '../policy/document.ts'
import { statementOf } from '../policy/statement.ts'
import { findVersion, functions, policies, within } from '../repository.ts'

export const addPermission = operation('AddPermission', async (input, { random }, ctx) => {
  const { place } = ctx
  const reference = functionReference(input.FunctionName, input.Qualifier, place)
  if (reference.qualifier === LATEST) {
    throw invalidParameter('We currently do not support adding policies for $LATEST.')
  }
  return ctx.transact(async (tx) => {
    await requireQualified(tx, place, reference)
    const id = policyId(reference)
    const before = await policies.find(tx, place, id)
    const statement = statementOf(input, functionArn(place, reference.name, reference.qualifier), place)
    if (before?.statements.some(({ Sid }) => Sid === input.StatementId)) {
      throw conflict(
        `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or ` +
          'remove the existing statement.',
      )
    }
    checkRevision(input.RevisionId, before?.revisionId ?? '', 'GetPolicy')
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
    if (!before) throw notFound('No policy is associated with the given resource.')
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

async function requireQualified(reader: Reader, place: Place, { name, qualifier }: FunctionReference): Promise<void> {
  const record = await functions.find(reader, place, name)
  const arn = functionArn(place, name, qualifier)
  if (!record) throw functionNotFound(arn)
  if (qualifier === undefined || (await findVersion(reader, place, record, qualifier))) return
  throw isVersion(qualifier) ? functionNotFound(arn) : aliasNotFound(arn)
}
