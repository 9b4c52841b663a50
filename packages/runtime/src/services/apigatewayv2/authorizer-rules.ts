import type { HttpDefinitionChecks } from '../../gateway/check-ports.ts'
import { badRequest } from './errors.ts'
import type { AuthorizerRecord } from './records.ts'

const SOURCE = /^\$(?:request\.(?:header|querystring)|context|stageVariables)\.\S+$/
const TYPES: readonly string[] = ['JWT', 'REQUEST']
const VERSIONS: readonly string[] = ['1.0', '2.0']
const MAX_TTL_SECONDS = 3600
const LOOPBACK = /^(?:(?:.+\.)?localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** What a function has said counts for so long, where nothing else is said (observed: Terraform's acceptance tests). */
export const DEFAULT_TTL_SECONDS = 300

/**
 * An authorizer as a whole, after it was created or updated. Texts are observed (https://github.com/badmintoncryer/cdk-preflight,
 * rules/apigatewayv2), but where something else is said.
 */
export function checkAuthorizer(authorizer: AuthorizerRecord, checks: HttpDefinitionChecks): void {
  const { authorizerResultTtlInSeconds: ttl = 0, authorizerType } = authorizer
  // Of calls the model says these; the texts are inferred.
  if (!TYPES.includes(authorizerType)) throw badRequest(`Invalid authorizer type specified: ${authorizerType}`)
  if (!Number.isInteger(ttl)) throw badRequest('Invalid authorizer result TTL specified')
  for (const source of authorizer.identitySource) {
    if (!SOURCE.test(source)) throw badRequest(`Invalid identity source expression: ${source}`)
  }
  if (authorizer.authorizerType === 'JWT') checkJwt(authorizer)
  else checkRequest(authorizer)
  const problem = checks.problemWithAuthorizer(authorizer)
  if (problem !== undefined) throw badRequest(problem)
}

/** That there must be one identity source, and the texts without an audience or an issuer, are inferred. */
function checkJwt({ identitySource, jwtConfiguration }: AuthorizerRecord): void {
  if (jwtConfiguration === undefined) throw badRequest('JwtConfiguration must not be null for JWT Authorizer')
  if (identitySource.length !== 1) throw badRequest('JWT Authorizer must have exactly one identity source')
  const { audience = [], issuer } = jwtConfiguration
  if (audience.length === 0) throw badRequest('Audience must not be empty for JWT Authorizer')
  if (issuer === undefined || !isIssuer(issuer)) {
    throw badRequest('Invalid issuer: Issuer is not a valid URL for JWT Authorizer')
  }
}

/**
 * AWS reads the issuer's discovery document at this point; here that is left to the first call, since an issuer may be
 * this very server. A loopback address may be plain HTTP: there are issuers on people's own machines.
 */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname))
}

function checkRequest(authorizer: AuthorizerRecord): void {
  const { authorizerPayloadFormatVersion: version, authorizerResultTtlInSeconds: ttl = 0, identitySource } = authorizer
  if (authorizer.jwtConfiguration !== undefined) {
    throw badRequest('JwtConfiguration is only supported for JWT Authorizers')
  }
  if (authorizer.authorizerUri === undefined) throw badRequest('AuthorizerUri is a required field in an Authorizer')
  if (version === undefined) {
    throw badRequest('AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer')
  }
  if (!VERSIONS.includes(version)) throw badRequest(`AuthorizerPayloadFormatVersion ${version} is not supported`)
  if (authorizer.enableSimpleResponses && version !== '2.0') {
    throw badRequest('EnableSimpleResponses can only be set for AuthorizerPayloadFormatVersion "2.0".')
  }
  if (ttl < 0 || ttl > MAX_TTL_SECONDS) {
    throw badRequest(
      `Authorizer result TTL outside allowable range. TTL must be between 0 and ${MAX_TTL_SECONDS} seconds.`,
    )
  }
  if (ttl > 0 && identitySource.length === 0) {
    throw badRequest('Identity source must be set if authorizer caching is enabled (TTL is greater than 0)')
  }
}
