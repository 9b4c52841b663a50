import { entryOf, isMap, type JsonMap, listOf, mapOf, textOf } from '../../../languages/openapi/json.ts'
import { flagOf, numberOf } from '../../../languages/openapi/members.ts'
import type { OpenApiDocument } from '../../../languages/openapi/read-document.ts'
import { badRequest } from '../errors.ts'
import type { SettingsDescription } from './description.ts'

const ENDPOINT = 'x-amazon-apigateway-endpoint-configuration'

/** What a document says of an API itself. */
export function describeSettings(document: OpenApiDocument): SettingsDescription {
  const { root } = document
  const info = mapOf(root.info)
  const name = textOf(info.title)
  if (!name) throw badRequest('Invalid OpenAPI input.')
  const source = textOf(root['x-amazon-apigateway-api-key-source'])?.toUpperCase()
  if (source !== undefined && source !== 'HEADER' && source !== 'AUTHORIZER') {
    throw badRequest('Invalid API key source specified. Valid options are HEADER,AUTHORIZER')
  }
  const types = root['x-amazon-apigateway-binary-media-types']
  const policy = root['x-amazon-apigateway-policy']
  const endpoint = endpointOf(document)
  return {
    name,
    description: textOf(info.description) || undefined,
    version: textOf(info.version),
    binaryMediaTypes: types === undefined ? undefined : listOf(types).flatMap((type) => textOf(type) ?? []),
    apiKeySource: source,
    minimumCompressionSize: numberOf(root['x-amazon-apigateway-minimum-compression-size']),
    policy: policy === undefined ? undefined : JSON.stringify(policy),
    securityPolicy: textOf(root['x-amazon-apigateway-security-policy']),
    endpointAccessMode: textOf(root['x-amazon-apigateway-endpoint-access-mode']),
    disableExecuteApiEndpoint: flagOf(endpoint.disableExecuteApiEndpoint),
    vpcEndpointIds: endpoint.vpcEndpointIds && listOf(endpoint.vpcEndpointIds).flatMap((id) => textOf(id) ?? []),
  } as SettingsDescription
}

/** Of Swagger it extends the document, of OpenAPI 3.0 a server (documented: openapi-extensions-endpoint-configuration). */
function endpointOf({ root }: OpenApiDocument): JsonMap {
  const server = listOf(root.servers)
    .map((given) => entryOf(mapOf(given), ENDPOINT))
    .find(isMap)
  return { ...mapOf(root[ENDPOINT]), ...server }
}
