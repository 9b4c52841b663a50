import { failurePlaceOf } from '../../../languages/velocity/failure-place.ts'
import type { GatewayError, RefusalKind } from '../gateway-error.ts'
import type { GatewayResponseType } from '../gateway-response-types.ts'
import type { KeptCall } from './kept-call.ts'
import { nearestRoutes } from './nearest-routes.ts'

type Advice = (kept: KeptCall, failure: GatewayError) => string

/** What to change about a call that has failed, in one sentence. */
export function adviceFor(kept: KeptCall, failure: GatewayError): string | undefined {
  if (!kept.matched) return withoutRoute(kept)
  if (failure.kind) return BY_KIND[failure.kind](kept, failure)
  return BY_TYPE[failure.type]?.(kept, failure)
}

function withoutRoute(kept: KeptCall): string {
  const { api, httpMethod, path } = kept
  const { deploymentId, stageName } = api.snapshot
  const [found] = nearestRoutes(kept)
  const near = found === undefined ? 'it has no methods at all' : `nearest: ${found}`
  return (
    `No route ${httpMethod} ${path.slice(0, 200)} in stage ${stageName}; ${near}. If you have added it since, ` +
    `deploy again: the stage serves deployment ${deploymentId}.`
  )
}

const BY_KIND: Readonly<Record<RefusalKind, Advice>> = {
  audience: () =>
    "Use a token for a client that the authorizer's identity validation expression matches, or change the expression.",
  'cache-control': () =>
    "Leave Cache-Control: max-age=0 away, call as somebody with execute-api:InvalidateCache, or have the method's settings ask for no permission (requireAuthorizationForCacheControl).",
  'identity-denies': (_, { reason }) => `Change that policy, or call as somebody else: ${reason}.`,
  'identity-form': () =>
    "Send a token of the form that the authorizer's identity validation expression asks for, or change the expression.",
  'identity-missing': (_, { reason }) => `Send what is missing: ${reason}.`,
  'identity-silent': (_, { reason }) => `Give whoever signs a policy that does, or call as somebody else: ${reason}.`,
  'key-disabled': (_, { reason }) => `Enable it again, or call with another key: ${reason}.`,
  'key-missing': ({ api }) =>
    api.snapshot.definition.apiKeySource === 'HEADER'
      ? 'Send the value of an API key in the header x-api-key.'
      : "Have the authorizer's function answer with the key's value as usageIdentifierKey.",
  'key-outside-plans': ({ api }) =>
    `Add stage ${api.snapshot.stageName} of API ${api.snapshot.apiId} to a usage plan that has the key.`,
  'key-unknown': () =>
    'Call with the value of an API key of this account and region (not its id): `aws apigateway get-api-keys --include-values`.',
  'policy-denies': (_, { reason }) =>
    `Change what the authorizer's function answers: ${reason}, and a Deny outweighs any Allow.`,
  'policy-silent': ({ api }) =>
    `Have the authorizer's function allow execute-api:Invoke on this method; a policy that is cached for all methods needs a Resource such as ${api.snapshot.apiId}/${api.snapshot.stageName}/*.`,
  'pool-other': (_, { reason }) =>
    `Ask the token endpoint of the authorizer's own user pool, or add the other pool to the authorizer's provider ARNs: ${reason}.`,
  'pool-unknown': () => "Point the authorizer's provider ARNs to a user pool that exists, and deploy again.",
  'resource-policy-denies': (_, { reason }) => `Change the policy, and deploy again: ${reason}.`,
  'resource-policy-silent': () => "Have the API's resource policy allow this call, and deploy again.",
  'response-undeclared': (_, { reason }) => `Give the method a response of this status, and deploy again: ${reason}.`,
  'response-unmatched': () => 'Give the integration a response without a selection pattern, and deploy again.',
  scopes: ({ matched, token }) => {
    const wanted = matched?.definition.authorizationScopes ?? []
    const [first = ''] = wanted
    return (
      `The token has scopes [${[...(token?.scopes ?? [])].join(' ')}] and the method asks for one of [${wanted.join(' ')}]: ` +
      `ask the token endpoint for scope ${first}, or add it to the client's AllowedOAuthScopes.`
    )
  },
  template: (_, { cause, reason }) => {
    const place = failurePlaceOf(cause)
    const where = place
      ? `line ${place.line} of the mapping template, \`${place.text.slice(0, 200)}\``
      : 'the mapping template'
    return `Mend ${where}, and deploy again: ${reason}.`
  },
  'token-expired': (_, { reason }) => `Ask the token endpoint for a new token: ${reason}.`,
  'token-flawed': (_, { reason }) => `Send the access token exactly as the token endpoint gave it: ${reason}.`,
  'token-missing': (_, { reason }) => `Send the token in the header that the authorizer reads: ${reason}.`,
  'token-use': ({ matched }) =>
    matched?.definition.authorizationScopes?.length
      ? 'Send an access token: the method has scopes, and an ID token has none.'
      : 'Give the method authorizationScopes: without them it takes ID tokens only, which a client of its own never gets.',
}

const BY_TYPE: Partial<Readonly<Record<GatewayResponseType, Advice>>> = {
  API_CONFIGURATION_ERROR: (_, { reason }) => `Change how the method is set up, and deploy again: ${reason}.`,
  AUTHORIZER_CONFIGURATION_ERROR: (_, { reason }) => `Mend the authorizer or its function: ${reason}.`,
  BAD_REQUEST_BODY: (_, { details = '' }) => `Send a body that fits the method's model: ${details}`,
  BAD_REQUEST_PARAMETERS: (_, { reason }) => `Send what the method requires: ${reason}.`,
  DEFAULT_5XX: (_, { reason }) => `Mend the function: ${reason}.`,
  EXPIRED_TOKEN: () => 'Sign with credentials that are still valid: the session has expired.',
  INTEGRATION_FAILURE: (_, { reason }) => `See that the backend runs and can be reached: ${reason}.`,
  INTEGRATION_TIMEOUT: (_, { reason }) =>
    `Have the backend answer sooner, or raise the integration's timeout: ${reason}.`,
  INVALID_SIGNATURE: (_, { reason }) =>
    `Sign the request with AWS Signature 4 for execute-api and this region: ${reason}.`,
  MISSING_AUTHENTICATION_TOKEN: (_, { reason }) =>
    `Sign the request with AWS Signature 4 for execute-api and this region: ${reason}.`,
  QUOTA_EXCEEDED: (_, { reason }) => `Wait for the next period, or raise the quota of the usage plan: ${reason}.`,
  THROTTLED: (_, { reason }) => `Call less often, or raise the limits: ${reason}.`,
  UNAUTHORIZED: (_, { reason }) => `Call as somebody whom the authorizer lets in: ${reason}.`,
  UNSUPPORTED_MEDIA_TYPE: () =>
    'Send a Content-Type that the integration has a request template for, or set passthroughBehavior to WHEN_NO_MATCH.',
}
