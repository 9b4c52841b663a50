import type { ApiDefinition } from '../../gateway/rest/definition.ts'
import type { Place } from '../../kernel/place.ts'
import type { Reader } from '../../kernel/transaction.ts'
import { badRequest } from './errors.ts'
import type { RestApiRecord } from './records.ts'
import { authorizers, gatewayResponses, models, requestValidators, resources } from './repository.ts'

/**
 * An API as it is now, as one document that never changes again. Refused, as on AWS, when there is no method or when a
 * method has no integration.
 */
export async function freeze(reader: Reader, place: Place, api: RestApiRecord): Promise<ApiDefinition> {
  const definition = await definitionOf(reader, place, api)
  checkDeployable(definition.resources)
  return definition
}

/** An API as it is now, whether it could be deployed or not. */
export async function definitionOf(reader: Reader, place: Place, api: RestApiRecord): Promise<ApiDefinition> {
  const tree = await resources.list(reader, place, api.id)
  return {
    apiId: api.id,
    name: api.name,
    description: api.description,
    version: api.version,
    apiKeySource: api.apiKeySource,
    binaryMediaTypes: api.binaryMediaTypes,
    disableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
    endpointTypes: api.endpointTypes,
    minimumCompressionSize: api.minimumCompressionSize,
    policy: api.policy,
    resources: tree.map(({ id, path, methods }) => ({ id, path, methods })),
    authorizers: byKey(await authorizers.list(reader, place, api.id), ({ id }) => id),
    gatewayResponses: byKey(await gatewayResponses.list(reader, place, api.id), ({ responseType }) => responseType),
    models: byKey(await models.list(reader, place, api.id), ({ name }) => name),
    requestValidators: byKey(await requestValidators.list(reader, place, api.id), ({ id }) => id),
  }
}

function checkDeployable(tree: ApiDefinition['resources']): void {
  const methods = tree.flatMap((resource) => Object.values(resource.methods))
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods")
  if (methods.some((method) => method.integration === undefined)) throw badRequest('No integration defined for method')
}

function byKey<T>(list: readonly T[], keyOf: (item: T) => string): Record<string, T> {
  return Object.fromEntries(list.map((item) => [keyOf(item), item]))
}
