import { entryOf, type Json, type JsonMap, listOf, mapOf, textOf } from '../../../languages/openapi/json.ts'
import { numberOf } from '../../../languages/openapi/members.ts'
import type { ApiDescription, MethodDescription } from './description.ts'
import type { Reading } from './reading.ts'

const AUTHORIZER = 'x-amazon-apigateway-authorizer'
const AUTH_TYPE = 'x-amazon-apigateway-authtype'

/** SAM's word for a method that demands nothing (observed: github.com/aws/serverless-application-model, integration tests). */
const NOTHING = 'NONE'

type Authorizer = ApiDescription['authorizers'][number]

function schemesOf({ dialect, root }: Reading): JsonMap {
  return mapOf(dialect === 'swagger' ? root.securityDefinitions : entryOf(mapOf(root.components), 'securitySchemes'))
}

/** Every scheme with an authorizer makes one, whether a method uses it or not (recorded on AWS). */
export function describeAuthorizers(reading: Reading): Authorizer[] {
  return Object.entries(schemesOf(reading)).flatMap(([name, given]) => {
    const scheme = mapOf(reading.resolve(given))
    if (lacksAuthorizer(scheme)) reading.warn(lackOf(name))
    if (!Object.hasOwn(scheme, AUTHORIZER)) return []
    const authorizer = mapOf(reading.resolve(scheme[AUTHORIZER]))
    return [
      {
        name,
        type: typeOf(authorizer) as Authorizer['type'],
        authType: textOf(scheme[AUTH_TYPE]),
        providerARNs: Object.hasOwn(authorizer, 'providerARNs')
          ? listOf(authorizer.providerARNs).flatMap((arn) => textOf(arn) ?? [])
          : undefined,
        authorizerUri: textOf(authorizer.authorizerUri),
        // Empty texts say nothing (recorded on AWS).
        authorizerCredentials: textOf(authorizer.authorizerCredentials) || undefined,
        identitySource: textOf(authorizer.identitySource) || headerOf(scheme, typeOf(authorizer)),
        identityValidationExpression: textOf(authorizer.identityValidationExpression),
        authorizerResultTtlInSeconds: numberOf(authorizer.authorizerResultTtlInSeconds),
      },
    ]
  })
}

/** Observed: github.com/amazon-archives/aws-apigateway-importer/issues/187. */
function lackOf(name: string): string {
  const lack = `Unable to create authorizer from security definition: '${name}'. Extension ${AUTHORIZER} is required.`
  const remedy = `If this security definition is not a custom authorizer, remove the ${AUTH_TYPE} extension and it will be ignored.`
  return `${lack} Any methods with security: '${name}' will not be created. ${remedy}`
}

function lacksAuthorizer(scheme: JsonMap): boolean {
  return Object.hasOwn(scheme, AUTH_TYPE) && !Object.hasOwn(scheme, AUTHORIZER) && !isSignature(scheme)
}

function isSignature(scheme: JsonMap): boolean {
  return textOf(scheme[AUTH_TYPE])?.toLowerCase() === 'awssigv4'
}

function typeOf(authorizer: JsonMap): string {
  return (textOf(authorizer.type) ?? '').toUpperCase()
}

/** Where a token is, the scheme itself says (recorded on AWS). */
function headerOf(scheme: JsonMap, type: string): string | undefined {
  const name = textOf(scheme.name)
  if (type === 'REQUEST' || name === undefined || scheme.in !== 'header') return undefined
  return `method.request.header.${name}`
}

type Security = Pick<MethodDescription, 'authorizer'> &
  Pick<MethodDescription['method'], 'authorizationType' | 'authorizationScopes' | 'apiKeyRequired'>

/** By name, with the scopes. */
function demandedBy(operation: JsonMap, { root }: Reading): readonly (readonly [string, Json])[] {
  const demanded = listOf(operation.security ?? root.security).flatMap((item) => Object.entries(mapOf(item)))
  return demanded.filter(([name]) => name !== NOTHING)
}

/** A method is not made where the authorizer that it demands is not there: it would be open. */
export function isBarred(operation: JsonMap, reading: Reading): boolean {
  const schemes = schemesOf(reading)
  return demandedBy(operation, reading).some(([name]) =>
    lacksAuthorizer(mapOf(reading.resolve(entryOf(schemes, name)))),
  )
}

/**
 * What a method demands. The document's own `security` holds for methods that have none (recorded on AWS, against its
 * documentation).
 */
export function describeSecurity(operation: JsonMap, reading: Reading): Security {
  const schemes = schemesOf(reading)
  // Documented: x-amazon-apigateway-auth.
  const explicit = textOf(mapOf(entryOf(operation, 'x-amazon-apigateway-auth')).type)
  let security: Security = { authorizationType: explicit?.toUpperCase() ?? 'NONE', apiKeyRequired: false }
  for (const [name, scopes] of demandedBy(operation, reading)) {
    const scheme = mapOf(reading.resolve(entryOf(schemes, name)))
    security = { ...security, ...demandOf(name, scheme, scopes, reading) }
  }
  return security
}

function demandOf(name: string, scheme: JsonMap, scopes: Json, { resolve, warn }: Reading): Partial<Security> {
  if (Object.hasOwn(scheme, AUTHORIZER)) {
    const isForUserPools = typeOf(mapOf(resolve(scheme[AUTHORIZER]))) === 'COGNITO_USER_POOLS'
    const wanted = listOf(scopes).flatMap((scope) => textOf(scope) ?? [])
    return {
      authorizer: name,
      authorizationType: isForUserPools ? 'COGNITO_USER_POOLS' : 'CUSTOM',
      authorizationScopes: isForUserPools && wanted.length > 0 ? wanted : undefined,
    }
  }
  if (isSignature(scheme)) return { authorizationType: 'AWS_IAM' }
  if (scheme.type === 'apiKey' && textOf(scheme.name)?.toLowerCase() === 'x-api-key') return { apiKeyRequired: true }
  // Observed for `http`: forums.aws.amazon.com, thread 305421.
  warn(`Unsupported security definition type '${textOf(scheme.type) ?? 'null'}' for '${name}'. Ignoring.`)
  return {}
}
