import { arnOf } from '../../kernel/arn.ts'
import type { FunctionPrincipal } from '../../kernel/functions.ts'
import type { Place } from '../../kernel/place.ts'

/** API Gateway as a caller, as the policy of a function sees it: from one part of an API, in the API's own account. */
export function asApiGateway(place: Place, sourceArn: string): FunctionPrincipal {
  return { service: 'apigateway.amazonaws.com', sourceArn, sourceAccount: place.account }
}

/** The same for an authorizer (documented: http-api-lambda-authorizer, of REST APIs apigateway-use-lambda-authorizer). */
export function asAuthorizer(place: Place, apiId: string, authorizerId: string): FunctionPrincipal {
  return asApiGateway(place, arnOf('execute-api', place, `${apiId}/authorizers/${authorizerId}`))
}
