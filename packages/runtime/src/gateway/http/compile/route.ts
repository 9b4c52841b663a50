import { own } from '../../../kernel/own.ts'
import type { HttpStageSnapshot } from '../../ports.ts'
import { type Exceeded, sharedLimits } from '../../throttle/shared-limits.ts'
import type { Authorize } from '../authorizers/authorizer.ts'
import { authorizationOf } from '../authorizers/index.ts'
import type { RouteDefinition } from '../definition.ts'
import { HttpApiError, integrationFailed } from '../http-api-error.ts'
import { compileIntegration } from '../integrations/index.ts'
import type { Invoke } from '../integrations/integration.ts'
import { compileResponseMapping, type MapResponse } from '../mapping/response.ts'
import type { Ports } from '../runtime.ts'
import { readRouteKey } from './routes.ts'

/** A route with everything that the steps need, made at its first call. */
export interface CompiledRoute {
  /** As it was deployed. */
  readonly definition: RouteDefinition
  /** Undefined: `$default`. */
  readonly path: string | undefined
  readonly authorize: Authorize
  /** Whose limits one more request is beyond. */
  readonly exceeded: Exceeded
  readonly invoke: Invoke
  /** Undefined where nothing is mapped. */
  readonly mapResponse: MapResponse | undefined
}

export function compileRoute(definition: RouteDefinition, stage: HttpStageSnapshot, ports: Ports): CompiledRoute {
  const path = readRouteKey(definition.routeKey)?.path
  const authorize = authorizationOf(definition, stage, ports)
  const route = { definition, path, authorize, exceeded: limitsOf(definition, stage, ports) }
  try {
    return { ...route, ...integrationOf(definition, path, stage, ports) }
  } catch (error) {
    const failure =
      error instanceof HttpApiError
        ? error
        : integrationFailed(error instanceof Error ? error.message : 'the integration cannot be compiled', {
            cause: error,
          })
    const invoke = () => {
      throw failure
    }
    return { ...route, invoke, mapResponse: undefined }
  }
}

function limitsOf({ routeKey }: RouteDefinition, stage: HttpStageSnapshot, ports: Ports): Exceeded {
  const { apiId, place, stageName, throttling } = stage
  const own = throttling?.[routeKey] ?? throttling?.['*']
  return sharedLimits(`${apiId}/${stageName} ${routeKey}`, own, place, ports)
}

/** Thrown when the integration is to be called: a caller whom the authorizer refuses never learns of it. */
function integrationOf(
  { target = '' }: RouteDefinition,
  path: string | undefined,
  { definition: api, variables }: HttpStageSnapshot,
  ports: Ports,
): Pick<CompiledRoute, 'invoke' | 'mapResponse'> {
  const definition = own(api.integrations, target.replace(/^integrations\//, ''))
  if (!definition) throw integrationFailed('the route has no integration')
  return {
    invoke: compileIntegration({ definition, path, variables }, ports),
    mapResponse: compileResponseMapping(definition.responseParameters),
  }
}
