import type { StageSnapshot } from '../../gateway/ports.ts'
import type { ApiDefinition, MethodDefinition } from '../../gateway/rest/definition.ts'
import { own } from '../../kernel/own.ts'
import type { AuthorizationView, MethodView } from '../contract/map.ts'
import { functionNameIn, integrationView } from './integration-view.ts'

/** What a REST API's stage answers. */
export function restMethods({ apiId, stageName, definition }: StageSnapshot): MethodView[] {
  return definition.resources.flatMap(({ path, methods }) =>
    Object.entries(methods).map(([method, defined]) => ({
      id: `${apiId}/${stageName} ${method} ${path}`,
      ...{ method, path },
      authorization: authorizationView(defined, definition),
      needsApiKey: defined.apiKeyRequired,
      ...(defined.integration && { integration: integrationView(defined.integration.type, defined.integration.uri) }),
    })),
  )
}

function authorizationView(method: MethodDefinition, { authorizers }: ApiDefinition): AuthorizationView {
  const { authorizationType: type, authorizationScopes: scopes = [], authorizerId = '' } = method
  const authorizer = own(authorizers, authorizerId)
  if (!authorizer) return { type, scopes }
  const functionName = functionNameIn(authorizer.authorizerUri)
  return {
    ...{ type, scopes, name: authorizer.name },
    ...(authorizer.providerARNs && { pools: authorizer.providerARNs }),
    ...(functionName !== undefined && { functionName }),
  }
}
