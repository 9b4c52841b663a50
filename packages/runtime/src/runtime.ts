import { createAdmin } from './admin/admin.ts'
import type { Config } from './config/settings.ts'
import type { Deployer } from './deployment/deployer.ts'
import { forwardsOf } from './forward/forwards.ts'
import { withAccessLog } from './http/access-log.ts'
import type { Admit } from './http/admission.ts'
import { type CertificateAuthority, createCertificateAuthority } from './http/certificates.ts'
import { createProxyPass, type ProxyPass } from './http/proxy-pass.ts'
import { createRouter } from './http/router.ts'
import { type Clock, systemClock } from './kernel/clock.ts'
import type { Forwards } from './kernel/forwards.ts'
import { type Logger, silentLogger } from './kernel/logger.ts'
import type { Call } from './kernel/operation.ts'
import type { ReadOutbox } from './kernel/outbox.ts'
import type { Place } from './kernel/place.ts'
import { type Random, systemRandom } from './kernel/random.ts'
import type { RequestTrace } from './kernel/request-trace.ts'
import type { Status } from './kernel/status.ts'
import type { WireHandler } from './kernel/wire.ts'
import { createModels } from './protocol/models.ts'
import { adminSource } from './runtime/admin-source.ts'
import { takeDataDir } from './runtime/data-dir.ts'
import { type Emulation, openEmulation } from './runtime/emulation.ts'
import { createFetch, type Fetch } from './runtime/fetch.ts'
import type { Server } from './runtime/serve.ts'
import type { Snapshot } from './runtime/snapshot.ts'
import { tryWorld } from './runtime/world/try-world.ts'
import { readWorldFile } from './runtime/world/world-file.ts'
import { holdsWorld, putBeside } from './store/next-world.ts'

/** AWS on this machine: with or without a port. */
export interface Runtime {
  /** Where it answers, e.g. `http://127.0.0.1:4566`; before it is served, the address that `fetch` takes for its own. */
  readonly origin: string
  /**
   * Answers a request without a socket, as it would answer one that came through: under this runtime's own address and
   * under AWS's names.
   *
   * ```ts
   * const health = await runtime.fetch('/_sallyport/health')
   * const call = await runtime.fetch('https://abc123.execute-api.us-east-1.amazonaws.com/prod/', { headers })
   * ```
   */
  readonly fetch: Fetch
  readonly clock: RuntimeClock
  /** What is deployed, in all accounts and regions. */
  status(): Promise<Status>
  /** Forgets everything that was made here. */
  reset(): Promise<void>
  /** All that is deployed here, with its secrets: to come back to. */
  snapshot(): Promise<Snapshot>
  /** Goes back to a snapshot, of this runtime or another one. Requests wait meanwhile. */
  restore(snapshot: Snapshot): Promise<void>
  /** Finishes what is in flight, then gives back the port and the data directory. */
  close(): Promise<void>
  /** @internal What a listener needs. */
  readonly door: Door
  /** @internal What a program in this process may ask besides. */
  readonly inside: Inside
}

export interface RuntimeClock extends Clock {
  /** Lets time pass here, so that tokens expire. Resolves when it is written down. */
  advance(ms: number): Promise<void>
}

/** What a runtime takes from outside instead of from the machine. */
export interface RuntimeOptions {
  /** Default: the machine's. */
  readonly clock?: Clock
  /** Of ids, secrets and seals; key pairs come from OpenSSL. Default: the system's. */
  readonly random?: Random
  /** A world to begin with, in the stead of whatever is there. */
  readonly begin?: Snapshot
  /** Default: silent. */
  readonly logger?: Logger
  /** What `sallyport stop` asks for; without it the server refuses, since only its program can close it. */
  readonly stop?: () => void
}

/** Where requests come in. */
export interface Door {
  readonly handle: WireHandler
  readonly admit: Admit
  readonly authority: CertificateAuthority
  readonly allowHosts: readonly string[]
  readonly forwards: Forwards
  /** Whether an API has this custom domain name now. */
  readonly isApiDomain: (host: string) => boolean
  /** Functions show it to the proxy. */
  readonly pass: ProxyPass
  readonly logger: Logger
  /** The runtime is found under the address of this server from now on. */
  opened(server: Server): void
  /** Goes on with what an earlier process left unfinished, once. */
  resume(): void
}

/** The ways into a runtime that need no request. */
export interface Inside {
  /** Deploys what CDK apps write. */
  deployer(): Promise<Deployer>
  /** The operations of all services as the root of an account. */
  operationsIn(place: Place): Call
  /** How a request came to its answer, if it is kept. */
  explain(requestId: string): RequestTrace | undefined
  /** What was sent to people. */
  readonly outbox: ReadOutbox
}

const CONSOLE_KEY_BYTES = 24

/** The address of a runtime that is reached through `fetch` only. */
const UNSERVED = 'http://localhost'

/** Takes the data directory and opens what is in it. */
export async function open(config: Config, options: RuntimeOptions): Promise<Runtime> {
  const dataDir = await takeDataDir(config.dataDir)
  try {
    return await openIn(dataDir, config, options)
  } catch (error) {
    dataDir.release()
    throw error
  }
}

