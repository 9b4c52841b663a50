import type { DefinitionChecks } from '../../../gateway/check-ports.ts'
import type { GatewayResponse } from '../../../generated/apigateway.ts'
import { operation } from '../deps.ts'
import { badRequest, noContentType, noParameter } from '../errors.ts'
import { type EffectiveResponse, effectiveResponse } from '../gateway-response.ts'
import { defaultStatus, GATEWAY_RESPONSE_TYPES, STOCK_TEMPLATES } from '../gateway-response-types.ts'
import { checkContentType, checkGatewayMappings } from '../mapping-rules.ts'
import { pathDialect } from '../patch/dialects.ts'
import { applyPatch, type PatchRule } from '../patch/patch.ts'
import { entries, text } from '../patch/rules.ts'
import type { GatewayResponseRecord } from '../records.ts'
import { gatewayResponses, requireApi, requireGatewayResponse } from '../repository.ts'

/** What is left out is the type's own status, the stock template, no headers (recorded on AWS). */
export const putGatewayResponse = operation('PutGatewayResponse', async (input, { checks }, ctx) => {
  const { restApiId, responseType } = input
  const record: GatewayResponseRecord = {
    responseType,
    statusCode: input.statusCode ?? defaultStatus(responseType),
    responseParameters: input.responseParameters ?? {},
    responseTemplates: input.responseTemplates ?? STOCK_TEMPLATES,
  }
  checkGatewayResponse(record, checks)
  await ctx.transact(async (tx) => {
    await requireApi(tx, ctx.place, restApiId)
    gatewayResponses.put(tx, ctx.place, restApiId, responseType, record)
  })
  return customized(record)
})

export const getGatewayResponse = operation('GetGatewayResponse', async (input, _deps, ctx) => {
  await requireApi(ctx.reader, ctx.place, input.restApiId)
  const custom = await gatewayResponses.list(ctx.reader, ctx.place, input.restApiId)
  return effectiveResponse(input.responseType, custom)
})

/** Every type there is, in alphabetical order (recorded on AWS); they fit on one page. */
export const getGatewayResponses = operation('GetGatewayResponses', async (input, _deps, ctx) => {
  await requireApi(ctx.reader, ctx.place, input.restApiId)
  const custom = await gatewayResponses.list(ctx.reader, ctx.place, input.restApiId)
  return { items: Object.keys(GATEWAY_RESPONSE_TYPES).map((type) => effectiveResponse(type, custom)) }
})

export const deleteGatewayResponse = operation('DeleteGatewayResponse', async (input, _deps, ctx) => {
  const { restApiId, responseType } = input
  await ctx.transact(async (tx) => {
    await requireApi(tx, ctx.place, restApiId)
    await requireGatewayResponse(tx, ctx.place, restApiId, responseType)
    gatewayResponses.delete(tx, ctx.place, restApiId, responseType)
  })
})

/** Patching a response that was never customized makes it one of the API's own (recorded on AWS). */
export const updateGatewayResponse = operation('UpdateGatewayResponse', async (input, { checks }, ctx) => {
  const { restApiId, responseType } = input
  return ctx.transact(async (tx) => {
    await requireApi(tx, ctx.place, restApiId)
    const custom = await gatewayResponses.list(tx, ctx.place, restApiId)
    const { defaultResponse: _, ...before }: EffectiveResponse = effectiveResponse(responseType, custom)
    const after = applyPatch<GatewayResponseRecord>(before, input.patchOperations, rules, pathDialect)
    checkGatewayResponse(after, checks)
    gatewayResponses.put(tx, ctx.place, restApiId, responseType, after)
    return customized(after)
  })
})

const rules: readonly PatchRule<GatewayResponseRecord>[] = [
  text('statusCode'),
  entries('responseParameters', { missing: noParameter, keepsEmpty: true }),
  entries('responseTemplates', { missing: noContentType, keepsEmpty: true }),
]

function customized(record: GatewayResponseRecord): GatewayResponse {
  return { ...record, defaultResponse: false }
}

/** Templates are not VTL (documented): any text is one. */
function checkGatewayResponse(record: GatewayResponseRecord, checks: DefinitionChecks): void {
  const { statusCode, responseParameters, responseTemplates } = record
  if (statusCode !== undefined && !/^[1-5]\d\d$/.test(statusCode)) throw badRequest(`Invalid status code ${statusCode}`)
  checkGatewayMappings(responseParameters, checks)
  for (const contentType of Object.keys(responseTemplates)) checkContentType(contentType)
}
