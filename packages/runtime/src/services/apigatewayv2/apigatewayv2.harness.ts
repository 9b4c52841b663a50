import { httpDefinitionChecks } from '../../gateway/http/checks.ts'
import type { AwsApis } from '../../generated/index.ts'
import { callContext, instantTypeOf, resourceRequest } from '../../kernel/call.harness.ts'
import { manualClock } from '../../kernel/clock.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { InputOf } from '../../kernel/operation.ts'
import type { Place } from '../../kernel/place.ts'
import { systemRandom } from '../../kernel/random.ts'
import { recordingOf } from '../../kernel/recording.ts'
import type { ExistingResource, ResourceInstance } from '../../kernel/resource-type.ts'
import type { Transaction } from '../../kernel/transaction.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import { createApiGatewayV2Service } from './index.ts'

type Operations = AwsApis['apigatewayv2']
type Name = keyof Operations & string

export const HOME: Place = { account: '123456789012', region: 'us-east-1' }
export const START = Date.UTC(2030, 0, 1)
export const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:hello'
/** How API Gateway calls it; authorizers take no other form. */
export const INVOCATION = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`

/** HTTP APIs on a real store, judged by the real data plane, without a listener: operations are called with inputs that have passed the model. */
export async function startHttpApis({ record = [] }: { readonly record?: readonly string[] } = {}) {
  const store = await openSqliteStore({ path: undefined })
  const clock = manualClock(START)
  const service = createApiGatewayV2Service({
    store,
    clock,
    random: systemRandom,
    checks: httpDefinitionChecks,
    isRecorded: recordingOf(record),
  })

  const call = <O extends Name>(name: O, input: InputOf<'apigatewayv2', O>, place: Place = HOME) =>
    callContext(store, service, { place }).call('apigatewayv2', name, input)

  /** What a resource type gets from CloudFormation: everything it calls and reads is in one transaction. */
  const requestIn = (tx: Transaction) =>
    resourceRequest(callContext(store, service, { place: HOME, transact: (work) => work(tx), reader: tx }))

  return {
    service,
    store,
    clock,
    call,
    httpApis: service.httpApis,
    /** What the data plane would serve. */
    async snapshot(apiId: string, stageName = '$default') {
      return (await service.httpApis.find(apiId))?.findStage(stageName)
    },
    /** A resource type whose calls are resource steps. */
    typeOf(name: string) {
      const type = instantTypeOf(service, `AWS::ApiGatewayV2::${name}`)
      const existing = (instance: ResourceInstance, properties: JsonObject): ExistingResource => ({
        ...instance,
        properties,
      })
      return {
        create: async (properties: JsonObject) =>
          existing(await store.transact((tx) => type.create(properties, requestIn(tx))), properties),
        update: async (properties: JsonObject, previous: ExistingResource) =>
          existing(await store.transact((tx) => type.update(properties, previous, requestIn(tx))), properties),
        remove: (previous: ExistingResource) => store.transact((tx) => type.remove(previous, requestIn(tx))),
      }
    },
    close: () => store.close(),
  }
}

export type TestHttpApis = Awaited<ReturnType<typeof startHttpApis>>

export async function createApi({ call }: Pick<TestHttpApis, 'call'>, name = 'api'): Promise<string> {
  const { ApiId = '' } = await call('CreateApi', { Name: name, ProtocolType: 'HTTP' })
  return ApiId
}

export async function createFunctionRoute({ call }: Pick<TestHttpApis, 'call'>, ApiId: string, RouteKey: string) {
  const { IntegrationId = '' } = await call('CreateIntegration', {
    ApiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: FUNCTION,
    PayloadFormatVersion: '2.0',
  })
  const { RouteId = '' } = await call('CreateRoute', { ApiId, RouteKey, Target: `integrations/${IntegrationId}` })
  return { IntegrationId, RouteId }
}

/** An API whose stage `$default` deploys by itself. */
export async function createDeployedApi(world: Pick<TestHttpApis, 'call'>, routeKey = 'GET /pets') {
  const ApiId = await createApi(world)
  const route = await createFunctionRoute(world, ApiId, routeKey)
  await world.call('CreateStage', { ApiId, StageName: '$default', AutoDeploy: true })
  return { ApiId, ...route }
}

export async function createJwtAuthorizer({ call }: Pick<TestHttpApis, 'call'>, ApiId: string, Name = 'machines') {
  const { AuthorizerId = '' } = await call('CreateAuthorizer', {
    ApiId,
    Name,
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: {
      Audience: ['client'],
      Issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI',
    },
  })
  return AuthorizerId
}

/** A refusal as `rejects.toMatchObject` wants it. */
export function refusal(message: string, code = 'BadRequestException') {
  const status = { NotFoundException: 404, ConflictException: 409 }[code] ?? 400
  return { code, message, status }
}
