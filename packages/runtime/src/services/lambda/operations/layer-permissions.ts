import { uuid } from '../../../kernel/ids.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import { operation } from '../deps.ts'
import { checkRevision, conflict, noSuchResource, notFound } from '../errors.ts'
import { layerNameOf, requireShared } from '../layers.ts'
import { layerArn } from '../names.ts'
import { policyText, withStatement } from '../policy/document.ts'
import { principalOf } from '../policy/statement.ts'
import { layerPolicies, layerVersionId } from '../repository.ts'

/* Kept and given back: who else may use a layer does not matter where every account has its own. */

export const addLayerVersionPermission = operation('AddLayerVersionPermission', async (input, { random }, ctx) => {
  const { place } = ctx
  const layer = layerNameOf(input.LayerName, place)
  const id = layerVersionId(layer, input.VersionNumber)
  return ctx.transact(async (tx) => {
    await requireShared(tx, place, layer, input.VersionNumber)
    const before = await layerPolicies.find(tx, place, id)
    if (before?.statements.some(({ Sid }) => Sid === input.StatementId)) {
      throw conflict(
        `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or ` +
          'remove the existing statement.',
      )
    }
    checkRevision(input.RevisionId, before?.revisionId ?? '', 'GetLayerPolicy')
    const statement: JsonObject = {
      Sid: input.StatementId,
      Effect: 'Allow',
      Principal: principalOf(input.Principal, place),
      Action: input.Action,
      Resource: layerArn(place, layer, input.VersionNumber),
      ...(input.OrganizationId !== undefined && {
        Condition: { StringEquals: { 'aws:PrincipalOrgID': input.OrganizationId } },
      }),
    }
    const after = withStatement(before, statement, uuid(random))
    layerPolicies.put(tx, place, id, after)
    return { Statement: JSON.stringify(statement), RevisionId: after.revisionId }
  })
})

export const getLayerVersionPolicy = operation('GetLayerVersionPolicy', async (input, _deps, { place, reader }) => {
  const layer = layerNameOf(input.LayerName, place)
  await requireShared(reader, place, layer, input.VersionNumber)
  const found = await layerPolicies.find(reader, place, layerVersionId(layer, input.VersionNumber))
  if (!found) throw notFound('No policy is associated with the given resource.')
  return { Policy: policyText(found), RevisionId: found.revisionId }
})

export const removeLayerVersionPermission = operation(
  'RemoveLayerVersionPermission',
  async (input, { random }, ctx) => {
    const { place } = ctx
    const layer = layerNameOf(input.LayerName, place)
    const id = layerVersionId(layer, input.VersionNumber)
    await ctx.transact(async (tx) => {
      await requireShared(tx, place, layer, input.VersionNumber)
      const before = await layerPolicies.find(tx, place, id)
      if (!before) throw noSuchResource()
      const kept = before.statements.filter(({ Sid }) => Sid !== input.StatementId)
      if (kept.length === before.statements.length) {
        throw notFound(`Statement ${input.StatementId} is not found in resource policy.`)
      }
      checkRevision(input.RevisionId, before.revisionId, 'GetLayerPolicy')
      if (kept.length === 0) layerPolicies.delete(tx, place, id)
      else layerPolicies.put(tx, place, id, { revisionId: uuid(random), statements: kept })
    })
  },
)
