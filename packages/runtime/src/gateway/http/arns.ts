import { arnOf } from '../../kernel/arn.ts'
import { decoded } from './compile/routes.ts'
import type { HttpExchange } from './exchange.ts'

/**
 * What a call asks to invoke, as the policy of an authorizer names it: method and path of the call (documented:
 * http-api-lambda-authorizer). Each segment is decoded, so that a policy does not take `/p%65ts` for something else
 * than the route does; an encoded slash stays what it is.
 */
export function routeArnOf({ call, stage }: HttpExchange): string {
  const path = call.path
    .split('/')
    .map((segment) => decoded(segment).replaceAll('/', '%2F'))
    .join('/')
  const { apiId, place, stageName } = stage.snapshot
  return arnOf('execute-api', place, `${apiId}/${stageName}/${call.request.method}${path}`)
}

/**
 * Who calls a function, as its policy sees it: the route's own path, variables and all, as the grants that the CDK
 * makes name it; `$default` for the route of that name (documented: http-api-troubleshooting-lambda).
 */
export function sourceArnOf({ call, stage, route }: HttpExchange): string {
  const { apiId, place, stageName } = stage.snapshot
  const what = route.path === undefined ? '$default' : `${call.request.method}${route.path}`
  return arnOf('execute-api', place, `${apiId}/${stageName}/${what}`)
}
