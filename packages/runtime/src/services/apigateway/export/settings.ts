import type { ApiDefinition, GatewayResponseDefinition } from '../../../gateway/rest/definition.ts'
import { type Json, type JsonMap, saidOf, sorted } from '../../../languages/openapi/json.ts'
import type { RestApiRecord } from '../records.ts'
import { unlessEmpty } from './dialect.ts'

/** What extensions say of an API itself; what is as it would be without a word is left out (recorded for the key source). */
export function settingsExtensions(definition: ApiDefinition, api: RestApiRecord): JsonMap {
  const { apiKeySource, binaryMediaTypes, minimumCompressionSize, policy, requestValidators } = definition
  const extensions = {
    'gateway-responses': unlessEmpty(mapped(definition.gatewayResponses, gatewayResponseOf)),
    'request-validators': unlessEmpty(
      // By name: ids are drawn.
      sorted(
        Object.fromEntries(
          Object.entries(requestValidators).map(([id, { name = id, ...validator }]) => [
            name,
            {
              validateRequestParameters: validator.validateRequestParameters,
              validateRequestBody: validator.validateRequestBody,
            },
          ]),
        ),
      ),
    ),
    policy: policy === undefined ? undefined : (JSON.parse(policy) as Json),
    'security-policy': api.securityPolicy,
    'endpoint-access-mode': api.endpointAccessMode,
    'api-key-source': apiKeySource === 'HEADER' ? undefined : apiKeySource,
    'minimum-compression-size': minimumCompressionSize,
    'binary-media-types': unlessEmpty(binaryMediaTypes),
  }
  return saidOf(
    Object.fromEntries(Object.entries(extensions).map(([name, value]) => [`x-amazon-apigateway-${name}`, value])),
  )
}

/** `x-amazon-apigateway-endpoint-configuration`, where there is something to say. */
export function endpointExtension(
  { disableExecuteApiEndpoint }: ApiDefinition,
  { vpcEndpointIds = [] }: RestApiRecord,
): JsonMap | undefined {
  return unlessEmpty(
    saidOf({
      disableExecuteApiEndpoint: disableExecuteApiEndpoint || undefined,
      vpcEndpointIds: unlessEmpty(vpcEndpointIds),
    }),
  )
}

/** The status is a number (observed). */
function gatewayResponseOf({ statusCode, responseParameters, responseTemplates }: GatewayResponseDefinition): JsonMap {
  return saidOf({
    statusCode: statusCode === undefined ? undefined : Number(statusCode),
    responseParameters: unlessEmpty({ ...responseParameters }),
    responseTemplates: unlessEmpty({ ...responseTemplates }),
  })
}

function mapped<T>(map: Readonly<Record<string, T>>, to: (value: T) => JsonMap): JsonMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, to(value)]))
}
