import { isAwsError } from '../../../kernel/errors.ts'
import { entryOf, type Json, type JsonMap, listOf, mapOf, textOf } from '../../../languages/openapi/json.ts'
import { locationOf } from '../documentation/location.ts'
import type { DocumentationLocation } from '../documentation/records.ts'
import type { DocumentationDescription } from './description.ts'
import { operationsOf, pathItemsOf } from './path-items.ts'
import type { Reading } from './reading.ts'

const EXTENSION = 'x-amazon-apigateway-documentation'
const PARAMETERS: Readonly<Record<string, string>> = {
  path: 'PATH_PARAMETER',
  query: 'QUERY_PARAMETER',
  header: 'REQUEST_HEADER',
  body: 'REQUEST_BODY',
}

/** What a document says in the extension for it. A part whose location is none is left out (inferred, and the text). */
export function describeParts(root: JsonMap, warn: (text: string) => void): DocumentationDescription[] {
  return listOf(mapOf(root[EXTENSION]).documentationParts).flatMap((given) => {
    const { location, properties } = mapOf(given)
    const texts = Object.entries(mapOf(location)).map(([field, value]) => [field, textOf(value) ?? ''])
    try {
      return [{ location: locationOf({ type: '', ...Object.fromEntries(texts) }), properties: mapOf(properties) }]
    } catch (error) {
      if (!isAwsError(error)) throw error
      warn(`Ignoring documentation part: ${error.message}`)
      return []
    }
  })
}

/**
 * What a document says of its entities, as the parts that an import makes of it. That descriptions become parts is
 * documented (api-gateway-documenting-api), which members they hold is inferred; where the extension speaks of the same
 * entity it stands alone (recorded on AWS). Models keep their descriptions themselves.
 */
export function describeDocumentation(reading: Reading, prefix: readonly string[]): DocumentationDescription[] {
  const { dialect, root, resolve, warn } = reading
  const parts: DocumentationDescription[] = []
  const add = (location: DocumentationLocation, source: JsonMap, members: readonly string[] = ['description']) => {
    const properties = pick(source, members)
    if (Object.keys(properties).length > 0) parts.push({ location, properties })
  }

  const info = pick(mapOf(root.info), ['description', 'termsOfService', 'contact', 'license'])
  const api = { ...pick(root, ['tags', 'externalDocs']), ...(Object.keys(info).length > 0 && { info }) }
  add({ type: 'API' }, api, Object.keys(api))

  const schemes = dialect === 'swagger' ? root.securityDefinitions : entryOf(mapOf(root.components), 'securitySchemes')
  for (const [name, scheme] of Object.entries(mapOf(schemes))) add({ type: 'AUTHORIZER', name }, mapOf(resolve(scheme)))

  for (const { path, item } of pathItemsOf(reading, prefix)) {
    add({ type: 'RESOURCE', path }, item, ['summary', 'description'])
    for (const { httpMethod, operation } of operationsOf(reading, item)) {
      const at = { path, method: httpMethod === 'ANY' ? '*' : httpMethod }
      add({ type: 'METHOD', ...at }, operation, ['tags', 'summary', 'description', 'externalDocs'])
      for (const given of [...listOf(item.parameters), ...listOf(operation.parameters)]) {
        const parameter = mapOf(resolve(given))
        const type = PARAMETERS[textOf(parameter.in) ?? '']
        const name = type === 'REQUEST_BODY' ? undefined : textOf(parameter.name)
        if (type !== undefined) add({ type, ...at, ...(name !== undefined && { name }) }, parameter)
      }
      add({ type: 'REQUEST_BODY', ...at }, mapOf(resolve(operation.requestBody)))
      addResponses(operation, at)
    }
  }
  return [...parts, ...describeParts(root, warn)]

  function addResponses(operation: JsonMap, at: Omit<DocumentationLocation, 'type'>): void {
    for (const [statusCode, given] of Object.entries(mapOf(operation.responses))) {
      if (!/^[1-5]\d\d$/.test(statusCode)) continue
      const response = mapOf(resolve(given))
      add({ type: 'RESPONSE', ...at, statusCode }, response)
      for (const [name, header] of Object.entries(mapOf(response.headers))) {
        add({ type: 'RESPONSE_HEADER', ...at, statusCode, name }, mapOf(resolve(header)))
      }
    }
  }
}

function pick(source: JsonMap, members: readonly string[]): JsonMap {
  const isSaid = (value: Json | undefined): value is Json => value !== undefined && value !== null && value !== ''
  return Object.fromEntries(
    members.flatMap((member) => {
      const value = entryOf(source, member)
      return isSaid(value) ? [[member, value]] : []
    }),
  )
}
