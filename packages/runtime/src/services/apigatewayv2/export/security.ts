import type { HttpApiDefinition, HttpAuthorizerDefinition } from '../../../gateway/http/definition.ts'
import { type JsonMap, saidOf } from '../../../languages/openapi/json.ts'

const HEADER = /^\$request\.header\.(\S+)$/

/** A scheme for each authorizer, by its name; for JWT observed, for functions documented (x-amazon-apigateway-authorizer). */
export function securitySchemes(
  { authorizers }: Pick<HttpApiDefinition, 'authorizers'>,
  withExtensions: boolean,
): JsonMap {
  return Object.fromEntries(
    Object.values(authorizers)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((authorizer) => [
        authorizer.name,
        saidOf({
          ...(authorizer.authorizerType === 'JWT' ? { type: 'oauth2', flows: {} } : keyOf(authorizer)),
          'x-amazon-apigateway-authorizer': withExtensions ? extensionOf(authorizer) : undefined,
        }),
      ]),
  )
}

/** Of several sources, or of one that is no header, the name is `Unused` (as of REST APIs). */
function keyOf({ identitySource }: HttpAuthorizerDefinition): JsonMap {
  const [only = '', ...others] = identitySource
  const name = others.length === 0 ? HEADER.exec(only)?.[1] : undefined
  return { type: 'apiKey', name: name ?? 'Unused', in: 'header' }
}

function extensionOf(authorizer: HttpAuthorizerDefinition): JsonMap {
  const { identitySource, jwtConfiguration: jwt } = authorizer
  return saidOf({
    identitySource: identitySource.length === 0 ? undefined : identitySource.join(','),
    authorizerUri: authorizer.authorizerUri,
    authorizerCredentials: authorizer.authorizerCredentialsArn,
    authorizerPayloadFormatVersion: authorizer.authorizerPayloadFormatVersion,
    authorizerResultTtlInSeconds: authorizer.authorizerResultTtlInSeconds,
    enableSimpleResponses: authorizer.enableSimpleResponses,
    jwtConfiguration: jwt && saidOf({ audience: jwt.audience, issuer: jwt.issuer }),
    type: authorizer.authorizerType.toLowerCase(),
  })
}
