import { availableParallelism, totalmem } from 'node:os'
import { performance } from 'node:perf_hooks'
import type { Environment } from './environment/environment.ts'
import type { FunctionVersion, Invocation, Invoked } from './ports.ts'

/** AWS does not say how long; reports lie between 5 and 45 minutes. */
const IDLE_LIMIT_MS = 10 * 60_000
/** Half of the machine's memory, at what an environment of Node holds. */
const MEMORY_OF_ONE = 64 * 1024 * 1024
const MOST_EVER = 1000
const LEAST = 8

export interface PoolLimits {
  /** Environments that exist at once. What would need another one waits. */
  readonly environments: number
  /** Environments in their init at once: more would only slow each other down. */
  readonly starting: number
  readonly idleMs: number
}

export function limitsOfMachine(): PoolLimits {
  const bears = Math.floor(totalmem() / 2 / MEMORY_OF_ONE)
  return {
    environments: Math.min(MOST_EVER, Math.max(LEAST, bears)),
    starting: 2 * availableParallelism(),
    idleMs: IDLE_LIMIT_MS,
  }
}

/** The environments of one version of a function. */
interface Pool {
  readonly key: string
  readonly version: FunctionVersion
  /** The one that was used last is used next, so that others may grow old. */
  readonly idle: Idle[]
  size: number
  /** No invocation begins in it any more. */
  isRetired: boolean
}

interface Idle {
  readonly environment: Environment
  readonly since: number
}

interface Waiting {
  readonly pool: Pool
  readonly take: (environment: Environment) => void
  readonly fail: (error: unknown) => void
}

/** Which environment runs an invocation: an idle one, or a new one, or, where the machine bears no more, the next one. */
export class Pools {
  readonly #open: (version: FunctionVersion) => Promise<Environment>
  readonly #limits: PoolLimits
  readonly #pools = new Map<string, Pool>()
  readonly #all = new Set<Environment>()
  readonly #ending = new Set<Promise<void>>()
  #waiting: Waiting[] = []
  #opening = 0
  #starting = 0
  #isClosed = false
  #sweep: NodeJS.Timeout | undefined

  constructor(open: (version: FunctionVersion) => Promise<Environment>, limits = limitsOfMachine()) {
    this.#open = open
    this.#limits = limits
  }

  get size(): number {
    return this.#all.size + this.#opening
  }

  run(key: string, version: FunctionVersion, invocation: Invocation): Promise<Invoked> {
    const pool = this.#poolOf(key, version)
    const idle = this.#takeIdle(pool)
    if (idle) return this.#runIn(idle, pool, invocation)
    return this.#wait(pool).then((environment) => this.#runIn(environment, pool, invocation))
  }

