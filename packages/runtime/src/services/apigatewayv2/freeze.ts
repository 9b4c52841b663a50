import type { HttpApiDefinition } from '../../gateway/http/definition.ts'
import type { Place } from '../../kernel/place.ts'
import type { Reader } from '../../kernel/transaction.ts'
import type { ApiRecord } from './records.ts'
import { authorizers, integrations, routes } from './repository.ts'

/** Observed: the refusal of CreateDeployment, and what stages that deploy by themselves tell of it. */
export const NO_ROUTES = 'Unable to deploy API because no routes exist in this API'

/** An API as it is now, as one document that never changes again. Undefined where there is no route: nothing to deploy. */
export async function freeze(reader: Reader, place: Place, api: ApiRecord): Promise<HttpApiDefinition | undefined> {
  const definition = await definitionOf(reader, place, api)
  return definition.routes.length === 0 ? undefined : definition
}

/** An API as it is now, whether it could be deployed or not. */
export async function definitionOf(reader: Reader, place: Place, api: ApiRecord): Promise<HttpApiDefinition> {
  const { apiId, name, description, version, disableExecuteApiEndpoint, corsConfiguration } = api
  const all = await routes.list(reader, place, apiId)
  const callable = await integrations.list(reader, place, apiId)
  return {
    apiId,
    name,
    ...(description === undefined ? {} : { description }),
    ...(version === undefined ? {} : { version }),
    disableExecuteApiEndpoint,
    ...(corsConfiguration ? { corsConfiguration } : {}),
    routes: all.map(({ apiGatewayManaged: _, ...route }) => route),
    integrations: byKey(
      callable.map(({ apiGatewayManaged: _, description: __, ...integration }) => integration),
      ({ integrationId }) => integrationId,
    ),
    authorizers: byKey(
      (await authorizers.list(reader, place, apiId)).map(
        ({ identityValidationExpression: _, ...authorizer }) => authorizer,
      ),
      ({ authorizerId }) => authorizerId,
    ),
  }
}

function byKey<T>(list: readonly T[], keyOf: (item: T) => string): Record<string, T> {
  return Object.fromEntries(list.map((item) => [keyOf(item), item]))
}
