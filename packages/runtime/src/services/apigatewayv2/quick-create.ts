import type { Place } from '../../kernel/place.ts'
import type { Transaction } from '../../kernel/transaction.ts'
import { deploy, pointAt } from './deploy.ts'
import type { HttpApiDeps } from './deps.ts'
import { badRequest } from './errors.ts'
import { partId, shortId } from './ids.ts'
import { checkIntegration, MAX_TIMEOUT_MS } from './integration-rules.ts'
import type { ApiRecord, IntegrationRecord, RouteRecord, StageRecord } from './records.ts'
import { integrations, routes, stages } from './repository.ts'
import { putRoute } from './route-key.ts'
import { checkRoute } from './route-rules.ts'

interface QuickCreate {
  readonly CredentialsArn?: string
  readonly RouteKey?: string
  readonly Target?: string
}

/** An API that answers at once: an integration, a route to it and a stage that deploys by itself (documented: CreateApi). */
export async function quickCreate(
  tx: Transaction,
  place: Place,
  api: ApiRecord,
  given: QuickCreate,
  deps: HttpApiDeps,
): Promise<void> {
  const { Target: target, RouteKey: routeKey = '$default', CredentialsArn: credentialsArn } = given
  if (target === undefined) {
    if (given.RouteKey !== undefined || credentialsArn !== undefined) throw needsTarget()
    return
  }
  const integration: IntegrationRecord = {
    ...integrationWith(target),
    integrationId: partId(deps.random),
    connectionType: 'INTERNET',
    credentialsArn,
    timeoutInMillis: MAX_TIMEOUT_MS,
    apiGatewayManaged: true,
  }
  checkIntegration(integration, deps)
  integrations.put(tx, place, api.apiId, integration.integrationId, integration)
  const route: RouteRecord = {
    routeId: partId(deps.random),
    routeKey,
    target: `integrations/${integration.integrationId}`,
    authorizationType: 'NONE',
    apiGatewayManaged: true,
  }
  await checkRoute(tx, place, api.apiId, route, deps.checks)
  putRoute(tx, place, api.apiId, route)
  const now = deps.clock.now()
  const stage: StageRecord = {
    stageName: '$default',
    autoDeploy: true,
    createdAt: now,
    updatedAt: now,
    stageVariables: {},
    defaultRouteSettings: { detailedMetricsEnabled: false },
    routeSettings: {},
    tags: {},
    incarnation: shortId(deps.random),
    apiGatewayManaged: true,
  }
  const { deploymentId } = await deploy(tx, place, api, { autoDeployed: true }, deps)
  stages.put(tx, place, api.apiId, stage.stageName, pointAt(stage, deploymentId, now))
}

/** Only what quick create has made can be changed in its way (documented: UpdateApi; the text is inferred). */
export async function updateQuickCreated(
  tx: Transaction,
  place: Place,
  { apiId }: ApiRecord,
  given: QuickCreate,
  deps: HttpApiDeps,
): Promise<void> {
  const { Target: target, RouteKey: routeKey, CredentialsArn: credentialsArn } = given
  if (target === undefined && routeKey === undefined && credentialsArn === undefined) return
  const integration = (await integrations.list(tx, place, apiId)).find(isManaged)
  const route = (await routes.list(tx, place, apiId)).find(isManaged)
  if (!integration || !route) throw badRequest('Target, RouteKey and CredentialsArn belong to an API of quick create')
  const after: IntegrationRecord = {
    ...integration,
    ...(target === undefined ? {} : integrationWith(target)),
    credentialsArn: credentialsArn ?? integration.credentialsArn,
  }
  checkIntegration(after, deps)
  integrations.put(tx, place, apiId, after.integrationId, after)
  const moved: RouteRecord = { ...route, routeKey: routeKey ?? route.routeKey }
  await checkRoute(tx, place, apiId, moved, deps.checks)
  putRoute(tx, place, apiId, moved, route)
}

/** A URL becomes an HTTP proxy, the ARN of a function a Lambda proxy (documented: CreateApi; that its payload is 2.0 is observed). */
function integrationWith(
  target: string,
): Pick<IntegrationRecord, 'integrationType' | 'integrationMethod' | 'integrationUri' | 'payloadFormatVersion'> {
  return target.startsWith('arn:')
    ? { integrationType: 'AWS_PROXY', integrationMethod: 'POST', integrationUri: target, payloadFormatVersion: '2.0' }
    : { integrationType: 'HTTP_PROXY', integrationMethod: 'ANY', integrationUri: target, payloadFormatVersion: '1.0' }
}

function isManaged({ apiGatewayManaged }: { readonly apiGatewayManaged?: true }): boolean {
  return apiGatewayManaged === true
}

function needsTarget() {
  return badRequest('Target must be given with RouteKey or CredentialsArn')
}
