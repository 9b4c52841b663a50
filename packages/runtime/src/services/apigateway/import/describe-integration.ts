import { entryOf, isMap, type Json, type JsonMap, listOf, mapOf, textOf } from '../../../languages/openapi/json.ts'
import { flagOf, numberOf, stringsOf } from '../../../languages/openapi/members.ts'
import type { Strings } from '../records.ts'
import type { MethodDescription } from './description.ts'
import type { Reading } from './reading.ts'

type Described = Pick<MethodDescription, 'integration' | 'integrationResponses'>
type Integration = NonNullable<MethodDescription['integration']>

/** Names the method in warnings. */
export interface MethodPlace {
  readonly path: string
  readonly httpMethod: string
}

/** `x-amazon-apigateway-integration`. Members that API Gateway does not know are passed over (recorded on AWS). */
export function describeIntegration(operation: JsonMap, at: MethodPlace, reading: Reading): Described {
  const given = reading.resolve(entryOf(operation, 'x-amazon-apigateway-integration'))
  if (!isMap(given)) return { integrationResponses: [] }
  const integration = {
    type: (textOf(given.type) ?? '').toUpperCase(),
    integrationHttpMethod: textOf(given.httpMethod)?.toUpperCase(),
    uri: textOf(given.uri),
    connectionType: textOf(given.connectionType)?.toUpperCase(),
    connectionId: textOf(given.connectionId),
    credentials: textOf(given.credentials),
    requestParameters: textsOnly('requestParameters', given.requestParameters, at, reading),
    requestTemplates: stringsOf(given.requestTemplates),
    passthroughBehavior: textOf(given.passthroughBehavior),
    contentHandling: textOf(given.contentHandling)?.toUpperCase(),
    timeoutInMillis: numberOf(given.timeoutInMillis),
    cacheNamespace: textOf(given.cacheNamespace),
    cacheKeyParameters:
      given.cacheKeyParameters && listOf(given.cacheKeyParameters).flatMap((key) => textOf(key) ?? []),
    tlsConfig: isMap(given.tlsConfig)
      ? { insecureSkipVerification: flagOf(given.tlsConfig.insecureSkipVerification) }
      : undefined,
    responseTransferMode: textOf(given.responseTransferMode)?.toUpperCase(),
    integrationTarget: textOf(given.integrationTarget),
  } as Integration
  const integrationResponses = Object.entries(mapOf(given.responses)).map(([pattern, response]) => {
    const { statusCode, responseParameters, responseTemplates, contentHandling } = mapOf(reading.resolve(response))
    return {
      statusCode: textOf(statusCode) ?? '',
      // `default` has no pattern (recorded on AWS).
      selectionPattern: pattern === 'default' ? undefined : pattern,
      responseParameters: textsOnly('responseParameters', responseParameters, at, reading),
      responseTemplates: stringsOf(responseTemplates),
      contentHandling: textOf(contentHandling)?.toUpperCase(),
    } as Described['integrationResponses'][number]
  })
  return { integration, integrationResponses }
}

/** What is not a text is left out with a warning (recorded on AWS). */
function textsOnly(
  member: string,
  value: Json | undefined,
  { path, httpMethod }: MethodPlace,
  { warn }: Reading,
): Strings | undefined {
  if (!isMap(value)) return undefined
  const entries = Object.entries(value).flatMap(([key, entry]): [string, string][] => {
    if (typeof entry === 'string') return [[key, entry]]
    const got = textOf(entry) ?? JSON.stringify(entry)
    const where = `property '${key}' of resource '${path}' and method '${httpMethod}'`
    warn(`Invalid format for '${member}'. Expected type string for ${where} but got '${got}'`)
    return []
  })
  return Object.fromEntries(entries)
}
