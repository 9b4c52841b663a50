import { entryOf, isMap, type Json, type JsonMap, listOf, mapOf, textOf } from '../../../languages/openapi/json.ts'
import { flagOf } from '../../../languages/openapi/members.ts'
import type { Strings } from '../records.ts'
import { describeIntegration, type MethodPlace } from './describe-integration.ts'
import type { Models } from './describe-models.ts'
import { describeSecurity } from './describe-security.ts'
import type { MethodDescription } from './description.ts'
import type { Reading } from './reading.ts'

const LOCATIONS: Readonly<Record<string, string>> = { query: 'querystring', header: 'header', path: 'path' }
const VALIDATOR = 'x-amazon-apigateway-request-validator'

/** `shared` are the parameters of the path item. */
export function describeMethod(
  operation: JsonMap,
  shared: readonly Json[],
  at: MethodPlace,
  models: Models,
  reading: Reading,
): MethodDescription {
  const parameters = [...shared, ...listOf(operation.parameters)].map((parameter) => mapOf(reading.resolve(parameter)))
  const { authorizer, ...security } = describeSecurity(operation, reading)
  return {
    httpMethod: at.httpMethod,
    method: {
      ...security,
      operationName: textOf(operation.operationId),
      requestParameters: requestParametersOf(parameters, at.path, reading),
      requestModels: requestModelsOf(operation, parameters, models, reading),
    },
    authorizer,
    validator: textOf(operation[VALIDATOR]) ?? textOf(reading.root[VALIDATOR]),
    responses: responsesOf(operation, models, reading),
    ...describeIntegration(operation, at, reading),
  }
}

/** Variables of the path are required parameters, declared or not (recorded on AWS). */
function requestParametersOf(parameters: readonly JsonMap[], path: string, { warn }: Reading) {
  const found: Record<string, boolean> = {}
  for (const { name, in: where, required } of parameters) {
    const [location, text] = [LOCATIONS[textOf(where) ?? ''], textOf(name)]
    if (where === 'body') continue
    if (location === undefined || text === undefined) {
      warn(`Ignoring parameter '${text ?? ''}' of unsupported location '${textOf(where) ?? ''}' of resource '${path}'`)
    } else {
      found[`method.request.${location}.${text}`] = location === 'path' || (flagOf(required) ?? false)
    }
  }
  for (const [, name] of path.matchAll(/\{([^{}+]+)\+?\}/g)) found[`method.request.path.${name}`] = true
  return Object.keys(found).length > 0 ? found : undefined
}

function requestModelsOf(
  operation: JsonMap,
  parameters: readonly JsonMap[],
  models: Models,
  { dialect, root, resolve }: Reading,
): Strings | undefined {
  if (dialect === 'oas30') return modelsByType(mapOf(resolve(operation.requestBody)).content, models)
  const schema = parameters.find((parameter) => parameter.in === 'body')?.schema
  return schema === undefined ? undefined : sameForAll(operation.consumes ?? root.consumes, schema, models)
}

function responsesOf(operation: JsonMap, models: Models, { dialect, root, resolve, warn }: Reading) {
  return Object.entries(mapOf(operation.responses)).flatMap(([statusCode, given]) => {
    if (statusCode.startsWith('x-')) return []
    if (!/^[1-5]\d\d$/.test(statusCode)) {
      warn(`Ignoring response '${statusCode}': a method response has a status code`)
      return []
    }
    const response = mapOf(resolve(given))
    const headers = Object.keys(mapOf(response.headers)).map(
      (name) => [`method.response.header.${name}`, false] as const,
    )
    const responseModels =
      dialect === 'oas30'
        ? modelsByType(response.content, models)
        : response.schema && sameForAll(operation.produces ?? root.produces, response.schema, models)
    return [
      {
        statusCode,
        responseParameters: headers.length > 0 ? Object.fromEntries(headers) : undefined,
        responseModels: responseModels || undefined,
      },
    ]
  })
}

/** OpenAPI 3.0: a schema for each content type. */
function modelsByType(content: Json | undefined, models: Models): Strings | undefined {
  const entries = Object.entries(mapOf(content)).flatMap(([type, media]) => {
    const schema = entryOf(mapOf(media), 'schema')
    return isMap(schema) ? [[type, models.nameOf(schema)] as const] : []
  })
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}

/** Swagger: one schema for all content types. */
function sameForAll(types: Json | undefined, schema: Json, models: Models): Strings {
  const name = models.nameOf(schema)
  const given = listOf(types).flatMap((type) => textOf(type) ?? [])
  return Object.fromEntries((given.length > 0 ? given : ['application/json']).map((type) => [type, name]))
}
