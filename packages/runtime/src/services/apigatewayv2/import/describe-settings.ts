import { entryOf, isMap, type JsonMap, listOf, mapOf, textOf } from '../../../languages/openapi/json.ts'
import { flagOf, numberOf, type Strings } from '../../../languages/openapi/members.ts'
import { corsOf } from '../cors-rules.ts'
import { badRequest } from '../errors.ts'
import type { SettingsDescription } from './description.ts'
import type { Reading } from './reading.ts'

const CORS = 'x-amazon-apigateway-cors'
const ENDPOINT = 'x-amazon-apigateway-endpoint-configuration'
const TAG_VALUE = 'x-amazon-apigateway-tag-value'
const VERSION = 'x-amazon-apigateway-importexport-version'

/** What a document says of an API itself. */
export function describeSettings({ root }: Reading): SettingsDescription {
  const info = mapOf(root.info)
  const name = textOf(info.title)
  if (!name) throw badRequest('Invalid OpenAPI input. The document has no title.')
  const algorithm = textOf(root[VERSION]) ?? '1.0'
  // Documented: the only one. That another is refused, and the text, are inferred.
  if (Number(algorithm) !== 1) throw badRequest(`Invalid OpenAPI input. ${VERSION} must be 1.0.`)
  const cors = root[CORS]
  return {
    name,
    description: textOf(info.description) || undefined,
    version: textOf(info.version) || undefined,
    corsConfiguration: isMap(cors) ? corsConfigurationOf(cors) : undefined,
    disableExecuteApiEndpoint: flagOf(endpointOf(root).disableExecuteApiEndpoint),
    tags: tagsOf(root),
  } as SettingsDescription
}

/** Documented: x-amazon-apigateway-cors. A single value may stand for a list. */
function corsConfigurationOf(given: JsonMap): SettingsDescription['corsConfiguration'] {
  const texts = (member: string) => {
    const value = entryOf(given, member)
    const list = Array.isArray(value) ? listOf(value) : value === undefined || value === null ? [] : [value]
    return list.flatMap((item) => textOf(item) ?? [])
  }
  const maxAge = numberOf(given.maxAge)
  if (maxAge !== undefined && !Number.isInteger(maxAge)) throw badRequest(`Invalid value for maxAge in ${CORS}`)
  return corsOf({
    AllowCredentials: flagOf(given.allowCredentials),
    AllowHeaders: texts('allowHeaders'),
    AllowMethods: texts('allowMethods'),
    AllowOrigins: texts('allowOrigins'),
    ExposeHeaders: texts('exposeHeaders'),
    MaxAge: maxAge,
  })
}

/** It extends a server (documented: openapi-extensions-endpoint-configuration). */
function endpointOf(root: JsonMap): JsonMap {
  const servers = listOf(root.servers).map((server) => entryOf(mapOf(server), ENDPOINT))
  return { ...mapOf(root[ENDPOINT]), ...servers.find(isMap) }
}

/** Documented: x-amazon-apigateway-tag-value. Tags of OpenAPI that have none are no tags of AWS. */
function tagsOf(root: JsonMap): Strings | undefined {
  const tags = listOf(root.tags).flatMap((given) => {
    const tag = mapOf(given)
    const [key, value] = [textOf(tag.name), textOf(entryOf(tag, TAG_VALUE))]
    return key === undefined || value === undefined ? [] : [[key, value] as const]
  })
  return tags.length === 0 ? undefined : Object.fromEntries(tags)
}
