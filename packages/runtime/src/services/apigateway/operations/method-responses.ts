import type { MethodResponseDefinition } from '../../../gateway/rest/definition.ts'
import { operation } from '../deps.ts'
import { conflict, noContentType, noParameter, noResponse } from '../errors.ts'
import { checkModels, checkResponseParameters } from '../method-rules.ts'
import { plainDialect } from '../patch/dialects.ts'
import { applyPatch, type PatchRule } from '../patch/patch.ts'
import { entries } from '../patch/rules.ts'
import type { MethodRecord } from '../records.ts'
import { own, putMethod, requireMethod } from '../repository.ts'

export const putMethodResponse = operation('PutMethodResponse', async (input, _deps, ctx) => {
  const { restApiId, statusCode, responseParameters, responseModels } = input
  return ctx.transact(async (tx) => {
    const { resource, method } = await requireMethod(tx, ctx.place, input)
    if (own(method.methodResponses, statusCode)) throw conflict('Response already exists for this resource')
    checkResponseParameters(responseParameters)
    await checkModels(tx, ctx.place, restApiId, responseModels)
    const made: MethodResponseDefinition = { responseParameters, responseModels }
    const methodResponses = { ...method.methodResponses, [statusCode]: made }
    putMethod(tx, ctx.place, restApiId, resource, { ...method, methodResponses })
    return { statusCode, ...made }
  })
})

export const getMethodResponse = operation('GetMethodResponse', async (input, _deps, ctx) => {
  const { method } = await requireMethod(ctx.reader, ctx.place, input)
  return { statusCode: input.statusCode, ...requireResponse(method, input.statusCode) }
})

export const deleteMethodResponse = operation('DeleteMethodResponse', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const { resource, method } = await requireMethod(tx, ctx.place, input)
    requireResponse(method, input.statusCode)
    const { [input.statusCode]: _gone, ...methodResponses } = method.methodResponses
    putMethod(tx, ctx.place, input.restApiId, resource, { ...method, methodResponses })
  })
})

const rules: readonly PatchRule<MethodResponseDefinition>[] = [
  entries('responseParameters', { flags: true, missing: noParameter }),
  entries('responseModels', { missing: noContentType }),
]

export const updateMethodResponse = operation('UpdateMethodResponse', async (input, _deps, ctx) =>
  ctx.transact(async (tx) => {
    const { resource, method } = await requireMethod(tx, ctx.place, input)
    const before = requireResponse(method, input.statusCode)
    const after = applyPatch(before, input.patchOperations, rules, plainDialect)
    checkResponseParameters(after.responseParameters)
    await checkModels(tx, ctx.place, input.restApiId, after.responseModels)
    const methodResponses = { ...method.methodResponses, [input.statusCode]: after }
    putMethod(tx, ctx.place, input.restApiId, resource, { ...method, methodResponses })
    return { statusCode: input.statusCode, ...after }
  }),
)

function requireResponse(method: MethodRecord, statusCode: string): MethodResponseDefinition {
  const found = own(method.methodResponses, statusCode)
  if (!found) throw noResponse()
  return found
}
