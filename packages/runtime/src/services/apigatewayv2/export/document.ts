import type { HttpApiDefinition, HttpIntegrationDefinition, RouteDefinition } from '../../../gateway/http/definition.ts'
import { type Json, type JsonMap, saidOf } from '../../../languages/openapi/json.ts'
import type { ApiRecord } from '../records.ts'
import { integrationIdOf } from '../route-rules.ts'
import { securitySchemes } from './security.ts'

export interface Exported {
  /** A stage's, or as it is now. */
  readonly definition: Omit<HttpApiDefinition, 'apiId'>
  readonly api: Pick<ApiRecord, 'tags'>
  readonly description?: string
  readonly version: string
  readonly endpoint: string
  /** Of a stage that is no part of paths: empty. */
  readonly basePath: string
}

const ANY = 'x-amazon-apigateway-any-method'
const DEFAULT_TIMEOUT_MS = 30_000

/**
 * An HTTP API as a document of OpenAPI 3.0. The form was observed in exports that people keep in their repositories, but for
 * tags, which are as an import reads them (documented: x-amazon-apigateway-tag-value).
 */
export function exportedDocument(exported: Exported, withExtensions: boolean): JsonMap {
  const { basePath, definition, description, endpoint, version } = exported
  const { authorizers, corsConfiguration, disableExecuteApiEndpoint, name: title } = definition
  const schemes = securitySchemes(definition, withExtensions)
  return saidOf({
    openapi: '3.0.1',
    info: saidOf({ title, description, version }),
    servers: [
      saidOf({
        url: `${endpoint}/{basePath}`,
        variables: { basePath: { default: basePath } },
        'x-amazon-apigateway-endpoint-configuration':
          withExtensions && disableExecuteApiEndpoint ? { disableExecuteApiEndpoint } : undefined,
      }),
    ],
    tags: withExtensions ? tagsOf(exported.api) : undefined,
    paths: pathsOf(definition, withExtensions),
    components: Object.keys(authorizers).length > 0 ? { securitySchemes: schemes } : undefined,
    'x-amazon-apigateway-cors': withExtensions && corsConfiguration ? { ...corsConfiguration } : undefined,
    'x-amazon-apigateway-importexport-version': withExtensions ? '1.0' : undefined,
  })
}

/** Those of CloudFormation belong to a stack. */
function tagsOf({ tags }: Exported['api']): Json | undefined {
  const own = Object.entries(tags).filter(([name]) => !name.startsWith('aws:'))
  return own.length === 0 ? undefined : own.map(([name, value]) => ({ name, 'x-amazon-apigateway-tag-value': value }))
}

function pathsOf(definition: Exported['definition'], withExtensions: boolean): JsonMap {
  const paths = new Map<string, Record<string, Json>>()
  for (const route of [...definition.routes].sort((a, b) => (a.routeKey < b.routeKey ? -1 : 1))) {
    const [method = '', path = '/$default'] = route.routeKey.split(' ')
    const item = paths.get(path) ?? {}
    paths.set(path, item)
    item[memberFor(method)] = operationOf(route, definition, withExtensions)
  }
  return Object.fromEntries([...paths].map(([path, item]) => [path, { ...item, ...parametersOf(path) }]))
}

function memberFor(method: string): string {
  return method === 'ANY' || method === '$default' ? ANY : method.toLowerCase()
}

function operationOf(
  route: RouteDefinition,
  { authorizers, integrations }: Exported['definition'],
  withExtensions: boolean,
): JsonMap {
  const { authorizationScopes = [], authorizationType, authorizerId = '', operationName, routeKey } = route
  const authorizer = authorizers[authorizerId]
  const integration = integrations[integrationIdOf(route) ?? '']
  return saidOf({
    operationId: operationName,
    responses: { default: { description: `Default response for ${routeKey}` } },
    security: authorizer ? [{ [authorizer.name]: authorizationScopes }] : undefined,
    isDefaultRoute: withExtensions && routeKey === '$default' ? true : undefined,
    'x-amazon-apigateway-auth': withExtensions && authorizationType === 'AWS_IAM' ? { type: 'AWS_IAM' } : undefined,
    'x-amazon-apigateway-integration': withExtensions && integration ? integrationOf(integration) : undefined,
  })
}

function integrationOf(integration: HttpIntegrationDefinition): JsonMap {
  const { requestParameters, responseParameters, timeoutInMillis, tlsConfig } = integration
  return saidOf({
    responseParameters:
      responseParameters &&
      Object.fromEntries(Object.entries(responseParameters).map(([status, given]) => [status, { ...given }])),
    requestParameters: requestParameters && { ...requestParameters },
    integrationSubtype: integration.integrationSubtype,
    connectionId: integration.connectionId,
    credentials: integration.credentialsArn,
    payloadFormatVersion: integration.payloadFormatVersion,
    type: integration.integrationType.toLowerCase(),
    httpMethod: integration.integrationMethod,
    uri: integration.integrationUri,
    connectionType: integration.connectionType,
    timeoutInMillis: timeoutInMillis === DEFAULT_TIMEOUT_MS ? undefined : timeoutInMillis,
    tlsConfig: tlsConfig && saidOf({ serverNameToVerify: tlsConfig.serverNameToVerify }),
  })
}

/** Variables of a path, with the plus of a greedy one. */
function parametersOf(path: string): JsonMap {
  const names = [...path.matchAll(/\{([^{}]+)\}/g)].flatMap(([, name]) => name ?? [])
  if (names.length === 0) return {}
  return {
    parameters: names.map((name) => ({
      name,
      in: 'path',
      description: `Generated path parameter for ${name}`,
      required: true,
      schema: { type: 'string' },
    })),
  }
}
