import type { CreateAuthorizerRequest } from '../../generated/apigatewayv2.ts'
import type { Place } from '../../kernel/place.ts'
import type { Transaction } from '../../kernel/transaction.ts'
import { checkAuthorizer, DEFAULT_TTL_SECONDS } from './authorizer-rules.ts'
import type { HttpApiDeps } from './deps.ts'
import { badRequest } from './errors.ts'
import { shortId } from './ids.ts'
import { patched } from './patch.ts'
import type { AuthorizerRecord } from './records.ts'
import { authorizers } from './repository.ts'

export async function makeAuthorizer(
  tx: Transaction,
  place: Place,
  input: CreateAuthorizerRequest,
  { checks, random }: HttpApiDeps,
): Promise<AuthorizerRecord> {
  const given = patched<AuthorizerRecord>(
    {
      authorizerId: shortId(random),
      name: input.Name,
      authorizerType: input.AuthorizerType as AuthorizerRecord['authorizerType'],
      identitySource: input.IdentitySource,
    },
    authorizerMembersOf(input),
  )
  const made = given.authorizerType === 'REQUEST' ? withDefaults(given) : given
  checkAuthorizer(made, checks)
  await checkAuthorizerName(tx, place, input.ApiId, made)
  authorizers.put(tx, place, input.ApiId, made.authorizerId, made)
  return made
}

interface GivenAuthorizer {
  readonly AuthorizerCredentialsArn?: string
  readonly AuthorizerPayloadFormatVersion?: string
  readonly AuthorizerResultTtlInSeconds?: number
  readonly AuthorizerUri?: string
  readonly EnableSimpleResponses?: boolean
  readonly IdentityValidationExpression?: string
  readonly JwtConfiguration?: { readonly Audience?: readonly string[]; readonly Issuer?: string }
}

export function authorizerMembersOf(given: GivenAuthorizer): Partial<AuthorizerRecord> {
  const { JwtConfiguration: jwt } = given
  return {
    authorizerCredentialsArn: given.AuthorizerCredentialsArn,
    authorizerPayloadFormatVersion:
      given.AuthorizerPayloadFormatVersion as AuthorizerRecord['authorizerPayloadFormatVersion'],
    authorizerResultTtlInSeconds: given.AuthorizerResultTtlInSeconds,
    authorizerUri: given.AuthorizerUri,
    enableSimpleResponses: given.EnableSimpleResponses,
    identityValidationExpression: given.IdentityValidationExpression,
    jwtConfiguration: jwt && { audience: jwt.Audience, issuer: jwt.Issuer },
  }
}

/** Without identity sources there is nothing to keep an answer by. */
function withDefaults(authorizer: AuthorizerRecord): AuthorizerRecord {
  const ttl = authorizer.identitySource.length > 0 ? DEFAULT_TTL_SECONDS : 0
  return { enableSimpleResponses: false, authorizerResultTtlInSeconds: ttl, ...authorizer }
}

/** Observed with this status and text on this service. */
export async function checkAuthorizerName(
  tx: Transaction,
  place: Place,
  apiId: string,
  { authorizerId, name }: AuthorizerRecord,
): Promise<void> {
  const others = await authorizers.list(tx, place, apiId)
  if (others.some((other) => other.name === name && other.authorizerId !== authorizerId)) {
    throw badRequest(`Authorizer name must be unique. Authorizer ${name} already exists in this RestApi.`)
  }
}
