import { entryOf, isMap, type Json, type JsonMap, mapOf, textOf } from '../../../languages/openapi/json.ts'
import { numberOf, type Strings, stringsOf } from '../../../languages/openapi/members.ts'
import { referenceOf } from '../../../languages/openapi/references.ts'
import type { IntegrationDescription, RouteDescription } from './description.ts'
import { informOfIgnored } from './ignored-members.ts'
import type { Reading } from './reading.ts'

const EXTENSION = 'x-amazon-apigateway-integration'
const SHARED = /^#\/components\/x-amazon-apigateway-integrations\/([^/]+)$/

/** `x-amazon-apigateway-integration`, here or by reference to one that several routes share. */
export function describeIntegration(
  operation: JsonMap,
  path: string,
  reading: Reading,
): RouteDescription['integration'] {
  const stands = entryOf(operation, EXTENSION)
  const given = reading.resolve(stands)
  if (!isMap(given)) return undefined
  informOfIgnored('integration', `${path}.${EXTENSION}`, given, reading)
  const sharedName = SHARED.exec(referenceOf(stands) ?? '')?.[1]
  return { described: integrationOf(given), ...(sharedName === undefined ? {} : { sharedName }) }
}

/** A version as a number has lost its zero, and is none (observed: `Unsupported PayloadFormatVersion: 1`). */
function integrationOf(given: JsonMap): IntegrationDescription {
  return {
    IntegrationType: (textOf(given.type) ?? '').toUpperCase() as IntegrationDescription['IntegrationType'],
    IntegrationMethod: textOf(given.httpMethod)?.toUpperCase(),
    IntegrationSubtype: textOf(given.integrationSubtype),
    IntegrationUri: textOf(given.uri),
    PayloadFormatVersion: textOf(given.payloadFormatVersion),
    ConnectionType: textOf(given.connectionType)?.toUpperCase() as IntegrationDescription['ConnectionType'],
    ConnectionId: textOf(given.connectionId),
    CredentialsArn: textOf(given.credentials),
    RequestParameters: stringsOf(given.requestParameters),
    ResponseParameters: responseParametersOf(given.responseParameters),
    TimeoutInMillis: numberOf(given.timeoutInMillis),
    TlsConfig: isMap(given.tlsConfig) ? { ServerNameToVerify: textOf(given.tlsConfig.serverNameToVerify) } : undefined,
  } as IntegrationDescription
}

/** By status code. */
function responseParametersOf(value: Json | undefined): Readonly<Record<string, Strings>> | undefined {
  if (!isMap(value)) return undefined
  return Object.fromEntries(Object.entries(mapOf(value)).map(([status, given]) => [status, stringsOf(given) ?? {}]))
}
