import type { DefinitionChecks } from '../../../gateway/check-ports.ts'
import type { IntegrationResponseDefinition } from '../../../gateway/rest/definition.ts'
import { operation } from '../deps.ts'
import { emptyAsNull } from '../empty-as-null.ts'
import { noContentType, noIntegration, noParameter, noResponse } from '../errors.ts'
import { checkPattern, checkResponseMappings, checkTemplates } from '../mapping-rules.ts'
import { plainDialect } from '../patch/dialects.ts'
import { applyPatch, type PatchRule } from '../patch/patch.ts'
import { entries, text } from '../patch/rules.ts'
import type { IntegrationRecord, MethodRecord } from '../records.ts'
import { own, putMethod, requireIntegration, requireResource } from '../repository.ts'
import { integrationResponseToWire } from '../wire.ts'

/** Needs no method response of that status unless it maps headers; putting it again replaces it (recorded on AWS). */
export const putIntegrationResponse = operation('PutIntegrationResponse', async (input, { checks }, ctx) => {
  const made: IntegrationResponseDefinition = {
    statusCode: input.statusCode,
    selectionPattern: input.selectionPattern,
    responseParameters: input.responseParameters,
    responseTemplates: emptyAsNull(input.responseTemplates),
    contentHandling: input.contentHandling,
  }
  await ctx.transact(async (tx) => {
    const { resource, method, integration } = await requireIntegration(tx, ctx.place, input)
    checkResponse(made, method, checks)
    putMethod(tx, ctx.place, input.restApiId, resource, withResponse(method, integration, made))
  })
  return integrationResponseToWire(made)
})

export const getIntegrationResponse = operation('GetIntegrationResponse', async (input, _deps, ctx) => {
  const { integration } = await requireIntegration(ctx.reader, ctx.place, input)
  return integrationResponseToWire(requireResponse(integration, input.statusCode))
})

/** Without the method it is the integration that is missing, unlike elsewhere (recorded on AWS). */
export const deleteIntegrationResponse = operation('DeleteIntegrationResponse', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const resource = await requireResource(tx, ctx.place, input.restApiId, input.resourceId)
    const method = own(resource.methods, input.httpMethod)
    if (!method?.integration) throw noIntegration()
    requireResponse(method.integration, input.statusCode)
    const { [input.statusCode]: _gone, ...integrationResponses } = method.integration.integrationResponses
    const after = { ...method, integration: { ...method.integration, integrationResponses } }
    putMethod(tx, ctx.place, input.restApiId, resource, after)
  })
})

export const updateIntegrationResponse = operation('UpdateIntegrationResponse', async (input, { checks }, ctx) => {
  const record = await ctx.transact(async (tx) => {
    const { resource, method, integration } = await requireIntegration(tx, ctx.place, input)
    const before = requireResponse(integration, input.statusCode)
    const after = applyPatch(before, input.patchOperations, rules, plainDialect)
    checkResponse(after, method, checks)
    putMethod(tx, ctx.place, input.restApiId, resource, withResponse(method, integration, after))
    return after
  })
  return integrationResponseToWire(record)
})

const rules: readonly PatchRule<IntegrationResponseDefinition>[] = [
  text('selectionPattern'),
  text('contentHandling'),
  entries('responseParameters', { missing: noParameter }),
  entries('responseTemplates', { missing: noContentType }),
]

function withResponse(
  method: MethodRecord,
  integration: IntegrationRecord,
  response: IntegrationResponseDefinition,
): MethodRecord {
  const integrationResponses = { ...integration.integrationResponses, [response.statusCode]: response }
  return { ...method, integration: { ...integration, integrationResponses } }
}

function requireResponse(integration: IntegrationRecord, statusCode: string): IntegrationResponseDefinition {
  const found = own(integration.integrationResponses, statusCode)
  if (!found) throw noResponse()
  return found
}

/** An integration response as a whole, after it was put or patched. */
function checkResponse(response: IntegrationResponseDefinition, method: MethodRecord, checks: DefinitionChecks): void {
  checkPattern(response.selectionPattern, checks)
  checkResponseMappings(response.responseParameters, response.statusCode, method, checks)
  checkTemplates(response.responseTemplates, checks)
}
