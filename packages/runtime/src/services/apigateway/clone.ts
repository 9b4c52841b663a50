import type { Place } from '../../kernel/place.ts'
import type { Random } from '../../kernel/random.ts'
import type { Transaction } from '../../kernel/transaction.ts'
import { documentationParts } from './documentation/repository.ts'
import { shortId } from './ids.ts'
import type { IntegrationRecord, MethodRecord, RestApiRecord } from './records.ts'
import { authorizers, gatewayResponses, models, requestValidators, resources } from './repository.ts'
import { putResource } from './resource-tree.ts'

/** What a new API has of the one that it is cloned from, where the request does not say it itself (inferred). */
export function clonedSettings(from: RestApiRecord, id: string) {
  const { apiKeySource, binaryMediaTypes, description, minimumCompressionSize, policy, version } = from
  const own = policy?.replaceAll(`:${from.id}/`, `:${id}/`)
  return { apiKeySource, binaryMediaTypes, description, minimumCompressionSize, policy: own, version }
}

/**
 * Gives an API what another one has now, under ids of its own (documented: CreateRestApi, cloneFrom). That deployments,
 * stages and versions of documentation stay behind is inferred: an answer of this operation has none of them.
 */
export async function cloneParts(
  tx: Transaction,
  place: Place,
  from: RestApiRecord,
  to: RestApiRecord,
  random: Random,
): Promise<void> {
  const renamed = new Map([[from.rootResourceId, to.rootResourceId]])
  const newId = (id: string) => {
    const known = renamed.get(id)
    if (known !== undefined) return known
    const made = shortId(random)
    renamed.set(id, made)
    return made
  }
  for (const part of await authorizers.list(tx, place, from.id)) {
    authorizers.put(tx, place, to.id, newId(part.id), { ...part, id: newId(part.id) })
  }
  for (const part of await requestValidators.list(tx, place, from.id)) {
    requestValidators.put(tx, place, to.id, newId(part.id), { ...part, id: newId(part.id) })
  }
  for (const part of await documentationParts.list(tx, place, from.id)) {
    documentationParts.put(tx, place, to.id, newId(part.id), { ...part, id: newId(part.id) })
  }
  for (const model of await models.list(tx, place, from.id)) {
    // Models name one another by addresses that have the API's id in them.
    const schema = model.schema?.replaceAll(`/restapis/${from.id}/models/`, `/restapis/${to.id}/models/`)
    models.put(tx, place, to.id, model.name, { ...model, id: shortId(random), schema })
  }
  for (const response of await gatewayResponses.list(tx, place, from.id)) {
    gatewayResponses.put(tx, place, to.id, response.responseType, response)
  }
  const tree = await resources.list(tx, place, from.id)
  const isResource = new Set(tree.map(({ id }) => id))
  // A cache's namespace is a resource's id, unless its owner has named it.
  const newNamespace = (name: string) => (isResource.has(name) ? newId(name) : name)
  for (const resource of tree) {
    const methods = Object.entries(resource.methods).map(([verb, method]) => [
      verb,
      clonedMethod(method, newId, newNamespace),
    ])
    const { id, parentId } = resource
    putResource(tx, place, to.id, {
      ...resource,
      id: newId(id),
      ...(parentId !== undefined && { parentId: newId(parentId) }),
      methods: Object.fromEntries(methods),
    })
  }
}

type Rename = (name: string) => string

/** It names others by their ids. */
function clonedMethod(method: MethodRecord, newId: Rename, newNamespace: Rename): MethodRecord {
  const { authorizerId, integration, requestValidatorId } = method
  return {
    ...method,
    ...(authorizerId !== undefined && { authorizerId: newId(authorizerId) }),
    ...(requestValidatorId !== undefined && { requestValidatorId: newId(requestValidatorId) }),
    ...(integration && { integration: clonedIntegration(integration, newNamespace) }),
  }
}

function clonedIntegration(integration: IntegrationRecord, newNamespace: Rename): IntegrationRecord {
  const { cacheNamespace } = integration
  return cacheNamespace === undefined ? integration : { ...integration, cacheNamespace: newNamespace(cacheNamespace) }
}
