import { join } from 'node:path'
import type { Config } from '../config/settings.ts'
import type { Deployer } from '../deployment/deployer.ts'
import { createForwarder, type PassedRequest } from '../forward/forwarder.ts'
import { forwardsOf } from '../forward/forwards.ts'
import type { HttpCall } from '../gateway/backends/http-backend.ts'
import { createHostClassifier, type OwnNames } from '../http/hosts.ts'
import type { Planes } from '../http/planes.ts'
import { refusal } from '../http/refusal.ts'
import { createRouter } from '../http/router.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { uuid } from '../kernel/ids.ts'
import { lazy } from '../kernel/lazy.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Call, ServiceName } from '../kernel/operation.ts'
import type { ReadOutbox } from '../kernel/outbox.ts'
import { type Place, placeFromKey } from '../kernel/place.ts'
import type { Random } from '../kernel/random.ts'
import { RequestHistory } from '../kernel/request-history.ts'
import { RequestMetrics } from '../kernel/request-metrics.ts'
import { callerOf } from '../kernel/session.ts'
import { systemSleep } from '../kernel/sleep.ts'
import type { Status } from '../kernel/status.ts'
import { createControlPlane } from '../protocol/control-plane.ts'
import { createDispatcher, type Dispatcher } from '../protocol/dispatch.ts'
import type { Models } from '../protocol/models.ts'
import { awsQuotas } from '../quotas/request-quotas.ts'
import { createServices, type EnginePorts, type Services } from '../services/registry.ts'
import { watchDeclaredDomains } from '../store/api-domains/declared-domains.ts'
import { DATABASE_FILE } from '../store/data-files.ts'
import { Leases } from '../store/leases.ts'
import { takePlace } from '../store/next-world.ts'
import { openSqliteStore } from '../store/sqlite/index.ts'
import type { Store } from '../store/store.ts'
import { createVault } from '../store/vault.ts'
import { checkVaultKey } from '../store/vault-check.ts'
import { loadVaultKey, VAULT_KEY_FILE } from '../store/vault-key.ts'
import { createDataPlanes, createLazyGateway } from './data-planes.ts'
import { createFunctionHost, type FunctionSettings, hotDirectories, retryDelaysMs } from './function-host.ts'
import { InFlight } from './in-flight.ts'
import { createEmulatedHosts, hostMeanings, issuerNaming } from './names.ts'
import { openClock, type PersistentClock } from './persistent-clock.ts'
import { readStatus } from './read-status.ts'
import type { Snapshot } from './snapshot.ts'

/** AWS as one store knows it: services, engines and planes. A reset throws one away and opens another. */
export interface Emulation {
  readonly planes: Omit<Planes, 'admin'>
  /** Whether an API has this custom domain name now. */
  readonly isApiDomain: (host: string) => boolean
  readonly clock: PersistentClock
  /** Names that mean something here besides loopback and AWS's. */
  readonly ownNames: OwnNames
  /** What engines read of services. */
  readonly ports: EnginePorts
  /** Where anything is. */
  places(): Promise<readonly Place[]>
  /** Another one after a reset, and in another process. */
  readonly id: string
  readonly serviceNames: readonly ServiceName[]
  /** The last calls and token requests. */
  readonly requests: RequestHistory
  status(): Promise<Status>
  /** What was sent to people. */
  readonly outbox: ReadOutbox
  /** The operations of all services as the root of an account. */
  operationsIn(place: Place): Call
  /** Deploys what CDK apps write. */
  deployer(): Promise<Deployer>
  /** All that it knows, so that another one may begin with it. */
  snapshot(): Promise<Snapshot>
  /** Goes on with what an earlier process left unfinished. */
  resume(): Promise<void>
  /** `erase`: and forgets all that the store holds. */
  close(options?: { readonly erase: boolean }): Promise<void>
}

export interface EmulationOptions {
  readonly config: Pick<
    Config,
    | 'accountThrottle'
    | 'dataDir'
    | 'forward'
    | 'issuer'
    | 'quotas'
    | 'record'
    | 'strict'
    | 'allowHost'
    | 'requests'
    | 'traceBodies'
  > &
    FunctionSettings
  /** Where the user has moved it is kept in the store. */
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** Of AWS's APIs: they are the same for every emulation, and each takes milliseconds to read. */
  readonly models: Models
  /** Of the authority that signs for AWS's names. */
  readonly caCertificate: () => Promise<string>
  /** Where the listener is; asked when a request is being answered. */
  readonly origin: () => string
  /** The address of its proxy as functions get it. */
  readonly proxy: () => string
  /** What it begins with, in memory. In a data directory it begins with what is there. */
  readonly begin?: Snapshot
}

