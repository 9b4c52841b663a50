import { own } from '../../../kernel/own.ts'
import { readPolicyText } from '../../../kernel/policies/policy.ts'
import { type CandidateToken, dependsOn, type Foreseen } from '../../foreseen.ts'
import type { StageSnapshot } from '../../ports.ts'
import type { AuthorizerDefinition, MethodDefinition } from '../definition.ts'
import { GatewayError } from '../gateway-error.ts'
import type { Ports } from '../runtime.ts'
import type { Authorize, Authorizer } from './authorizer.ts'
import { awsIam } from './aws-iam.ts'
import { cognitoUserPools } from './cognito-user-pools.ts'
import { lambda } from './lambda/lambda.ts'
import { none } from './none.ts'
import { underResourcePolicy } from './resource-policy.ts'

const AUTHORIZERS: readonly Authorizer[] = [awsIam, cognitoUserPools, lambda, none]

const byType: ReadonlyMap<string, Authorizer> = new Map(AUTHORIZERS.map((each) => [each.type, each]))

/** Types that `CreateAuthorizer` may take. */
export const emulatedAuthorizerTypes: readonly string[] = AUTHORIZERS.flatMap(({ definitionTypes }) => definitionTypes)

export function problemWithAuthorizer(definition: AuthorizerDefinition): string | undefined {
  return AUTHORIZERS.find(({ definitionTypes }) => definitionTypes.includes(definition.type))?.check?.(definition)
}

/** Who may call a method. Whatever is not understood is closed. */
export function authorizationOf(method: MethodDefinition, stage: StageSnapshot, ports: Ports): Authorize {
  const { definition: api, variables } = stage
  const { authorizationType, authorizerId = '', authorizationScopes: scopes = [] } = method
  const authorizer = byType.get(authorizationType)
  if (!authorizer) return closed(`authorization type ${authorizationType}`)
  const policy = api.policy ? readPolicyText(api.policy) : undefined
  const compiled = (definition?: AuthorizerDefinition) => {
    const authorize = authorizer.compile({ scopes, definition, policy, variables }, ports)
    return policy && !authorizer.weighsPolicy ? underResourcePolicy(authorize, policy) : authorize
  }
  const { definitionTypes } = authorizer
  if (!definitionTypes.length) return compiled()
  const definition = own(api.authorizers, authorizerId)
  if (!definition || !definitionTypes.includes(definition.type)) {
    return closed(`authorizer ${authorizerId} of another type`)
  }
  return compiled(definition)
}

/** What a call of a method with this token would come to. */
export function foreseenOf(
  method: MethodDefinition,
  stage: StageSnapshot,
  token: CandidateToken,
  now: number,
): Foreseen {
  const { definition: api, variables } = stage
  const { apiKeyRequired, authorizationType, authorizerId = '', authorizationScopes: scopes = [] } = method
  const authorizer = byType.get(authorizationType)
  if (!authorizer) return { verdict: 'no', reason: `authorization type ${authorizationType} is not emulated` }
  const definition = own(api.authorizers, authorizerId)
  const foreseen = authorizer.foresee({ scopes, definition, policy: undefined, variables }, token, now)
  if (foreseen.verdict === 'no') return foreseen
  const others = [
    ...(foreseen.verdict === 'depends' && foreseen.reason !== undefined ? [foreseen.reason] : []),
    ...(api.policy ? ["the API's resource policy has a say"] : []),
    ...(apiKeyRequired ? ['the method asks for an API key'] : []),
  ]
  return others.length > 0 ? dependsOn(others.join('; ')) : foreseen
}

/** Who an authorizer takes a caller for, whatever the method. */
export function authorizerTestOf(definition: AuthorizerDefinition, stage: StageSnapshot, ports: Ports): Authorize {
  const { variables } = stage
  const authorizer = AUTHORIZERS.find(({ definitionTypes }) => definitionTypes.includes(definition.type))
  return (
    authorizer?.compileTest?.({ scopes: [], definition, policy: undefined, variables }, ports) ??
    closed(`an authorizer of the type ${definition.type}`)
  )
}

/** For what the control plane refuses: should such a method ever be deployed, nobody gets in. */
function closed(what: string): Authorize {
  return () => {
    throw new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', `${what} is not emulated`)
  }
}
