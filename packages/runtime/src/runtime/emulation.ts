import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import { createHttpBackend } from '../gateway/backends/undici-backend.ts'
import { createGateway } from '../gateway/gateway.ts'
import { definitionChecks } from '../gateway/rest/checks.ts'
import { createHostClassifier, type HostClassifier } from '../http/hosts.ts'
import type { ExecuteApiHost, GatewayPlane, Planes } from '../http/planes.ts'
import { refusal } from '../http/refusal.ts'
import { createRouter } from '../http/router.ts'
import { systemClock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import { type Place, urlSuffixOf } from '../kernel/place.ts'
import { systemRandom } from '../kernel/random.ts'
import type { Status } from '../kernel/status.ts'
import type { WireRequest, WireResponse } from '../kernel/wire.ts'
import { createClientTokens, createIssuerDocuments, createOAuthPlane } from '../oauth/index.ts'
import { createControlPlane } from '../protocol/control-plane.ts'
import { createDispatcher, type Dispatcher } from '../protocol/dispatch.ts'
import type { HostMeaning } from '../protocol/identify.ts'
import { createModels } from '../protocol/models.ts'
import { createServices } from '../services/registry.ts'
import { DATABASE_FILE } from '../store/data-files.ts'
import { Leases } from '../store/leases.ts'
import { openSqliteStore } from '../store/sqlite/index.ts'
import type { Store } from '../store/store.ts'
import { createVault } from '../store/vault.ts'
import { checkVaultKey } from '../store/vault-check.ts'
import { loadVaultKey, VAULT_KEY_FILE } from '../store/vault-key.ts'
import { openClock, type PersistentClock } from './persistent-clock.ts'
import { readStatus } from './read-status.ts'

/** AWS as one store knows it: services, engines and planes. A reset throws one away and opens another. */
export interface Emulation {
  readonly planes: Omit<Planes, 'admin'>
  readonly clock: PersistentClock
  readonly serviceNames: readonly string[]
  status(): Promise<Status>
  /** Goes on with what an earlier process left unfinished. */
  resume(): Promise<void>
  /** `erase`: and forgets all that the store holds. */
  close(options?: { readonly erase: boolean }): Promise<void>
}

export interface EmulationOptions {
  readonly config: Pick<Config, 'dataDir' | 'issuer' | 'record' | 'strict' | 'allowHost'>
  readonly logger: Logger
  /** Where the listener is; asked when a request is being answered. */
  readonly origin: () => string
}

const random = systemRandom
const MEMORY_KEY_BYTES = 32
/** Of all leases. The data directory has one server at a time, so that what one leaves the next may take at once. */
const OWNER = 'sallyport'
/** Requests in flight may end before the store does. */
const CLOSE_DEADLINE_MS = 2000

export async function openEmulation({ config, logger, origin }: EmulationOptions): Promise<Emulation> {
  const { dataDir } = config
  const vault = createVault(
    dataDir === undefined ? random.bytes(MEMORY_KEY_BYTES) : loadVaultKey(dataDir, random),
    random,
  )
  const path = dataDir === undefined ? undefined : join(dataDir, DATABASE_FILE)
  const store = await openSqliteStore({ path, logger })
  if (dataDir !== undefined) {
    await checkVaultKey(store, vault, join(dataDir, VAULT_KEY_FILE)).catch(async (error: unknown) => {
      await store.close()
      throw error
    })
  }
  const clock = await openClock(store)

  const { all: services, ports } = createServices({
    store,
    clock,
    random,
    vault,
    logger,
    leases: new Leases({ transact: store.transact, clock: systemClock, owner: OWNER }),
    clientTokens: createClientTokens({ clock, random }),
    issuerOf: issuerNaming(config.issuer, origin),
    checks: definitionChecks,
    contextOf: (base) => dispatcher.contextOf(base),
    record: config.record,
    strict: config.strict,
  })
  const models = createModels()
  const dispatcher: Dispatcher = createDispatcher({ services, models })
  const controlPlane = createControlPlane({
    dispatcher,
    models,
    hostMeaning: hostMeanings(createHostClassifier(config.allowHost)),
    transact: store.transact,
    reader: store,
    random,
    logger,
  })
  const isEmulated = createEmulatedHosts(config.allowHost, origin)
  const http = createHttpBackend({ emulated: (url) => (isEmulated(url) ? inProcess.handle : undefined) })
  const gateway = createGateway({
    apis: ports.apis,
    issuers: ports.issuers,
    http,
    logs: ports.logs,
    clock,
    random,
    logger,
  })
  const inFlight = new InFlight()

  const planes: Emulation['planes'] = {
    controlPlane: {
      handle: (request) => inFlight.watch(controlPlane.handle(request)),
      recognizes: controlPlane.recognizes,
      bodyLimit: controlPlane.bodyLimit,
    },
    oauth: createOAuthPlane({ realms: ports.realms, clock, random, logger }),
    issuerDocuments: createIssuerDocuments({ documents: ports.documents, random }),
    gateway: gatewayPlane(gateway.handle),
    waitConditions: ports.waitConditions,
  }
  /** Integrations that call an emulated name reach what their clients would. */
  const inProcess = createRouter(
    { ...planes, admin: () => refusal(403, 'NotAllowed', 'Integrations may not call the admin API.') },
    { allowHosts: config.allowHost },
  )

  return {
    planes,
    clock,
    serviceNames: services.map(({ name }) => name),
    status: () => readStatus(services, store, origin()),
    async resume() {
      await Promise.all(services.map((service) => service.resume?.()))
    },
    async close({ erase } = { erase: false }) {
      await Promise.all(services.map((service) => service.close?.()))
      await http.close()
      await inFlight.ended(CLOSE_DEADLINE_MS)
      if (erase) await forget(store, logger)
      await store.close()
    },
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

/** `aws`: the issuer that AWS would have; `local`: this server's own address; else a base URL. */
function issuerNaming(issuer: Config['issuer'], origin: () => string) {
  return ({ region }: Place, poolId: string): string => {
    if (issuer === 'aws') return `https://cognito-idp.${region}.${urlSuffixOf(region)}/${poolId}`
    return `${issuer === 'local' ? origin() : issuer}/${poolId}`
  }
}

function hostMeanings(classify: HostClassifier): (host: string) => HostMeaning {
  return (host) => {
    const found = classify(host)
    if (found.kind === 'service') return { service: found.service, region: found.region }
    return found.kind === 's3-bucket' ? { service: 's3', bucket: found.bucket, region: found.region } : {}
  }
}

/** Whether an address is one that this server answers: AWS's names, names of the user's own, and its own origin. */
function createEmulatedHosts(allowHost: readonly string[], origin: () => string): (url: URL) => boolean {
  const classify = createHostClassifier(allowHost)
  return (url) => {
    const { kind } = classify(url.hostname)
    if (kind === 'loopback') return url.port !== '' && origin().endsWith(`:${url.port}`)
    return kind !== 'foreign'
  }
}

type GatewayHandler = ReturnType<typeof createGateway>['handle']

/** In the path form there is no name of AWS's: templates see the one that the client used. */
function gatewayPlane(handle: GatewayHandler): GatewayPlane {
  return (request, apiId, stageAndPath, host) => handle(request, apiId, stageAndPath, addressOf(request, apiId, host))
}

function addressOf({ host }: WireRequest, apiId: string, { form, region }: ExecuteApiHost) {
  return { domainName: host, domainPrefix: form === 'host' ? host.slice(0, host.indexOf('.')) : apiId, region }
}

class InFlight {
  readonly #requests = new Set<Promise<WireResponse>>()

  watch(request: Promise<WireResponse>): Promise<WireResponse> {
    this.#requests.add(request)
    const done = () => this.#requests.delete(request)
    request.then(done, done)
    return request
  }

  async ended(deadlineMs: number): Promise<void> {
    if (this.#requests.size === 0) return
    let timer: NodeJS.Timeout | undefined
    // Not unref'ed: the process must not end before the store has been closed and the lock given back.
    const deadline = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, deadlineMs)
    })
    await Promise.race([Promise.allSettled(this.#requests), deadline])
    clearTimeout(timer)
  }
}
