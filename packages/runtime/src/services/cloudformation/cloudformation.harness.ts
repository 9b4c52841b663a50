import { noFunctionEngine } from '../../functions/no-engine.ts'
import type { DefinitionChecks, HttpDefinitionChecks } from '../../gateway/check-ports.ts'
import type { Stack } from '../../generated/cloudformation.ts'
import type { AwsApis } from '../../generated/index.ts'
import { callContext } from '../../kernel/call.harness.ts'
import { type Clock, manualClock } from '../../kernel/clock.ts'
import { isAwsError } from '../../kernel/errors.ts'
import type { FunctionCaller } from '../../kernel/functions.ts'
import { lazy } from '../../kernel/lazy.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { InputOf, OutputOf } from '../../kernel/operation.ts'
import type { Place } from '../../kernel/place.ts'
import { systemRandom } from '../../kernel/random.ts'
import type { ResourceType } from '../../kernel/resource-type.ts'
import type { Sleep } from '../../kernel/sleep.ts'
import { createClientTokens } from '../../oauth/index.ts'
import { createDispatcher, type Dispatcher } from '../../protocol/dispatch.ts'
import { createModels } from '../../protocol/models.ts'
import { createSignatureVerifier } from '../../protocol/sigv4/verifier.ts'
import { Leases } from '../../store/leases.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { createVault } from '../../store/vault.ts'
import { createKeyPairSource, createServices } from '../registry.ts'
import { everyFake, FAKE_TYPES, FakeWorld, fakeTypes } from './fake-resources.harness.ts'
import { createCloudFormationService } from './index.ts'
import { findStack } from './repository.ts'
import { lazySpecification, readResourceTypes } from './specification.ts'
import { isBusy } from './status.ts'
import type { SamTranslator } from './transforms/sam/sam-translator.ts'

type Api = AwsApis['cloudformation']
type CreateInput = InputOf<'cloudformation', 'CreateStack'>
type UpdateInput = InputOf<'cloudformation', 'UpdateStack'>
/** Text, or what is to be JSON. */
export type Template = string | object

export const HOME: Place = { account: '123456789012', region: 'us-east-1' }
export const ELSEWHERE: Place = { account: '123456789012', region: 'eu-west-1' }
export const START = Date.UTC(2030, 0, 1)

const models = createModels()
const keyPairs = createKeyPairSource({ reserve: 0 })
const realTypes = readResourceTypes()
const specification = lazySpecification(() => ({
  types: { ...realTypes.types, ...FAKE_TYPES },
  known: [...realTypes.known, ...Object.keys(FAKE_TYPES)],
}))

/** API Gateway is there for whoever wants to deploy it; what a mapping may say is not the subject. */
const anyDefinition: DefinitionChecks = {
  problemWithTemplate: () => undefined,
  problemWithAccessFormat: () => undefined,
  problemWithMapping: () => undefined,
  isCacheKeyParameter: () => true,
  problemWithPattern: () => undefined,
  problemWithIntegration: () => undefined,
  problemWithAuthorizer: () => undefined,
  integrationTypes: ['MOCK'],
  authorizerTypes: ['COGNITO_USER_POOLS'],
}

const anyHttpDefinition: HttpDefinitionChecks = {
  problemWithRouteKey: () => undefined,
  problemWithRequestParameter: () => undefined,
  problemWithResponseParameter: () => undefined,
  problemWithIntegration: () => undefined,
  problemWithAuthorizer: () => undefined,
  problemWithAccessFormat: () => undefined,
  reservedHeaders: [],
}

