import { operation } from '../deps.ts'
import { badRequest, conflict, noContentType, noParameter } from '../errors.ts'
import { checkMethod, HTTP_METHODS, withFittingAuthorizer } from '../method-rules.ts'
import { plainDialect } from '../patch/dialects.ts'
import { applyPatch, type PatchRule } from '../patch/patch.ts'
import { entries, flag, text, valueSet } from '../patch/rules.ts'
import type { MethodRecord } from '../records.ts'
import { own, requireMethod, requireResource, resources, putMethod as writeMethod } from '../repository.ts'
import { methodToWire } from '../wire.ts'

/** The type of authorization may come in any letter case (recorded on AWS). */
export const putMethod = operation('PutMethod', async (input, _deps, ctx) => {
  const { restApiId, resourceId, httpMethod } = input
  const record = await ctx.transact(async (tx) => {
    const resource = await requireResource(tx, ctx.place, restApiId, resourceId)
    if (!HTTP_METHODS.includes(httpMethod)) {
      throw badRequest(`Invalid HttpMethod specified. Valid options are ${HTTP_METHODS.join(',')}`)
    }
    if (own(resource.methods, httpMethod)) throw conflict('Method already exists for this resource')
    const made = withFittingAuthorizer({
      httpMethod,
      authorizationType: input.authorizationType.toUpperCase(),
      authorizerId: input.authorizerId,
      authorizationScopes: input.authorizationScopes?.length ? input.authorizationScopes : undefined,
      apiKeyRequired: input.apiKeyRequired ?? false,
      operationName: input.operationName,
      requestParameters: input.requestParameters,
      requestModels: input.requestModels,
      requestValidatorId: input.requestValidatorId,
      methodResponses: {},
    })
    await checkMethod(tx, ctx.place, restApiId, made)
    writeMethod(tx, ctx.place, restApiId, resource, made)
    return made
  })
  return methodToWire(record)
})

export const getMethod = operation('GetMethod', async (input, _deps, ctx) =>
  methodToWire((await requireMethod(ctx.reader, ctx.place, input)).method),
)

export const deleteMethod = operation('DeleteMethod', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const { resource } = await requireMethod(tx, ctx.place, input)
    const { [input.httpMethod]: _gone, ...methods } = resource.methods
    resources.put(tx, ctx.place, input.restApiId, resource.id, { ...resource, methods })
  })
})

export const updateMethod = operation('UpdateMethod', async (input, _deps, ctx) => {
  const record = await ctx.transact(async (tx) => {
    const { resource, method } = await requireMethod(tx, ctx.place, input)
    const after = withFittingAuthorizer(applyPatch(method, input.patchOperations, rules, plainDialect))
    await checkMethod(tx, ctx.place, input.restApiId, after)
    writeMethod(tx, ctx.place, input.restApiId, resource, after)
    return after
  })
  return methodToWire(record)
})

const rules: readonly PatchRule<MethodRecord>[] = [
  {
    path: '/authorizationType',
    verbs: ['replace'],
    apply: (method, { value = '' }) => ({ ...method, authorizationType: value.toUpperCase() }),
  },
  text('authorizerId'),
  flag('apiKeyRequired'),
  text('operationName'),
  text('requestValidatorId'),
  ...valueSet<MethodRecord>('authorizationScopes'),
  entries('requestParameters', { flags: true, missing: noParameter }),
  entries('requestModels', { missing: noContentType }),
]