type DataDir = Awaited<ReturnType<typeof takeDataDir>>

async function openIn(dataDir: DataDir, config: Config, options: RuntimeOptions): Promise<Runtime> {
  const { clock = systemClock, random = systemRandom, logger = silentLogger, stop } = options
  let server: Server | undefined
  const origin = () => server?.origin ?? UNSERVED
  const authority = createCertificateAuthority(config.dataDir)
  const pass = createProxyPass(random)
  const proxy = () => pass.address(origin())
  const models = createModels()
  const caCertificate = () => authority.certificate()
  const parts = { config, clock, random, logger, models, origin, proxy, caCertificate }
  const openNext = (begin?: Snapshot) => dataDir.use(() => openEmulation({ ...parts, ...(begin ? { begin } : {}) }))
  /** In a data directory it lies beside what is there, and takes its place with the next opening. */
  const prepare = async (begin?: Snapshot) => {
    const { dataDir: path } = config
    if (begin && path !== undefined) await dataDir.use(() => putBeside(path, begin, random))
    return begin
  }
  /** What `from` names, unless there is something in the data directory already. */
  const givenWorld = async () => {
    const { dataDir: path, from } = config
    if (from === undefined) return undefined
    if (path === undefined || !holdsWorld(path)) return readWorld(from)
    logger.log('info', 'what is in the data directory stays, and nothing is taken from the file', { from })
    return undefined
  }
  const readWorld = async (file: string) => {
    const world = await readWorldFile(file)
    await tryWorld(world, file, parts)
    return world
  }
  let emulation = await openNext(await prepare(options.begin ?? (await givenWorld())))
  let isResumed = false
  /** While one emulation gives way to another, requests wait. */
  let resetting: Promise<void> | undefined

  const consoleKey = random.bytes(CONSOLE_KEY_BYTES).toString('base64url')
  const admin = createAdmin(
    adminSource({ emulation: () => emulation, origin, reset, importWorld, stop, caCertificate, logger, consoleKey }),
  )

  const { allowHost: allowHosts, allowOrigin: allowOrigins } = config
  const forwards = forwardsOf(config.forward)
  const routerFor = ({ planes, isApiDomain }: Emulation) =>
    createRouter({ ...planes, admin: admin.handle }, { allowHosts, isApiDomain, forwards, allowOrigins, consoleKey })
  let router = routerFor(emulation)
  const handle = withAccessLog(
    (request) => (resetting ? resetting.then(() => router.handle(request)) : router.handle(request)),
    logger,
  )
  const admit: Admit = (head) => router.admit(head)

  /** Everything goes but the vault's key and the certificate authority, which clients trust. */
  function reset(): Promise<void> {
    return replace(undefined)
  }

  function restore(snapshot: Snapshot): Promise<void> {
    return replace(snapshot)
  }

  /** Everything gives way to what is in the file, or nothing does. */
  async function importWorld(file: string): Promise<void> {
    await restore(await readWorld(file))
  }

  /** After whatever is under way: who asks last gets what they want. */
  function replace(begin: Snapshot | undefined): Promise<void> {
    const before = resetting?.catch(() => {}) ?? Promise.resolve()
    resetting = underWay(before.then(() => replaceEmulation(begin)))
    return resetting
  }

  function underWay(replacing: Promise<void>): Promise<void> {
    const watched = replacing.finally(() => {
      if (resetting === watched) resetting = undefined
    })
    return watched
  }

  async function replaceEmulation(begin?: Snapshot): Promise<void> {
    // The folder may have been deleted, with the lock in it.
    dataDir.restore()
    if (server) dataDir.announce(server.origin)
    await prepare(begin)
    await emulation.close({ erase: begin === undefined || config.dataDir === undefined })
    emulation = await openNext(begin)
    router = routerFor(emulation)
    if (begin) await emulation.resume()
  }

  function resume(): void {
    if (isResumed) return
    isResumed = true
    emulation.resume().catch((error: unknown) => {
      logger.log('error', 'what an earlier process left unfinished was not taken up', { error })
    })
  }

  return {
    get origin() {
      return origin()
    },
    fetch: createFetch({ handle, admit, origin }),
    clock: {
      now: () => emulation.clock.now(),
      advance: (ms) => emulation.clock.moveTo(emulation.clock.offsetMs + ms),
    },
    status: () => emulation.status(),
    inside: {
      deployer: () => emulation.deployer(),
      operationsIn: (place) => emulation.operationsIn(place),
      explain: (requestId) => emulation.requests.find(requestId)?.trace(),
      outbox: (after) => emulation.outbox(after),
    },
    reset,
    snapshot: () => emulation.snapshot(),
    restore,
    async close() {
      // Whoever listens would go on listening.
      admin.close()
      await server?.close()
      await resetting?.catch(() => {})
      await emulation.close()
      dataDir.release()
    },
    door: {
      handle,
      admit,
      authority,
      allowHosts,
      forwards,
      isApiDomain: (host) => emulation.isApiDomain(host),
      pass,
      logger,
      opened(opened) {
        server = opened
        dataDir.announce(opened.origin)
        resume()
      },
      resume,
    },
  }
}
