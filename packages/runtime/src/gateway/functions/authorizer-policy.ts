import type { JsonValue } from '../../kernel/json.ts'
import { type Policy, PolicyError, readPolicy } from '../../kernel/policies/policy.ts'

/** Documented: api-gateway-lambda-authorizer-output. */
const MAX_RESOURCE_LENGTH = 512

/** The policy that an authorizer's function has answered with. Throws a {@link PolicyError}. */
export function readAuthorizerPolicy(document: JsonValue | undefined): Policy {
  const policy = readPolicy(document)
  for (const { resources } of policy.statements) {
    if (!resources) throw new PolicyError('a statement of the policy has no Resource')
    if (resources.listed.some((resource) => resource.length > MAX_RESOURCE_LENGTH)) {
      throw new PolicyError(`a Resource of the policy is longer than ${MAX_RESOURCE_LENGTH} characters`)
    }
  }
  return policy
}
