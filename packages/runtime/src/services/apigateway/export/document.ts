import type { ApiDefinition, MethodDefinition, ResourceDefinition } from '../../../gateway/rest/definition.ts'
import { type Json, type JsonMap, saidOf } from '../../../languages/openapi/json.ts'
import type { RestApiRecord } from '../records.ts'
import type { Dialect } from './dialect.ts'
import { exchangeOf } from './exchange.ts'
import { integrationExtension } from './integration.ts'
import { usedModels } from './models.ts'
import type { Extensions } from './options.ts'
import { type Security, securityOf } from './security.ts'
import { endpointExtension, settingsExtensions } from './settings.ts'

export interface Exported {
  /** What is deployed. */
  readonly definition: ApiDefinition
  /** As it is now, for what holds without a deployment. */
  readonly api: RestApiRecord
  readonly version: string
  readonly host: string
  readonly stageName: string
  /** `x-amazon-apigateway-documentation`. */
  readonly documentation: JsonMap | undefined
}

/** A stage as a document. What methods are about is always in it, the rest as extensions. */
export function exportedDocument(exported: Exported, dialect: Dialect, extensions: Extensions): JsonMap {
  const { api, definition, documentation, host, stageName, version } = exported
  const security = securityOf(definition, extensions.authorizers)
  const { name: title, description } = definition
  const heading = { title, version, host, stageName, ...(description === undefined ? {} : { description }) }
  return saidOf({
    ...dialect.head(heading, extensions.settings ? endpointExtension(definition, api) : undefined),
    paths: pathsOf(definition, dialect, extensions, security),
    ...dialect.shared(usedModels(definition, dialect.modelReference), security.schemes),
    ...(extensions.settings ? settingsExtensions(definition, api) : {}),
    'x-amazon-apigateway-documentation': documentation,
  })
}

const VERBS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'any'].map((verb) => verb.toUpperCase())

function pathsOf(definition: ApiDefinition, dialect: Dialect, extensions: Extensions, security: Security): JsonMap {
  const resources = definition.resources
    .filter(({ methods }) => Object.keys(methods).length > 0)
    .sort((a, b) => (a.path < b.path ? -1 : 1))
  const operationOf = (resource: ResourceDefinition, method: MethodDefinition): JsonMap => {
    const { integration, requestValidatorId: validator } = method
    return saidOf({
      ...dialect.operation(exchangeOf(resource.path, method)),
      security: security.demandOf(method),
      'x-amazon-apigateway-request-validator':
        extensions.settings && validator !== undefined
          ? (definition.requestValidators[validator]?.name ?? validator)
          : undefined,
      'x-amazon-apigateway-integration':
        extensions.integrations && integration ? integrationExtension(resource.id, integration) : undefined,
    })
  }
  return Object.fromEntries(
    resources.map((resource) => [
      resource.path,
      Object.fromEntries(
        VERBS.flatMap((verb): [string, Json][] => {
          const method = resource.methods[verb]
          return method ? [[memberFor(verb), operationOf(resource, method)]] : []
        }),
      ),
    ]),
  )
}

function memberFor(httpMethod: string): string {
  return httpMethod === 'ANY' ? 'x-amazon-apigateway-any-method' : httpMethod.toLowerCase()
}
