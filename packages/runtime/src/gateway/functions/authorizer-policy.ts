import type { JsonValue } from '../../kernel/json.ts'
import { own } from '../../kernel/own.ts'
import { type Policy, PolicyError, type ReadEffect, readPolicy } from '../../kernel/policies/policy.ts'

/** Documented: api-gateway-lambda-authorizer-output. */
const MAX_RESOURCE_LENGTH = 512

const EFFECTS = { allow: 'Allow', deny: 'Deny' } as const

/**
 * Observed: the function of the CDK's integration test aws-apigateway/test/authorizers/integ.token-authorizer-iam-role
 * answers `allow` and `deny`, with 200 and 403; dherault/serverless-offline#412 says the same. For HTTP APIs it is inferred.
 */
const inAnyCase: ReadEffect = (value) =>
  typeof value === 'string' ? own<'Allow' | 'Deny'>(EFFECTS, value.toLowerCase()) : undefined

/** The policy that an authorizer's function has answered with. Throws a {@link PolicyError}. */
export function readAuthorizerPolicy(document: JsonValue | undefined): Policy {
  const policy = readPolicy(document, inAnyCase)
  for (const { resources } of policy.statements) {
    if (!resources) throw new PolicyError('a statement of the policy has no Resource')
    if (resources.listed.some((resource) => resource.length > MAX_RESOURCE_LENGTH)) {
      throw new PolicyError(`a Resource of the policy is longer than ${MAX_RESOURCE_LENGTH} characters`)
    }
  }
  return policy
}
