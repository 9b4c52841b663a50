import type { Snapshot } from '../runtime/snapshot.ts'
import type { Sallyport } from './sallyport.ts'
import { startSallyport, type TestingOptions } from './start.ts'

/**
 * Those of vitest, jest (`beforeAll`, `beforeEach`, `afterAll`) and node:test (`before`, `beforeEach`, `after`).
 *
 * @example
 * ```ts
 * import * as runner from 'node:test'
 *
 * const hooks: TestHooks = { beforeAll: runner.before, beforeEach: runner.beforeEach, afterAll: runner.after }
 * expect(Object.keys(hooks)).toHaveLength(3)
 * ```
 */
export interface TestHooks {
  /** Where vitest and jest take a limit in milliseconds `node:test` takes options, and passes over a number. */
  readonly beforeAll: (work: () => Promise<void>, timeoutMs: never) => unknown
  readonly beforeEach: (work: () => Promise<void>) => unknown
  readonly afterAll: (work: () => Promise<void>) => unknown
}

/** A deployment may wait for functions to be bundled, or for custom resources. */
const PREPARATION_MS = 120_000

/**
 * One AWS for the tests of a file, prepared once; each test finds it as it was then, whatever those before it did.
 *
 * @example
 * ```ts
 * import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
 *
 * const world = perTest({ beforeAll, beforeEach, afterAll }, (aws) => aws.deploy('cdk.out'))
 *
 * it('lets partners in', async () => {
 *   const { aws, prepared } = world
 *   const authorization = await aws.token('partner', 'orders/read')
 *   expect((await aws.fetch(`${prepared.outputs.Url}orders`, { headers: { authorization } })).status).toBe(200)
 * })
 * ```
 */
export function perTest<Prepared>(
  { beforeAll, beforeEach, afterAll }: TestHooks,
  prepare: (aws: Sallyport) => Promise<Prepared>,
  options: TestingOptions = {},
): { readonly aws: Sallyport; readonly prepared: Prepared } {
  let world: { readonly aws: Sallyport; readonly prepared: Prepared; readonly snapshot: Snapshot } | undefined
  let isFresh = true
  beforeAll(async () => {
    const aws = await startSallyport(options)
    try {
      const prepared = await prepare(aws)
      world = { aws, prepared, snapshot: await aws.snapshot() }
    } catch (error) {
      await aws.close()
      throw error
    }
  }, PREPARATION_MS as never)
  beforeEach(async () => {
    if (!isFresh) await world?.aws.restore(world.snapshot)
    isFresh = false
  })
  afterAll(async () => {
    await world?.aws.close()
  })
  const ready = () => {
    if (world) return world
    throw new Error('there is no AWS yet: it is there from beforeAll on')
  }
  return {
    get aws() {
      return ready().aws
    },
    get prepared() {
      return ready().prepared
    },
  }
}