/** What no account owns is in a place of its own. */
const OF_ACCOUNT = /^\d{12}\//
const MEMORY_KEY_BYTES = 32
/** Those of a new account (documented: api-gateway-request-throttling). */
const ACCOUNT_LIMITS = { rateLimit: 10_000, burstLimit: 5000 }
/** Of all leases. The data directory has one server at a time, so that what one leaves the next may take at once. */
const OWNER = 'sallyport'
/** Requests in flight may end before the store does. */
const CLOSE_DEADLINE_MS = 2000
/** Of all requests that are kept to be explained; bodies have room of their own. */
const MAX_KEPT_BYTES = 16 * 1024 * 1024
const MAX_KEPT_BYTES_WITH_BODIES = 64 * 1024 * 1024

export async function openEmulation(options: EmulationOptions): Promise<Emulation> {
  const { config, random, logger, origin, models } = options
  const { store, vault, vaultKey } = await openState(options)
  const clock = await openClock(store, options.clock)
  const requests = new RequestHistory({
    maxCount: config.requests,
    maxBytes: config.traceBodies ? MAX_KEPT_BYTES_WITH_BODIES : MAX_KEPT_BYTES,
    keepsBodies: config.traceBodies,
    metrics: new RequestMetrics(clock),
  })
  const keeper = config.requests > 0 ? requests : undefined
  const isApiDomain = await watchDeclaredDomains(store)
  const forwards = forwardsOf(config.forward)
  const ownNames = { allowHosts: config.allowHost, isApiDomain, forwards }

  const host = createFunctionHost({ ...options, settings: config })
  const engine = lazy(async () => {
    const [{ createFunctionEngine }, { writer }] = await Promise.all([
      import('../functions/engine.ts'),
      services.ports.logs(),
    ])
    return createFunctionEngine({ host, logs: writer, logger, random })
  })
  const signatures = lazy(async () => {
    const { createSignatureVerifier } = await import('../protocol/sigv4/verifier.ts')
    return createSignatureVerifier({ vault, clock, clientClock: options.clock })
  })
  const forwarder = createForwarder(forwards, async (request) => {
    if (isEmulated(request.url)) throw new Error('that is this server itself')
    return (await http.get()).send(passedOn(request))
  })
  const services: Services = createServices({
    elsewhere: forwarder,
    store,
    clock,
    random,
    vault,
    logger,
    leases: new Leases({ transact: store.transact, clock: systemClock, owner: OWNER }),
    clientTokens: async () => (await import('../oauth/index.ts')).createClientTokens({ clock, random }),
    issuerOf: issuerNaming(config.issuer, origin),
    origin,
    checks: async () => (await import('../gateway/rest/checks.ts')).definitionChecksWith(forwards),
    httpChecks: async () => (await import('../gateway/http/checks.ts')).httpDefinitionChecksWith(forwards),
    signatures: signatures.get,
    hosting: { engine, retryDelaysMs: retryDelaysMs(config), hotDirectories: hotDirectories(config) },
    testMethod: async (test) => (await gateway.get()).testMethod(test),
    testAuthorizer: async (test) => (await gateway.get()).testAuthorizer(test),
    http: () => http.get(),
    contextOf: (base) => dispatcher.contextOf(base),
    python: config.python ?? 'python3',
    record: config.record,
    hasQuotas: config.quotas === 'aws',
    strict: config.strict,
  })
  const dispatcher: Dispatcher = createDispatcher({ findService: services.find, models })
  const quotas = config.quotas === 'aws' ? awsQuotas(clock) : undefined
  const controlPlane = createControlPlane({
    charge: quotas?.charge,
    dispatcher,
    models,
    hostMeaning: hostMeanings(createHostClassifier(ownNames)),
    transact: store.transact,
    reader: store,
    random,
    logger,
    elsewhere: forwarder,
  })
  const isEmulated = createEmulatedHosts(ownNames, origin)
  const http = lazy(async () => {
    const { createHttpBackend } = await import('../gateway/backends/undici-backend.ts')
    return createHttpBackend({ emulated: (url) => (isEmulated(url) ? inProcess.handle : undefined), clock })
  })
  const gateway = createLazyGateway({
    ports: services.ports,
    http: http.get,
    forwards,
    signatures: signatures.get,
    accountLimits: config.accountThrottle === 'aws' ? ACCOUNT_LIMITS : undefined,
    clock,
    random,
    logger,
    requests: keeper,
  })
  const inFlight = new InFlight()
  const operationsIn = ({ account, region }: Place): Call => {
    const { place, ...caller } = callerOf(account, undefined, region)
    const { transact } = store
    return dispatcher.contextOf({ place, caller, requestId: uuid(random), origin: origin(), transact, reader: store })
      .call
  }
  const deployer = lazy(async () => {
    const { createDeployer } = await import('../deployment/deployer.ts')
    return createDeployer({
      operationsIn,
      atRest: async (...stack) => (await services.ports.cloudFormation()).atRest(...stack),
      sleep: systemSleep,
    })
  })

  const planes: Emulation['planes'] = {
    controlPlane: {
      handle: (request) => inFlight.watch(controlPlane.handle(request)),
      recognizes: controlPlane.recognizes,
      bodyLimit: controlPlane.bodyLimit,
    },
    ...createDataPlanes({ ports: services.ports, gateway, clock, random, logger, requests: keeper, quotas }),
  }
  /** Integrations that call an emulated name reach what their clients would. */
  const inProcess = createRouter(
    { ...planes, admin: () => refusal(403, 'NotAllowed', 'Integrations may not call the admin API.') },
    ownNames,
  )

  return {
    planes,
    isApiDomain,
    clock,
    ownNames,
    ports: services.ports,
    places: async () => (await store.places()).filter((key) => OF_ACCOUNT.test(key)).map(placeFromKey),
    id: random.bytes(8).toString('hex'),
    requests,
    serviceNames: services.names,
    operationsIn,
    deployer: deployer.get,
    snapshot: async () => ({ contents: await store.contents(), vaultKey }),
    outbox: async (after) => (await services.ports.cognito()).outbox(after),
    status: async () =>
      readStatus({
        services: await services.all(),
        reader: store,
        origin: origin(),
        forwards,
        tokens: requests.metrics?.counters.tokens ?? [],
      }),
    async resume() {
      const leftovers = host.hasLeftovers() ? engine.get().then((opened) => opened.endLeftovers()) : undefined
      await Promise.all([services.resume(), leftovers])
    },
    async close({ erase } = { erase: false }) {
      await services.close()
      host.remove()
      await (await http.begun())?.close()
      await inFlight.ended(CLOSE_DEADLINE_MS)
      if (erase) await forget(store, logger)
      await store.close()
    },
  }
}

