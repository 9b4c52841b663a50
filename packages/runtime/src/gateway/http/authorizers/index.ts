import { own } from '../../../kernel/own.ts'
import type { CandidateToken, Foreseen } from '../../foreseen.ts'
import type { HttpStageSnapshot } from '../../ports.ts'
import type { HttpAuthorizerDefinition, RouteDefinition } from '../definition.ts'
import { authorizerFailed } from '../http-api-error.ts'
import type { Ports } from '../runtime.ts'
import type { Authorize, Authorizer } from './authorizer.ts'
import { awsIam } from './aws-iam.ts'
import { jwt } from './jwt/jwt.ts'
import { lambda } from './lambda/lambda.ts'
import { none } from './none.ts'

const AUTHORIZERS: readonly Authorizer[] = [awsIam, jwt, lambda, none]

const byType: ReadonlyMap<string, Authorizer> = new Map(AUTHORIZERS.map((each) => [each.type, each]))

export function problemWithAuthorizer(definition: HttpAuthorizerDefinition): string | undefined {
  return AUTHORIZERS.find(({ definitionType }) => definitionType === definition.authorizerType)?.check?.(definition)
}

/** Who may call a route. Whatever is not understood, or cannot be compiled, is closed. */
export function authorizationOf(route: RouteDefinition, stage: HttpStageSnapshot, ports: Ports): Authorize {
  try {
    return compiled(route, stage, ports)
  } catch (error) {
    const reason = `the authorizer cannot be compiled: ${error instanceof Error ? error.message : ''}`
    return () => {
      throw authorizerFailed(reason, { cause: error })
    }
  }
}

function compiled(route: RouteDefinition, { definition: api, variables }: HttpStageSnapshot, ports: Ports): Authorize {
  const { authorizationType, authorizerId = '', authorizationScopes: scopes = [] } = route
  const authorizer = byType.get(authorizationType)
  if (!authorizer) throw new Error(`authorization type ${authorizationType} is not emulated`)
  const definition = own(api.authorizers, authorizerId)
  if (definition?.authorizerType !== authorizer.definitionType && authorizer.definitionType !== undefined) {
    throw new Error(`the route has no authorizer of the type ${authorizer.definitionType}`)
  }
  return authorizer.compile({ scopes, definition, variables }, ports)
}

/** What a call of a route with this token would come to. */
export function foreseenOf(
  route: RouteDefinition,
  { definition: api, variables }: HttpStageSnapshot,
  token: CandidateToken,
  now: number,
): Foreseen {
  const { authorizationType, authorizerId = '', authorizationScopes: scopes = [] } = route
  const authorizer = byType.get(authorizationType)
  if (!authorizer) return { verdict: 'no', reason: `authorization type ${authorizationType} is not emulated` }
  return authorizer.foresee({ scopes, definition: own(api.authorizers, authorizerId), variables }, token, now)
}