  #runIn(environment: Environment, pool: Pool, invocation: Invocation): Promise<Invoked> {
    let hasStarted = false
    return environment.run(invocation, {
      started: () => {
        if (hasStarted) return
        hasStarted = true
        if (this.#isStarting.delete(environment)) {
          this.#starting--
          this.#serve()
        }
      },
      over: () => this.#release(pool, environment),
    })
  }

  readonly #isStarting = new Set<Environment>()

  retire(functionArn: string): void {
    for (const pool of this.#pools.values()) if (pool.version.functionArn === functionArn) this.#retire(pool)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#sweep)
    for (const { fail } of this.#waiting.splice(0)) fail(new Error('the engine that runs functions is closed'))
    for (const pool of this.#pools.values()) this.#retire(pool)
    for (const environment of this.#all) this.#end(environment)
    while (this.#ending.size > 0 || this.#opening > 0) {
      await Promise.allSettled(this.#ending)
      if (this.#opening > 0) await new Promise((resolve) => setImmediate(resolve))
    }
  }

  #poolOf(key: string, version: FunctionVersion): Pool {
    const known = this.#pools.get(key)
    if (known) return known
    // Edited code, run from where it lies, has another key and the same version.
    for (const other of this.#pools.values()) if (other.version.id === version.id) this.#retire(other)
    const pool: Pool = { key, version, idle: [], size: 0, isRetired: false }
    this.#pools.set(key, pool)
    return pool
  }

  #takeIdle(pool: Pool): Environment | undefined {
    return pool.idle.pop()?.environment
  }

  #wait(pool: Pool): Promise<Environment> {
    if (this.#isClosed) return Promise.reject(new Error('the engine that runs functions is closed'))
    return new Promise((take, fail) => {
      this.#waiting.push({ pool, take, fail })
      this.#serve()
    })
  }

  /** Serves who waits, in their order, as far as there is something to serve them with. */
  #serve(): void {
    this.#waiting = this.#waiting.filter((waiting) => {
      const idle = this.#takeIdle(waiting.pool)
      if (idle) waiting.take(idle)
      else if (this.#hasRoom()) this.#openFor(waiting)
      else return true
      return false
    })
  }

  #hasRoom(): boolean {
    if (this.#starting >= this.#limits.starting) return false
    return this.size < this.#limits.environments || this.#endLongestIdle()
  }

  #openFor({ pool, take, fail }: Waiting): void {
    this.#opening++
    this.#starting++
    pool.size++
    this.#open(pool.version).then(
      (environment) => {
        this.#opening--
        this.#all.add(environment)
        this.#isStarting.add(environment)
        if (this.#isClosed) this.#end(environment)
        take(environment)
      },
      (error: unknown) => {
        this.#opening--
        this.#starting--
        pool.size--
        this.#forgetIfEmpty(pool)
        fail(error)
        this.#serve()
      },
    )
  }

  #release(pool: Pool, environment: Environment): void {
    if (!this.#all.has(environment)) return
    if (pool.isRetired) {
      this.#leave(pool, environment)
      return
    }
    pool.idle.push({ environment, since: performance.now() })
    this.#sweepLater(this.#limits.idleMs)
    if (this.#waiting.length > 0) this.#serve()
  }

  #endIdle(pool: Pool, environment: Environment): void {
    const at = pool.idle.findIndex((idle) => idle.environment === environment)
    if (at < 0) return
    pool.idle.splice(at, 1)
    this.#leave(pool, environment)
  }

  /** One timer for all: an invocation costs none. */
  #sweepLater(ms: number): void {
    this.#sweep ??= setTimeout(() => {
      this.#sweep = undefined
      let next = Number.POSITIVE_INFINITY
      for (const pool of this.#pools.values()) {
        for (const { environment, since } of [...pool.idle]) {
          const leftMs = since + this.#limits.idleMs - performance.now()
          if (leftMs <= 0) this.#endIdle(pool, environment)
          else next = Math.min(next, leftMs)
        }
      }
      if (next !== Number.POSITIVE_INFINITY) this.#sweepLater(next)
    }, ms).unref()
  }

  #leave(pool: Pool, environment: Environment): void {
    pool.size--
    this.#forgetIfEmpty(pool)
    this.#end(environment)
  }

  #forgetIfEmpty(pool: Pool): void {
    if (pool.size === 0 && this.#pools.get(pool.key) === pool) this.#pools.delete(pool.key)
  }

  /** Makes room for another function. */
  #endLongestIdle(): boolean {
    let oldest: { readonly pool: Pool; readonly idle: Idle } | undefined
    for (const pool of this.#pools.values()) {
      const idle = pool.idle[0]
      if (idle && (!oldest || idle.since < oldest.idle.since)) oldest = { pool, idle }
    }
    if (!oldest) return false
    this.#endIdle(oldest.pool, oldest.idle.environment)
    return true
  }

  #retire(pool: Pool): void {
    pool.isRetired = true
    this.#pools.delete(pool.key)
    for (const { environment } of [...pool.idle]) this.#endIdle(pool, environment)
  }

  #end(environment: Environment): void {
    this.#all.delete(environment)
    if (this.#isStarting.delete(environment)) this.#starting--
    const ending = environment.end().finally(() => {
      this.#ending.delete(ending)
      if (this.#waiting.length > 0) this.#serve()
    })
    this.#ending.add(ending)
  }
}
