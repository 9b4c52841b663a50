import { isAwsError, NotEmulatedError } from '../../../kernel/errors.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import type { ApiGatewayDeps } from '../deps.ts'
import { writeParts } from '../documentation/write-parts.ts'
import { badRequest } from '../errors.ts'
import { shortId } from '../ids.ts'
import type { RestApiRecord } from '../records.ts'
import { authorizers, models, own, requestValidators, resources, restApis } from '../repository.ts'
import { clear } from './clear.ts'
import type { ApiDescription, MethodDescription } from './description.ts'
import { type CallWithin, operationsWithin } from './operations-within.ts'
import { settled } from './settle.ts'
import { updating } from './update-named.ts'

export type ImportMode = 'merge' | 'overwrite'

interface Import {
  readonly tx: Transaction
  readonly api: RestApiRecord
  readonly ctx: CallContext
  readonly call: CallWithin
}

/**
 * Brings an API to what a document says. `overwrite` removes what the document does not have; the API's id, endpoint,
 * stages and deployments stay (documented: api-gateway-import-api-update), and so do the ids of the root and of other
 * paths that the document has, too (recorded on AWS).
 */
export async function writeApi(
  tx: Transaction,
  api: RestApiRecord,
  description: ApiDescription,
  mode: ImportMode,
  deps: ApiGatewayDeps,
  ctx: CallContext,
): Promise<RestApiRecord> {
  const target: Import = { tx, api, ctx, call: operationsWithin(tx, deps, ctx) }
  const after = settled(api, description.settings, mode, ctx.place)
  restApis.put(tx, ctx.place, api.id, after)
  const kept = mode === 'overwrite' ? await clear(tx, api, ctx.place, description) : []
  await writeModels(target, description)
  const ids = {
    authorizers: await writeAuthorizers(target, description),
    validators: await writeValidators(target, description),
  }
  for (const response of description.gatewayResponses) {
    await named(`Unable to put gateway response '${response.responseType}'`, () =>
      target.call('PutGatewayResponse', { restApiId: api.id, ...response }),
    )
  }
  // Where the resource is an old one, its methods are not cached under its id (recorded on AWS).
  const cacheNamespaces = new Map(kept.map((resourceId) => [resourceId, shortId(deps.random)]))
  await writePaths(target, description, { ...ids, cacheNamespaces })
  const { documentation } = description
  if (documentation) await writeParts(tx, ctx.place, api.id, documentation, mode, deps.random)
  return after
}

async function writeModels({ tx, api, ctx, call }: Import, { models: described }: ApiDescription): Promise<void> {
  const restApiId = api.id
  for (const model of described) {
    const known = await models.find(tx, ctx.place, restApiId, model.name)
    await named(`Unable to create model for '${model.name}'`, () =>
      known
        ? call('UpdateModel', {
            restApiId,
            modelName: model.name,
            ...updating(known, model, ['description', 'schema']),
          })
        : call('CreateModel', { restApiId, ...model }),
    )
  }
}

type IdsByName = ReadonlyMap<string, string>

const AUTHORIZER_MEMBERS = [
  'type',
  'authType',
  'authorizerUri',
  'authorizerCredentials',
  'identitySource',
  'identityValidationExpression',
  'authorizerResultTtlInSeconds',
] as const

async function writeAuthorizers({ tx, api, ctx, call }: Import, described: ApiDescription): Promise<IdsByName> {
  const restApiId = api.id
  const known = new Map((await authorizers.list(tx, ctx.place, restApiId)).map((record) => [record.name, record]))
  const ids = new Map<string, string>()
  for (const authorizer of described.authorizers) {
    const before = known.get(authorizer.name)
    const { id = '' } = await named(`Unable to create authorizer '${authorizer.name}'`, async () => {
      if (!before) return call('CreateAuthorizer', { restApiId, ...authorizer })
      const { patchOperations } = updating(before, authorizer, AUTHORIZER_MEMBERS)
      const pools = [
        ...(before.providerARNs ?? []).map((value) => ({ op: 'remove', path: '/providerARNs', value })),
        ...(authorizer.providerARNs ?? []).map((value) => ({ op: 'add', path: '/providerARNs', value })),
      ]
      return call('UpdateAuthorizer', {
        restApiId,
        authorizerId: before.id,
        patchOperations: [...patchOperations, ...pools],
      })
    })
    ids.set(authorizer.name, id)
  }
  return ids
}

