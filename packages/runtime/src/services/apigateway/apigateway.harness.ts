import { definitionChecks } from '../../gateway/rest/checks.ts'
import type { TestAuthorizer, TestMethod } from '../../gateway/test-ports.ts'
import type { AwsApis } from '../../generated/index.ts'
import { callContext, instantTypeOf, resourceRequest } from '../../kernel/call.harness.ts'
import { manualClock } from '../../kernel/clock.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { silentLogger } from '../../kernel/logger.ts'
import type { CallContext, InputOf } from '../../kernel/operation.ts'
import type { Place } from '../../kernel/place.ts'
import { systemRandom } from '../../kernel/random.ts'
import { recordingOf } from '../../kernel/recording.ts'
import type { ExistingResource, ResourceInstance } from '../../kernel/resource-type.ts'
import type { Transaction } from '../../kernel/transaction.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { createVault } from '../../store/vault.ts'
import { createApiGatewayService } from './index.ts'

type Operations = AwsApis['apigateway']
type Name = keyof Operations & string
type Input<O extends Name> = InputOf<'apigateway', O>

export const HOME: Place = { account: '123456789012', region: 'us-east-1' }
export const START = Date.UTC(2030, 0, 1)
export const POOL_ARN = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbCdEfGhI'

interface Options {
  /** Of a service that was there before; left out: a new one. */
  readonly store?: Store
  readonly record?: readonly string[]
  readonly testMethod?: TestMethod
  readonly testAuthorizer?: TestAuthorizer
}

const noTest = () => Promise.reject(new Error('nothing is tested here'))

/** API Gateway on a real store, without a listener: operations are called with inputs that have passed the model. */
export async function startApiGateway(options: Options = {}) {
  const { record = [], testMethod = noTest, testAuthorizer = noTest } = options
  const store = options.store ?? (await openSqliteStore({ path: undefined }))
  const clock = manualClock(START)
  const service = createApiGatewayService({
    store,
    clock,
    random: systemRandom,
    vault: createVault(Buffer.alloc(32, 1), systemRandom),
    logger: silentLogger,
    checks: definitionChecks,
    testMethod,
    testAuthorizer,
    isRecorded: recordingOf(record),
  })

  const run = <O extends Name>(name: O, input: Input<O>, within: Partial<CallContext> = {}) =>
    callContext(store, service, { place: HOME, ...within }).call('apigateway', name, input)

  /** What a resource type gets from CloudFormation: everything it calls and reads is in one transaction. */
  const requestIn = (tx: Transaction) =>
    resourceRequest(callContext(store, service, { place: HOME, transact: (work) => work(tx), reader: tx }))

  return {
    service,
    apis: service.apis,
    store,
    clock,
    call: <O extends Name>(name: O, input: Input<O>, place: Place = HOME) => run(name, input, { place }),
    run,
    /** A resource type whose calls are resource steps. */
    typeOf(name: string) {
      const type = instantTypeOf(service, `AWS::ApiGateway::${name}`)
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

export type TestApiGateway = Awaited<ReturnType<typeof startApiGateway>>

export async function createApi({ call }: Pick<TestApiGateway, 'call'>, name = 'api') {
  const { id: restApiId = '', rootResourceId = '' } = await call('CreateRestApi', { name })
  return { restApiId, rootResourceId }
}

/** An API whose root answers GET from a MOCK with 200. */
export async function createMockApi(gateway: Pick<TestApiGateway, 'call'>) {
  const { restApiId, rootResourceId } = await createApi(gateway)
  const at = { restApiId, resourceId: rootResourceId, httpMethod: 'GET' }
  await gateway.call('PutMethod', { ...at, authorizationType: 'NONE' })
  await gateway.call('PutMethodResponse', { ...at, statusCode: '200' })
  await gateway.call('PutIntegration', {
    ...at,
    type: 'MOCK',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
  })
  await gateway.call('PutIntegrationResponse', { ...at, statusCode: '200' })
  return { restApiId, rootResourceId, at }
}

export async function createAuthorizer({ call }: Pick<TestApiGateway, 'call'>, restApiId: string, name = 'machines') {
  const { id = '' } = await call('CreateAuthorizer', {
    restApiId,
    name,
    type: 'COGNITO_USER_POOLS',
    providerARNs: [POOL_ARN],
    identitySource: 'method.request.header.Authorization',
  })
  return id
}

/** A refusal as `rejects.toMatchObject` wants it. */
export function refusal(message: string, code = 'BadRequestException') {
  const status = { NotFoundException: 404, ConflictException: 409 }[code] ?? 400
  return { code, message, status }
}
