import type { ApiDefinition, AuthorizerDefinition, MethodDefinition } from '../../../gateway/rest/definition.ts'
import { type Json, type JsonMap, saidOf } from '../../../languages/openapi/json.ts'

const AUTHORIZER = 'x-amazon-apigateway-authorizer'
const AUTH_TYPE = 'x-amazon-apigateway-authtype'
const SINGLE_SOURCE = /^method\.request\.(header|querystring)\.([^\s,]+)$/

export interface Security {
  readonly schemes: JsonMap
  /** What a method demands. */
  demandOf(method: MethodDefinition): Json | undefined
}

/**
 * Authorizers, signatures and keys as security schemes: `sigv4` and `api_key` as AWS calls them (observed), or another
 * name where an authorizer has that one. Without its extensions a scheme tells only where a token is.
 */
export function securityOf({ authorizers, resources }: ApiDefinition, withExtensions: boolean): Security {
  const all = Object.values(authorizers).sort((a, b) => (a.name < b.name ? -1 : 1))
  const taken = new Set(all.map(({ name }) => name))
  const [signature, key] = [freeName('sigv4', taken), freeName('api_key', taken)]
  const methods = resources.flatMap((resource) => Object.values(resource.methods))
  const isSigned = ({ authorizationType }: MethodDefinition) => authorizationType === 'AWS_IAM'
  return {
    schemes: {
      ...Object.fromEntries(all.map((authorizer) => [authorizer.name, authorizerScheme(authorizer, withExtensions)])),
      ...(methods.some(isSigned) && {
        [signature]: saidOf({
          type: 'apiKey',
          name: 'Authorization',
          in: 'header',
          [AUTH_TYPE]: withExtensions ? 'awsSigv4' : undefined,
        }),
      }),
      ...(methods.some(({ apiKeyRequired }) => apiKeyRequired) && {
        [key]: { type: 'apiKey', name: 'x-api-key', in: 'header' },
      }),
    },
    demandOf(method) {
      const { apiKeyRequired, authorizationScopes = [], authorizerId } = method
      const authorizer = authorizerId === undefined ? undefined : authorizers[authorizerId]
      const demands: JsonMap[] = [
        ...(authorizer ? [{ [authorizer.name]: authorizationScopes }] : []),
        ...(isSigned(method) ? [{ [signature]: [] }] : []),
        ...(apiKeyRequired ? [{ [key]: [] }] : []),
      ]
      return demands.length === 0 ? undefined : demands
    },
  }
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? freeName(`${name}_`, taken) : name
}

/** Of several sources, or of one that is neither header nor query, the name is `Unused` (documented: x-amazon-apigateway-authorizer). */
function authorizerScheme(authorizer: AuthorizerDefinition, withExtensions: boolean): JsonMap {
  const [, location, name = 'Unused'] = SINGLE_SOURCE.exec(authorizer.identitySource ?? '') ?? []
  return saidOf({
    type: 'apiKey',
    name,
    in: location === 'querystring' ? 'query' : 'header',
    [AUTH_TYPE]: withExtensions ? authorizer.authType : undefined,
    [AUTHORIZER]: withExtensions ? authorizerExtension(authorizer) : undefined,
  })
}

function authorizerExtension(authorizer: AuthorizerDefinition): JsonMap {
  // Of the others the scheme itself says where the token is (recorded of imports).
  const isRequest = authorizer.type === 'REQUEST'
  const isTold = isRequest || !SINGLE_SOURCE.test(authorizer.identitySource ?? '')
  return saidOf({
    type: authorizer.type.toLowerCase(),
    providerARNs: authorizer.providerARNs,
    authorizerUri: authorizer.authorizerUri,
    authorizerCredentials: authorizer.authorizerCredentials,
    identityValidationExpression: authorizer.identityValidationExpression,
    identitySource: isTold ? authorizer.identitySource : undefined,
    authorizerResultTtlInSeconds: authorizer.authorizerResultTtlInSeconds,
  })
}