async function writeValidators({ tx, api, ctx, call }: Import, described: ApiDescription): Promise<IdsByName> {
  const restApiId = api.id
  const known = await requestValidators.list(tx, ctx.place, restApiId)
  const ids = new Map(known.map(({ name, id }) => [name, id]))
  for (const validator of described.validators) {
    const before = known.find(({ name }) => name === validator.name)
    const { id = '' } = await named(`Unable to create request validator '${validator.name}'`, () =>
      before
        ? call('UpdateRequestValidator', {
            restApiId,
            requestValidatorId: before.id,
            ...updating(before, validator, ['validateRequestBody', 'validateRequestParameters']),
          })
        : call('CreateRequestValidator', { restApiId, ...validator }),
    )
    ids.set(validator.name, id)
  }
  return ids
}

interface Ids {
  readonly authorizers: IdsByName
  readonly validators: IdsByName
  /** By the ids of resources. */
  readonly cacheNamespaces: ReadonlyMap<string, string>
}

async function writePaths({ tx, api, ctx, call }: Import, described: ApiDescription, ids: Ids): Promise<void> {
  const restApiId = api.id
  const known = new Map((await resources.list(tx, ctx.place, restApiId)).map(({ path, id }) => [path, id]))
  for (const { segments, methods } of described.paths) {
    let [path, resourceId] = ['', api.rootResourceId]
    for (const pathPart of segments) {
      path = `${path}/${pathPart}`
      const [parentId, there] = [resourceId, known.get(path)]
      const created = async () => (await call('CreateResource', { restApiId, parentId, pathPart })).id ?? ''
      resourceId = there ?? (await named(`Unable to create resource at path '${path}'`, created))
      known.set(path, resourceId)
    }
    for (const method of methods) {
      const before = await resources.find(tx, ctx.place, restApiId, resourceId)
      const at = { restApiId, resourceId, httpMethod: method.httpMethod }
      // What a document says of a method holds altogether (documented for a merge).
      if (before && own(before.methods, method.httpMethod)) await call('DeleteMethod', at)
      await writeMethod(call, at, path || '/', method, ids)
    }
  }
}

async function writeMethod(
  call: CallWithin,
  at: { readonly restApiId: string; readonly resourceId: string; readonly httpMethod: string },
  path: string,
  { method, authorizer, validator, responses, integration, integrationResponses }: MethodDescription,
  ids: Ids,
): Promise<void> {
  const put = (what: string, work: () => Promise<unknown>) =>
    named(`Unable to put ${what} on '${at.httpMethod}' for resource at path '${path}'`, work)
  await put('method', () => {
    const requestValidatorId = validator === undefined ? undefined : (ids.validators.get(validator) ?? validator)
    const authorizerId = authorizer === undefined ? undefined : ids.authorizers.get(authorizer)
    return call('PutMethod', { ...at, ...method, authorizerId, requestValidatorId })
  })
  for (const response of responses) {
    await put('method response', () => call('PutMethodResponse', { ...at, ...response }))
  }
  if (!integration) return
  const { cacheNamespace = ids.cacheNamespaces.get(at.resourceId) } = integration
  await put('integration', () => call('PutIntegration', { ...at, ...integration, cacheNamespace }))
  for (const response of integrationResponses) {
    await put('integration response', () => call('PutIntegrationResponse', { ...at, ...response }))
  }
}

/** Says what it was that could not be done (observed: github.com/edx/api-manager/pull/259). */
async function named<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isAwsError(error) || error instanceof NotEmulatedError || error.fault === 'server') throw error
    throw badRequest(`Errors found during import:\n\t${what}: ${error.message}`)
  }
}