/** What waits for messages waits for 20 seconds; what does more has to be given up some time. */
const FORWARD_TIMEOUT_MS = 120_000

function passedOn({ signal, ...request }: PassedRequest): HttpCall {
  return {
    ...request,
    timeoutMs: FORWARD_TIMEOUT_MS,
    maxBytes: Number.MAX_SAFE_INTEGER,
    streams: true,
    acceptsAnyIssuer: false,
    client: { signal },
  }
}

async function openState({ config: { dataDir }, random, logger, begin }: EmulationOptions) {
  if (dataDir === undefined) {
    const vaultKey = begin?.vaultKey ?? random.bytes(MEMORY_KEY_BYTES)
    const store = await openSqliteStore({ path: undefined, logger, ...(begin && { begin: begin.contents }) })
    return checked(store, vaultKey, 'the key of this world')
  }
  takePlace(dataDir)
  const vaultKey = loadVaultKey(dataDir, random)
  const store = await openSqliteStore({ path: join(dataDir, DATABASE_FILE), logger })
  return checked(store, vaultKey, join(dataDir, VAULT_KEY_FILE))

  async function checked(store: Store, vaultKey: Buffer, keyFile: string) {
    const vault = createVault(vaultKey, random)
    try {
      await checkVaultKey(store, vault, keyFile)
    } catch (error) {
      await store.close()
      throw error
    }
    return { store, vault, vaultKey }
  }
}

/** A store whose file is gone has nothing to forget: another one takes its place. */
async function forget(store: Store, logger: Logger): Promise<void> {
  try {
    await store.erase()
  } catch (error) {
    logger.log('warn', 'the store could not be erased', { error })
  }
}
