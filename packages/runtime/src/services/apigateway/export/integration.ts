import type { IntegrationDefinition, IntegrationResponseDefinition } from '../../../gateway/rest/definition.ts'
import { type JsonMap, saidOf } from '../../../languages/openapi/json.ts'
import { unlessEmpty } from './dialect.ts'

const DEFAULT_TIMEOUT_MS = 29_000

/**
 * `x-amazon-apigateway-integration`. Types and behaviors are in small letters, and what an integration has without having
 * been told is left out (recorded, but for the timeout, where it is inferred).
 */
export function integrationExtension(resourceId: string, integration: IntegrationDefinition): JsonMap {
  const { cacheKeyParameters = [], cacheNamespace, connectionType, timeoutInMillis, tlsConfig } = integration
  const isCached = cacheKeyParameters.length > 0 || cacheNamespace !== resourceId
  return saidOf({
    type: integration.type.toLowerCase(),
    connectionId: integration.connectionId,
    credentials: integration.credentials,
    httpMethod: integration.httpMethod,
    uri: integration.uri,
    responses: unlessEmpty(responsesOf(integration)),
    requestParameters: unlessEmpty({ ...integration.requestParameters }),
    requestTemplates: unlessEmpty(templatesOf(integration.requestTemplates)),
    passthroughBehavior: integration.passthroughBehavior.toLowerCase(),
    connectionType: connectionType === 'INTERNET' ? undefined : connectionType,
    contentHandling: integration.contentHandling,
    timeoutInMillis: timeoutInMillis === DEFAULT_TIMEOUT_MS ? undefined : timeoutInMillis,
    cacheNamespace: isCached ? cacheNamespace : undefined,
    cacheKeyParameters: unlessEmpty(cacheKeyParameters),
    tlsConfig: tlsConfig && saidOf({ insecureSkipVerification: tlsConfig.insecureSkipVerification }),
    responseTransferMode: integration.responseTransferMode,
    integrationTarget: integration.integrationTarget,
  })
}

/** By what chooses a response; the one that nothing chooses is the default. */
function responsesOf({ integrationResponses }: IntegrationDefinition): JsonMap {
  return Object.fromEntries(
    Object.values(integrationResponses).map((response) => [
      response.selectionPattern || 'default',
      responseOf(response),
    ]),
  )
}

function responseOf(response: IntegrationResponseDefinition): JsonMap {
  return saidOf({
    statusCode: response.statusCode,
    responseParameters: unlessEmpty({ ...response.responseParameters }),
    responseTemplates: unlessEmpty(templatesOf(response.responseTemplates)),
    contentHandling: response.contentHandling,
  })
}

/** An empty template is kept as null, and sent as an empty text. */
function templatesOf(templates: Readonly<Record<string, string | null>> | undefined): JsonMap {
  return Object.fromEntries(Object.entries(templates ?? {}).map(([type, template]) => [type, template ?? '']))
}
