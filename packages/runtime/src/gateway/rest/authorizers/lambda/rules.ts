import { readAwsUri } from '../../../functions/aws-uri.ts'
import type { AuthorizerDefinition } from '../../definition.ts'
import { readIdentitySources } from './identity.ts'

const HEADER_SOURCE = /^method\.request\.header\.[\w!#$%&'*+.^`|~-]+$/

/** Documented: API_CreateAuthorizer. */
export const DEFAULT_TTL_SECONDS = 300

/** When AWS refuses is observed, its words are inferred. */
export function checkLambdaAuthorizer(definition: AuthorizerDefinition): string | undefined {
  const { type, authorizerUri = '', identitySource = '' } = definition
  if (readAwsUri(authorizerUri)?.kind !== 'function') {
    return authorizerUri === ''
      ? `Invalid authorizer: an authorizer URI is required for an authorizer of type ${type}`
      : `Invalid Authorizer URI: ${authorizerUri}. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.`
  }
  if (type === 'TOKEN') {
    return HEADER_SOURCE.test(identitySource) ? undefined : `Invalid mapping expression specified: ${identitySource}`
  }
  const sources = readIdentitySources(identitySource)
  if (!sources) return `Invalid mapping expression specified: ${identitySource}`
  const ttl = definition.authorizerResultTtlInSeconds ?? DEFAULT_TTL_SECONDS
  if (ttl > 0 && sources.length === 0) {
    return 'Identity source is required for an authorizer of type REQUEST whose results are cached'
  }
  return undefined
}