export interface HarnessOptions {
  /** A store to go on with, as a second process would. */
  readonly store?: Store
  readonly world?: FakeWorld
  readonly record?: readonly string[]
  readonly strict?: boolean
  readonly types?: readonly ResourceType[]
  /** Of templates of the Serverless Application Model; left out: AWS's own. */
  readonly sam?: SamTranslator
  /** Of custom resources; left out: those are not emulated. */
  readonly functions?: FunctionCaller
  /** After so many steps the process is as good as killed: no transaction of the engine comes to an end any more. */
  readonly killAfterSteps?: number
  /** Says for each transaction of the engine whether the store refuses to keep it, as on a full disk. */
  readonly refuse?: () => boolean
  readonly sleep?: Sleep
  /** Of the stacks' leases: several harnesses with one store are several servers if each is somebody else. */
  readonly owner?: string
  readonly leaseClock?: Clock
  /** The pause between two renewals of a lease. */
  readonly beat?: Sleep
}

const ORIGIN = 'http://127.0.0.1:4566'
const VAULT_KEY = Buffer.alloc(32, 7)
const PAUSE = () => new Promise<void>((resolve) => setImmediate(resolve))

/** CloudFormation with all services and a few fake resource types, on a store in memory and a clock that stands still. */
export async function startCloudFormation(options: HarnessOptions = {}) {
  const store = options.store ?? (await openSqliteStore({ path: undefined }))
  const world = options.world ?? new FakeWorld()
  const clock = manualClock(START)
  const random = systemRandom
  const vault = createVault(VAULT_KEY, random)
  const logged: unknown[] = []
  const logger: Logger = {
    enabled: (level) => level === 'error',
    log: (level, ...rest) => void (level === 'error' && logged.push(rest)),
  }
  const contextOf: Dispatcher['contextOf'] = (base) => dispatcher.contextOf(base)
  const record = options.record ?? []
  const strict = options.strict ?? false
  let steps = 0
  let isDead = false
  const transact: Store['transact'] = (work) => {
    isDead ||= steps >= (options.killAfterSteps ?? Number.POSITIVE_INFINITY)
    if (isDead) return new Promise(() => {})
    steps++
    if (options.refuse?.()) return Promise.reject(new Error('database or disk is full'))
    return store.transact(work)
  }
  const leases = new Leases({ transact, clock: options.leaseClock ?? clock, owner: options.owner ?? 'harness' })
  const services = createServices({
    store,
    clock,
    random,
    vault,
    logger,
    leases,
    keyPairs,
    signatures: async () => createSignatureVerifier({ vault, clock, clientClock: clock }),
    clientTokens: async () => createClientTokens({ clock, random }),
    origin: () => ORIGIN,
    hosting: { engine: lazy(async () => noFunctionEngine), retryDelaysMs: [], hotDirectories: {} },
    issuerOf: ({ region }, id) => `https://cognito-idp.${region}.amazonaws.com/${id}`,
    checks: async () => anyDefinition,
    httpChecks: async () => anyHttpDefinition,
    http: () => Promise.reject(new Error('nobody is outside')),
    testMethod: () => Promise.reject(new Error('no method is tested here')),
    testAuthorizer: () => Promise.reject(new Error('no authorizer is tested here')),
    contextOf,
    python: 'python3',
    record,
    hasQuotas: false,
    strict,
  })
  const names = services.names.filter((name) => name !== 'cloudformation')
  const others = await Promise.all(names.map((name) => services.find(name)))

  const resourceTypes = [...fakeTypes(world), ...(options.types ?? []), ...others.flatMap((each) => each.resourceTypes)]
  const service = createCloudFormationService(
    {
      clock,
      random,
      vault,
      logger,
      leases,
      reader: store,
      transact,
      contextOf,
      resourceTypes,
      record,
      strict,
      origin: () => ORIGIN,
      python: 'python3',
      ...(options.sam ? { sam: options.sam } : {}),
      ...(options.functions ? { functions: async () => options.functions as FunctionCaller } : {}),
      ...(options.sleep ? { sleep: options.sleep } : {}),
      ...(options.beat ? { beat: options.beat } : {}),
    },
    specification,
  )
  const all = [...others, service]
  const dispatcher = createDispatcher({ findService: async (name) => all.find((each) => each.name === name), models })
  const baseOf = (place: Place) => callContext(store, undefined, { place })

  const call = async <O extends keyof Api & string>(
    name: O,
    input: InputOf<'cloudformation', O>,
    place: Place = HOME,
  ): Promise<OutputOf<'cloudformation', O>> => {
    return (await dispatcher.invoke('cloudformation', name, input, baseOf(place))) as OutputOf<'cloudformation', O>
  }
  const find = async (StackName: string, place: Place = HOME) => {
    const { Stacks: [stack] = [] } = await call('DescribeStacks', { StackName }, place)
    if (!stack) throw new Error(StackName)
    return stack
  }

  /** Waits until nothing is being done to the stack, or until its process is dead. */
  const atRest = async (nameOrArn: string, place: Place = HOME): Promise<void> => {
    while (!isDead) {
      const stack = await findStack(store, place, nameOrArn)
      if (!stack || !isBusy(stack.status)) return
      await PAUSE()
    }
  }
  const settled = async (nameOrArn: string, place: Place = HOME): Promise<Stack> => {
    await atRest(nameOrArn, place)
    return find(nameOrArn, place)
  }
  const body = (template: Template) => (typeof template === 'string' ? template : JSON.stringify(template))

  return {
    ...service,
    store,
    world,
    clock,
    logged,
    call,
    find,
    /** Calls of other services, as a client would make them. */
    other: (place: Place = HOME) => dispatcher.contextOf(baseOf(place)).call,
    get steps() {
      return steps
    },
    get isDead() {
      return isDead
    },
    atRest,
    settled,
    /** Creates a stack and waits for what becomes of it. */
    async create(StackName: string, template: Template, more: Partial<CreateInput> = {}, place: Place = HOME) {
      const { StackId = '' } = await call('CreateStack', { StackName, TemplateBody: body(template), ...more }, place)
      return settled(StackId, place)
    },
    async update(StackName: string, template: Template, more: Partial<UpdateInput> = {}, place: Place = HOME) {
      const { StackId = '' } = await call('UpdateStack', { StackName, TemplateBody: body(template), ...more }, place)
      return settled(StackId, place)
    },
    async remove(StackName: string, more: Partial<InputOf<'cloudformation', 'DeleteStack'>> = {}) {
      const { StackId = '' } = await find(StackName)
      await call('DeleteStack', { StackName, ...more })
      return settled(StackId)
    },
    /** What an operation is refused with. */
    async refusal<O extends keyof Api & string>(name: O, input: InputOf<'cloudformation', O>, place: Place = HOME) {
      try {
        await call(name, input, place)
      } catch (error) {
        if (isAwsError(error)) return `${error.code}: ${error.message}`
        throw error
      }
      throw new Error(`${name} was not refused`)
    },
    /** Oldest first, each as one line; `since`: only what came after so many. */
    async events(StackName: string, since = 0) {
      const { StackEvents = [] } = await call('DescribeStackEvents', { StackName })
      const lines = StackEvents.map(({ LogicalResourceId, ResourceStatus, ResourceStatusReason: reason }) => {
        return `${LogicalResourceId} ${ResourceStatus}${reason === undefined ? '' : `: ${reason}`}`
      })
      return lines.reverse().slice(since)
    },
    /** Status and physical id by logical id. */
    async resources(StackName: string) {
      const { StackResources = [] } = await call('DescribeStackResources', { StackName })
      return Object.fromEntries(
        StackResources.map((each) => [each.LogicalResourceId, [each.ResourceStatus, each.PhysicalResourceId]]),
      )
    },
    fakes: () => everyFake(store),
  }
}

export function thing(Properties: object = {}, more: object = {}): object {
  return { Type: 'Test::Fake::Thing', Properties, ...more }
}

export function fake(name: string, Properties: object = {}, more: object = {}): object {
  return { Type: `Test::Fake::${name}`, Properties, ...more }
}

export type TestCloudFormation = Awaited<ReturnType<typeof startCloudFormation>>
