import { notEmulated } from '../../../kernel/errors.ts'
import { basePathOf } from '../../../languages/openapi/base-path.ts'
import { type JsonMap, listOf, mapOf, textOf } from '../../../languages/openapi/json.ts'
import { badRequest } from '../errors.ts'
import { describeDocumentation } from './describe-documentation.ts'
import { describeMethod } from './describe-method.ts'
import { describeModels, type Models } from './describe-models.ts'
import { describeAuthorizers } from './describe-security.ts'
import type { ApiDescription, PathDescription, SettingsDescription } from './description.ts'
import { operationsOf, pathItemsOf } from './path-items.ts'
import { flagOf, numberOf, type Reading, stringsOf } from './reading.ts'

export type BasePathMode = 'ignore' | 'prepend' | 'split'

/** Extensions that are read, and those that say nothing about a REST API or only document it. */
const EXTENSIONS: ReadonlySet<string> = new Set(
  [
    'any-method',
    'api-key-source',
    'auth',
    'authorizer',
    'authtype',
    'binary-media-types',
    'cors',
    'documentation',
    'endpoint-configuration',
    'gateway-responses',
    'importexport-version',
    'integration',
    'integrations',
    'minimum-compression-size',
    'policy',
    'request-validator',
    'request-validators',
    'tag-value',
  ].map((name) => `x-amazon-apigateway-${name}`),
)

/** What a document says of an API. */
export function describe(reading: Omit<Reading, 'warn'>, basePath: BasePathMode): ApiDescription {
  const warnings: string[] = []
  const noting: Reading = { ...reading, warn: (text) => void warnings.push(text) }
  const { root } = reading
  refuseUnknown(root)
  const models = describeModels(noting)
  const prefix = prefixOf(noting, basePath)
  const paths = pathsOf(noting, prefix, models)
  return {
    settings: settingsOf(root),
    models: models.all,
    authorizers: describeAuthorizers(noting),
    validators: Object.entries(mapOf(root['x-amazon-apigateway-request-validators'])).map(([name, given]) => ({
      name,
      validateRequestBody: flagOf(mapOf(given).validateRequestBody),
      validateRequestParameters: flagOf(mapOf(given).validateRequestParameters),
    })),
    gatewayResponses: gatewayResponsesOf(noting),
    paths,
    documentation: describeDocumentation(noting, prefix),
    warnings,
  }
}

/** Recorded on AWS: `split` drops the first segment of the base path. */
function prefixOf(reading: Reading, mode: BasePathMode): readonly string[] {
  if (mode === 'ignore') return []
  const segments = basePathOf(reading)
  return mode === 'split' ? segments.slice(1) : segments
}

function pathsOf(reading: Reading, prefix: readonly string[], models: Models): PathDescription[] {
  return pathItemsOf(reading, prefix).map(({ segments, path, item }) => ({
    segments,
    methods: operationsOf(reading, item).map(({ httpMethod, operation }) => {
      refuseUnknown(operation)
      return describeMethod(operation, listOf(item.parameters), { path, httpMethod }, models, reading)
    }),
  }))
}

function settingsOf(root: JsonMap): SettingsDescription {
  const info = mapOf(root.info)
  const name = textOf(info.title)
  if (!name) throw badRequest('Invalid OpenAPI input.')
  const source = textOf(root['x-amazon-apigateway-api-key-source'])?.toUpperCase()
  if (source !== undefined && source !== 'HEADER' && source !== 'AUTHORIZER') {
    throw badRequest('Invalid API key source specified. Valid options are HEADER,AUTHORIZER')
  }
  const types = root['x-amazon-apigateway-binary-media-types']
  const policy = root['x-amazon-apigateway-policy']
  const endpoint = mapOf(root['x-amazon-apigateway-endpoint-configuration'])
  return {
    name,
    description: textOf(info.description) || undefined,
    version: textOf(info.version),
    binaryMediaTypes: types === undefined ? undefined : listOf(types).flatMap((type) => textOf(type) ?? []),
    apiKeySource: source,
    minimumCompressionSize: numberOf(root['x-amazon-apigateway-minimum-compression-size']),
    policy: policy === undefined ? undefined : JSON.stringify(policy),
    disableExecuteApiEndpoint: flagOf(endpoint.disableExecuteApiEndpoint),
    vpcEndpointIds: endpoint.vpcEndpointIds && listOf(endpoint.vpcEndpointIds).flatMap((id) => textOf(id) ?? []),
  } as SettingsDescription
}

function gatewayResponsesOf({ root, resolve }: Reading): ApiDescription['gatewayResponses'] {
  return Object.entries(mapOf(root['x-amazon-apigateway-gateway-responses'])).map(([responseType, given]) => {
    const response = mapOf(resolve(given))
    return {
      responseType: responseType as ApiDescription['gatewayResponses'][number]['responseType'],
      statusCode: textOf(response.statusCode),
      responseParameters: stringsOf(response.responseParameters),
      responseTemplates: stringsOf(response.responseTemplates),
    } as ApiDescription['gatewayResponses'][number]
  })
}

function refuseUnknown(map: JsonMap): void {
  const unknown = Object.keys(map).find((key) => key.startsWith('x-amazon-apigateway-') && !EXTENSIONS.has(key))
  if (unknown !== undefined) throw notEmulated(`${unknown} in an OpenAPI document`)
}
