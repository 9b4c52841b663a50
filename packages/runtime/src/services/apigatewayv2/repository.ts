import type { HttpApiDefinition } from '../../gateway/http/definition.ts'
import type { Place } from '../../kernel/place.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { dropApiId } from '../../store/api-index.ts'
import { collection } from '../../store/collection.ts'
import { deleteParts, partsOfApis, requiring } from '../../store/parts.ts'
import { noApi, noAuthorizer, noDeployment, noIntegration, noRoute, noStage } from './errors.ts'
import type {
  ApiRecord,
  AuthorizerRecord,
  DeploymentRecord,
  IntegrationRecord,
  RouteKeyRecord,
  RouteRecord,
  StageRecord,
} from './records.ts'

export const apis = collection<ApiRecord>('apigatewayv2/api')

export const routes = partsOfApis<RouteRecord>('apigatewayv2/route')
/** By its key. */
export const routeKeys = partsOfApis<RouteKeyRecord>('apigatewayv2/route-key')
export const integrations = partsOfApis<IntegrationRecord>('apigatewayv2/integration')
export const authorizers = partsOfApis<AuthorizerRecord>('apigatewayv2/authorizer')
export const deployments = partsOfApis<DeploymentRecord>('apigatewayv2/deployment')
/** By deployment id: what was frozen. */
export const definitions = partsOfApis<HttpApiDefinition>('apigatewayv2/deployment-definition')
/** By name. */
export const stages = partsOfApis<StageRecord>('apigatewayv2/stage')

const PARTS = [routes, routeKeys, integrations, authorizers, deployments, definitions, stages]

export async function requireApi(reader: Reader, place: Place, apiId: string): Promise<ApiRecord> {
  const api = await apis.find(reader, place, apiId)
  if (!api) throw noApi(place, apiId)
  return api
}

/** A part whose API must be there as well. */
function within<T>(require: (reader: Reader, place: Place, apiId: string, id: string) => Promise<T>): typeof require {
  return async (reader, place, apiId, id) => {
    await requireApi(reader, place, apiId)
    return require(reader, place, apiId, id)
  }
}

export const requireRoute = within(requiring(routes, noRoute))
export const requireIntegration = within(requiring(integrations, noIntegration))
export const requireAuthorizer = within(requiring(authorizers, noAuthorizer))
export const requireDeployment = within(requiring(deployments, noDeployment))
export const requireStage = within(requiring(stages, noStage))

/** Removes an API and everything within it. */
export async function deleteApi(tx: Transaction, place: Place, apiId: string): Promise<void> {
  await deleteParts(tx, place, apiId, PARTS)
  apis.delete(tx, place, apiId)
  dropApiId(tx, apiId)
}
