import { entryOf, type Json, type JsonMap, listOf, mapOf, textOf } from '../../../languages/openapi/json.ts'
import { flagOf, numberOf } from '../../../languages/openapi/members.ts'
import { importError } from '../import-errors.ts'
import type { AuthorizerDescription, RouteAuthorization } from './description.ts'
import type { Reading } from './reading.ts'

const AUTHORIZER = 'x-amazon-apigateway-authorizer'
/** SAM's word for a route that demands nothing (observed: github.com/aws/serverless-application-model). */
const NOTHING = 'NONE'
const DISCOVERY = /\/\.well-known\/openid-configuration$/

function schemesOf({ root, resolve }: Reading): readonly (readonly [string, JsonMap])[] {
  const schemes = mapOf(entryOf(mapOf(root.components), 'securitySchemes'))
  return Object.entries(schemes).map(([name, given]) => [name, mapOf(resolve(given))])
}

/** Every scheme with an authorizer makes one (inferred: as of REST APIs, where that was recorded). */
export function describeAuthorizers(reading: Reading): AuthorizerDescription[] {
  return schemesOf(reading).flatMap(([name, scheme]) => {
    if (!Object.hasOwn(scheme, AUTHORIZER)) return []
    return [authorizerOf(name, scheme, mapOf(reading.resolve(scheme[AUTHORIZER])))]
  })
}

/** Documented: x-amazon-apigateway-authorizer. */
function authorizerOf(name: string, scheme: JsonMap, given: JsonMap): AuthorizerDescription {
  const jwt = given.jwtConfiguration === undefined ? undefined : mapOf(given.jwtConfiguration)
  return {
    Name: name,
    AuthorizerType: (textOf(given.type) ?? '').toUpperCase() as AuthorizerDescription['AuthorizerType'],
    IdentitySource: sourcesOf(given.identitySource),
    JwtConfiguration: jwt && {
      Audience: textsOf(jwt.audience),
      // Of OpenID Connect the scheme itself tells the issuer (documented).
      Issuer: textOf(jwt.issuer) ?? textOf(scheme.openIdConnectUrl)?.replace(DISCOVERY, ''),
    },
    AuthorizerUri: textOf(given.authorizerUri),
    AuthorizerCredentialsArn: textOf(given.authorizerCredentials),
    AuthorizerPayloadFormatVersion: versionOf(given.authorizerPayloadFormatVersion),
    AuthorizerResultTtlInSeconds: numberOf(given.authorizerResultTtlInSeconds),
    EnableSimpleResponses: flagOf(given.enableSimpleResponses),
    IdentityValidationExpression: textOf(given.identityValidationExpression),
  } as AuthorizerDescription
}

/** A list as well as a text with commas (documented; the list is observed: SAM writes one, and its integration tests find it). */
function sourcesOf(value: Json | undefined): readonly string[] {
  const texts = Array.isArray(value) ? textsOf(value) : (textOf(value) ?? '').split(',')
  return texts.flatMap((source) => source.trim() || [])
}

/** A number is a version here (observed: SAM's integration tests say 2.0 and get `2.0`), as it is not for integrations. */
function versionOf(value: Json | undefined): string | undefined {
  return typeof value === 'number' ? value.toFixed(1) : textOf(value)
}

/**
 * What a route demands: one authorizer, a signature, or nothing. More than one is an error (documented: http-api-open-api;
 * the text is ours). A scheme that is no authorizer demands what nobody can judge; `describeRoutes` leaves such a route out.
 */
export function describeAuthorization(operation: JsonMap, routeKey: string, reading: Reading): RouteAuthorization {
  const explicit = textOf(mapOf(entryOf(operation, 'x-amazon-apigateway-auth')).type)?.toUpperCase()
  const inherited = explicit === undefined ? reading.root.security : undefined
  const named = listOf(operation.security ?? inherited).flatMap((item) => Object.entries(mapOf(item)))
  const demanded = named.filter(([name]) => name !== NOTHING)
  const signed = explicit === 'AWS_IAM' ? [{ type: 'AWS_IAM' } as const] : []
  const demands = [...signed, ...demanded.map(([name, scopes]) => demandOf(name, scopes, reading))]
  if (demands.length > 1) {
    throw importError(`Unable to create route '${routeKey}': only one security requirement is supported`)
  }
  return demands[0] ?? { type: 'NONE' }
}

function demandOf(name: string, scopes: Json, reading: Reading): RouteAuthorization {
  const scheme = schemesOf(reading).find(([known]) => known === name)?.[1] ?? {}
  if (textOf(scheme['x-amazon-apigateway-authtype'])?.toLowerCase() === 'awssigv4') return { type: 'AWS_IAM' }
  const isJwt = textOf(mapOf(reading.resolve(scheme[AUTHORIZER])).type)?.toUpperCase() === 'JWT'
  const wanted = textsOf(scopes)
  if (!isJwt) return { type: 'CUSTOM', authorizer: name }
  return { type: 'JWT', authorizer: name, ...(wanted.length > 0 ? { scopes: wanted } : {}) }
}

function textsOf(value: Json | undefined): readonly string[] {
  return listOf(value).flatMap((item) => textOf(item) ?? [])
}
