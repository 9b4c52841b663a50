import { mkdirSync } from 'node:fs'
import { createAdmin } from './admin/admin.ts'
import type { AdminSource } from './admin/ports.ts'
import type { Config } from './config/config.ts'
import { type DataDirLock, lockDataDir } from './config/data-dir-lock.ts'
import { withAccessLog } from './http/access-log.ts'
import { createCertificateAuthority } from './http/certificates.ts'
import { listen } from './http/listen.ts'
import { createRouter } from './http/router.ts'
import type { Logger } from './kernel/logger.ts'
import type { WireHandler } from './kernel/wire.ts'
import { type Emulation, openEmulation } from './runtime/emulation.ts'
import { explainFault } from './store/data-dir-fault.ts'
import { VERSION } from './version.ts'

/** A running server. */
export interface Runtime {
  /** Where it answers, e.g. `http://127.0.0.1:4566`. */
  readonly origin: string
  /** Answers a request without a socket, as it would answer one that came through. */
  readonly handle: WireHandler
  /** Finishes what is in flight, then gives back the port and the data directory. */
  close(): Promise<void>
}

/**
 * Takes the data directory, opens what is in it, and listens. Resolves when requests are answered. `stop` is what
 * `sallyport stop` asks for; without it the server refuses, since only its caller can close it.
 */
export async function startRuntime(config: Config, logger: Logger, stop?: () => void): Promise<Runtime> {
  const { dataDir } = config
  const lock = dataDir === undefined ? undefined : await explaining(dataDir, async () => takeDataDir(dataDir))
  try {
    return await start(config, logger, lock, stop)
  } catch (error) {
    lock?.release()
    throw error
  }
}

function takeDataDir(dataDir: string): DataDirLock {
  makeDataDir(dataDir)
  return lockDataDir(dataDir, Date.now())
}

function makeDataDir(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
}

/** What is wrong with a data directory is said in a sentence. */
async function explaining<T>(dataDir: string | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw dataDir === undefined ? error : explainFault(error, dataDir)
  }
}

async function start(
  config: Config,
  logger: Logger,
  lock: DataDirLock | undefined,
  stop: (() => void) | undefined,
): Promise<Runtime> {
  const startedAt = performance.now()
  let origin = ''
  const authority = createCertificateAuthority(config.dataDir)
  const open = () => explaining(config.dataDir, () => openEmulation({ config, logger, origin: () => origin }))
  let emulation = await open()
  /** While one emulation gives way to another, requests wait. */
  let resetting: Promise<void> | undefined

  const admin = createAdmin({
    version: VERSION,
    get services() {
      return emulation.serviceNames
    },
    pid: process.pid,
    uptimeSeconds: () => (performance.now() - startedAt) / 1000,
    status: () => emulation.status(),
    clock: {
      nowMs: () => emulation.clock.now(),
      offsetMs: () => emulation.clock.offsetMs,
      setOffset: (offsetMs) => emulation.clock.moveTo(offsetMs),
    },
    reset,
    stop,
    caCertificate: () => authority.certificate(),
  } satisfies AdminSource)

  const routerFor = ({ planes }: Emulation) =>
    createRouter({ ...planes, admin }, { allowHosts: config.allowHost, allowOrigins: config.allowOrigin })
  let router = routerFor(emulation)
  const handle = withAccessLog(
    (request) => (resetting ? resetting.then(() => router.handle(request)) : router.handle(request)),
    logger,
  )

  /** Everything goes but the vault's key and the certificate authority, which clients trust. */
  function reset(): Promise<void> {
    resetting ??= replaceEmulation().finally(() => {
      resetting = undefined
    })
    return resetting
  }

  function resume(): void {
    emulation.resume().catch((error: unknown) => {
      logger.log('error', 'what an earlier process left unfinished was not taken up', { error })
    })
  }

  async function replaceEmulation(): Promise<void> {
    await emulation.close({ erase: true })
    // The folder may have been deleted, with the lock in it.
    if (config.dataDir !== undefined) makeDataDir(config.dataDir)
    lock?.announce(origin)
    emulation = await open()
    router = routerFor(emulation)
    resume()
  }

  const listener = await listen({
    host: config.host,
    port: config.port,
    handler: handle,
    authority,
    passthrough: config.proxyPassthrough,
    logger,
    allowHosts: config.allowHost,
    admit: (head) => router.admit(head),
  }).catch(async (error: unknown) => {
    await emulation.close()
    throw error
  })
  origin = listener.origin
  lock?.announce(origin)
  resume()

  return {
    origin,
    handle,
    async close() {
      await listener.close()
      await resetting?.catch(() => {})
      await emulation.close()
      lock?.release()
    },
  }
}
