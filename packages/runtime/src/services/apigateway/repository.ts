import type { ApiDefinition } from '../../gateway/rest/definition.ts'
import type { Place } from '../../kernel/place.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { dropApiId } from '../../store/api-index.ts'
import { collection } from '../../store/collection.ts'
import { deleteParts, partsOfApis, requiring } from '../../store/parts.ts'
import { DOCUMENTATION_PARTS } from './documentation/repository.ts'
import {
  noApi,
  noAuthorizer,
  noDeployment,
  noGatewayResponse,
  noIntegration,
  noMethod,
  noModel,
  noResource,
  noStage,
  noValidator,
} from './errors.ts'
import type {
  AccountRecord,
  AuthorizerRecord,
  DeploymentRecord,
  GatewayResponseRecord,
  IntegrationRecord,
  MethodRecord,
  ModelRecord,
  RequestValidatorRecord,
  ResourceChildRecord,
  ResourceRecord,
  RestApiRecord,
  StageRecord,
} from './records.ts'

export const restApis = collection<RestApiRecord>('apigateway/rest-api')

export const resources = partsOfApis<ResourceRecord>('apigateway/resource')
/** By `{parent id}/{path part}`. */
export const resourceChildren = partsOfApis<ResourceChildRecord>('apigateway/resource-child')
export const authorizers = partsOfApis<AuthorizerRecord>('apigateway/authorizer')
/** By name. */
export const models = partsOfApis<ModelRecord>('apigateway/model')
export const requestValidators = partsOfApis<RequestValidatorRecord>('apigateway/request-validator')
/** By type; only those that were customized. */
export const gatewayResponses = partsOfApis<GatewayResponseRecord>('apigateway/gateway-response')
export const deployments = partsOfApis<DeploymentRecord>('apigateway/deployment')
/** By deployment id: what was frozen. */
export const definitions = partsOfApis<ApiDefinition>('apigateway/deployment-definition')
/** By name. */
export const stages = partsOfApis<StageRecord>('apigateway/stage')

const accounts = collection<AccountRecord>('apigateway/account')
const ACCOUNT = 'account'

/** One for each place; it is there without having been made. */
export async function findAccount(reader: Reader, place: Place): Promise<AccountRecord> {
  return (await accounts.find(reader, place, ACCOUNT)) ?? { features: ['UsagePlans'] }
}

export function putAccount(tx: Transaction, place: Place, account: AccountRecord): void {
  accounts.put(tx, place, ACCOUNT, account)
}

const PARTS = [
  resources,
  resourceChildren,
  authorizers,
  models,
  requestValidators,
  gatewayResponses,
  deployments,
  definitions,
  stages,
  ...DOCUMENTATION_PARTS,
]

export async function requireApi(reader: Reader, place: Place, apiId: string): Promise<RestApiRecord> {
  const api = await restApis.find(reader, place, apiId)
  if (!api) throw noApi(place, apiId)
  return api
}

export const requireResource = requiring(resources, noResource)
export const requireAuthorizer = requiring(authorizers, noAuthorizer)
export const requireModel = requiring(models, noModel)
export const requireValidator = requiring(requestValidators, noValidator)
export const requireGatewayResponse = requiring(gatewayResponses, noGatewayResponse)
export const requireDeployment = requiring(deployments, noDeployment)
export const requireStage = requiring(stages, noStage)

const allStages = collection<StageRecord>(stages.kind)

/** A stage of any API. */
export async function findStageOfPlace(
  reader: Reader,
  place: Place,
  isWanted: (stage: StageRecord) => boolean,
): Promise<StageRecord | undefined> {
  return (await allStages.list(reader, place)).find(isWanted)
}

/** Where a method is, as every operation on it says. */
export interface MethodAddress {
  readonly restApiId: string
  readonly resourceId: string
  readonly httpMethod: string
}

export interface FoundMethod {
  readonly resource: ResourceRecord
  readonly method: MethodRecord
}

export async function requireMethod(reader: Reader, place: Place, at: MethodAddress): Promise<FoundMethod> {
  const resource = await requireResource(reader, place, at.restApiId, at.resourceId)
  const method = own(resource.methods, at.httpMethod)
  if (!method) throw noMethod()
  return { resource, method }
}

export async function requireIntegration(
  reader: Reader,
  place: Place,
  at: MethodAddress,
): Promise<FoundMethod & { readonly integration: IntegrationRecord }> {
  const found = await requireMethod(reader, place, at)
  const { integration } = found.method
  if (!integration) throw noIntegration()
  return { ...found, integration }
}

export function putMethod(
  tx: Transaction,
  place: Place,
  apiId: string,
  resource: ResourceRecord,
  method: MethodRecord,
): void {
  const methods = { ...resource.methods, [method.httpMethod]: method }
  resources.put(tx, place, apiId, resource.id, { ...resource, methods })
}

/** An entry of a map whose keys come from outside. */
export function own<T>(map: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined
}

/** Removes an API and everything within it. */
export async function deleteApi(tx: Transaction, place: Place, apiId: string): Promise<void> {
  await deleteParts(tx, place, apiId, PARTS)
  restApis.delete(tx, place, apiId)
  dropApiId(tx, apiId)
}
