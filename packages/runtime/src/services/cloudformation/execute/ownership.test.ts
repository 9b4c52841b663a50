import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { manualClock } from '../../../kernel/clock.ts'
import type { Sleep } from '../../../kernel/sleep.ts'
import { openSqliteStore } from '../../../store/sqlite/index.ts'
import type { Store } from '../../../store/store.ts'
import { fake, type HarnessOptions, START, startCloudFormation, thing } from '../cloudformation.harness.ts'

const TTL_MS = 30_000
const TEN = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`R${i}`, thing()]))
const bodyOf = (Resources: object) => ({ StackName: 'S', TemplateBody: JSON.stringify({ Resources }) })

/** A pause that is over when the test says so. */
class Beat {
  #next = () => {}

  readonly sleep: Sleep = (_ms, signal) =>
    new Promise((resolve) => {
      this.#next = resolve
      signal.addEventListener('abort', () => resolve(), { once: true })
    })

  async pass(): Promise<void> {
    this.#next()
    await someTurns()
  }
}

const anotherTurn: Sleep = async () => {
  await setImmediate()
}

async function someTurns(): Promise<void> {
  for (let i = 0; i < 50; i++) await setImmediate()
}

/** Several servers on one store and one clock. */
async function cluster() {
  const store = await openSqliteStore({ path: undefined })
  const leaseClock = manualClock(START)
  const server = async (owner: string, more: HarnessOptions = {}) => {
    const beat = new Beat()
    const options = { store, owner, leaseClock, sleep: anotherTurn, beat: beat.sleep, ...more }
    return { ...(await startCloudFormation(options)), beat }
  }
  return { store, leaseClock, server }
}

/** A stack whose creation is written down, and whose server has died before its first step. */
async function leftAlone(server: Awaited<ReturnType<typeof cluster>>['server'], Resources: object): Promise<void> {
  await (await server('gone', { killAfterSteps: 0 })).call('CreateStack', bodyOf(Resources))
}

async function createdIn(store: Store): Promise<number> {
  return (await store.list({ kind: 'test/fake' })).length
}

describe('of two runners on one store', () => {
  test.each([[[0, 1]], [[1, 0]]])('in the order %j, one makes all there is to make', async (order) => {
    const { store, server } = await cluster()
    await leftAlone(server, TEN)
    const both = [await server('a'), await server('b')]
    await Promise.all(order.map((index) => both[index]?.resume()))
    await Promise.all(both.map((each) => each.settled('S')))
    await someTurns()
    expect(await createdIn(store)).toBe(10)
    const made = both.map(({ world }) => world.take().length)
    expect(made.toSorted((a, b) => a - b)).toEqual([0, 10])
    expect(made[order[0] ?? 0]).toBe(10)
    expect(await both[0]?.events('S')).toHaveLength(32)
    for (const { logged } of both) expect(logged).toEqual([])
  })

  test('the other goes on where the first has died, once its lease has run out', async () => {
    const { store, leaseClock, server } = await cluster()
    const first = await server('a', { killAfterSteps: 5 })
    await first.call('CreateStack', bodyOf(TEN))
    await first.atRest('S')
    const second = await server('b')
    await second.resume()
    leaseClock.advance(TTL_MS - 1)
    await someTurns()
    expect(second.world.take()).toEqual([])
    leaseClock.advance(1)
    expect((await second.settled('S')).StackStatus).toBe('CREATE_COMPLETE')
    // Of its five steps, the first one took the stack.
    expect([first.world.take().length, second.world.take().length]).toEqual([4, 6])
    expect(await createdIn(store)).toBe(10)
    expect(await second.events('S')).toHaveLength(32)
  })

  test('one that renews its lease keeps the stack however long it takes', async () => {
    const { leaseClock, server } = await cluster()
    const [first, second] = [await server('a'), await server('b')]
    first.world.hold('create W')
    await first.call('CreateStack', bodyOf({ W: fake('Waiting') }))
    await someTurns()
    await second.resume()
    for (let i = 0; i < 9; i++) {
      leaseClock.advance(TTL_MS / 3)
      await first.beat.pass()
    }
    expect(second.world.calls).toEqual([])
    first.world.release('create W')
    expect((await second.settled('S')).StackStatus).toBe('CREATE_COMPLETE')
    expect(first.world.calls).toEqual(['begin create W', 'create W', 'end create W'])
  })

  test('one that was asleep cannot write another step, and steps aside without a word', async () => {
    const { store, leaseClock, server } = await cluster()
    const [first, second] = [await server('a'), await server('b')]
    for (const { world } of [first, second]) world.hold('create W')
    await first.call('CreateStack', bodyOf({ W: fake('Waiting'), A: thing({ Value: { Ref: 'W' } }) }))
    await someTurns()
    leaseClock.advance(TTL_MS)
    await second.resume()
    await someTurns()
    first.world.release('create W')
    await someTurns()
    expect(first.world.calls).toEqual(['begin create W', 'create W'])
    second.world.release('create W')
    expect((await second.settled('S')).StackStatus).toBe('CREATE_COMPLETE')
    expect(second.world.calls).toEqual(['create W', 'end create W', 'create A'])
    await someTurns()
    expect(first.world.calls).toHaveLength(2)
    expect(await second.events('S')).toHaveLength(8)
    expect(await createdIn(store)).toBe(2)
    expect(first.logged).toEqual([])
  })

  test('one that learns that its lease is lost waits for nothing any more', async () => {
    const { leaseClock, server } = await cluster()
    const [first, second] = [await server('a'), await server('b')]
    for (const { world } of [first, second]) world.hold('create W')
    await first.call('CreateStack', bodyOf({ W: fake('Waiting') }))
    await someTurns()
    leaseClock.advance(TTL_MS)
    await second.resume()
    await someTurns()
    expect([first.world.waiting, second.world.waiting]).toEqual([1, 1])
    await first.beat.pass()
    expect([first.world.waiting, second.world.waiting]).toEqual([0, 1])
  })

  test('one learns with its next renewal what the other was told', async () => {
    const { store, server } = await cluster()
    const [first, second] = [await server('a'), await server('b')]
    first.world.hold('create W')
    await first.call('CreateStack', bodyOf({ W: fake('Waiting', { Early: true }) }))
    await someTurns()
    const { StackId = '' } = await second.find('S')
    await second.call('DeleteStack', { StackName: 'S' })
    await someTurns()
    expect(await createdIn(store)).toBe(1)
    await first.beat.pass()
    expect((await second.settled(StackId)).StackStatus).toBe('DELETE_COMPLETE')
    expect(await createdIn(store)).toBe(0)
    expect(second.world.calls).toEqual([])
  })
})

test('a runner that is closed gives its stacks back at once', async () => {
  const { server } = await cluster()
  const [first, second] = [await server('a'), await server('b')]
  first.world.hold('create W')
  await first.call('CreateStack', bodyOf({ W: fake('Waiting') }))
  await someTurns()
  await first.close()
  await second.resume()
  expect((await second.settled('S')).StackStatus).toBe('CREATE_COMPLETE')
})
