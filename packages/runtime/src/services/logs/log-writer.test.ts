import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { manualClock } from '../../kernel/clock.ts'
import type { Logger } from '../../kernel/logger.ts'
import { unsafeSeededRandom } from '../../kernel/random.ts'
import type { Transact } from '../../kernel/transaction.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { eventsOf } from './events/read.ts'
import { createLogWriter, type LogWriter } from './log-writer.ts'
import { groups, streams } from './repository.ts'

const place = { account: '111111111111', region: 'eu-west-1' }
const target = { place, group: 'g', stream: 's', createGroup: true }
const clock = manualClock(Date.UTC(2030, 0, 1, 12))
const MEGABYTE = 1024 * 1024

let store: Store
let logged: { message: string; fields?: Readonly<Record<string, unknown>> }[]
let transactions: number
beforeEach(async () => {
  store = await openSqliteStore({ path: undefined })
  logged = []
  transactions = 0
})
afterEach(() => store.close())

const logger: Logger = { log: (_level, message, fields) => void logged.push({ message, fields }), enabled: () => true }

function open(transact: Transact = store.transact): LogWriter {
  const counted: Transact = (work) => {
    transactions++
    return transact(work)
  }
  return createLogWriter({ clock, random: unsafeSeededRandom(), transact: counted, logger })
}

const line = (message: string, offset = 0) => ({ timestamp: clock.now() + offset, message })

async function kept(name = 'g'): Promise<string[]> {
  const group = await groups.require(store, place, name)
  const messages: string[] = []
  for (const stream of await streams.list(store, place, name)) {
    for await (const { message } of eventsOf(store, place, group, stream, {}, clock.now())) messages.push(message)
  }
  return messages
}

it('writes what comes together in one transaction, in the order of time', async () => {
  const writer = open()
  writer.write(target, [line('two', 1)])
  writer.write(target, [line('one'), line('one more')])
  await writer.flush()
  expect(await kept()).toEqual(['one', 'one more', 'two'])
  expect(transactions).toBe(1)
})

it('has the streams that are written together share a flush to the disk', async () => {
  const writer = open()
  let commits = 0
  store.onCommit(() => commits++)
  for (const stream of ['a', 'b', 'c']) writer.write({ ...target, stream }, [line(stream)])
  await writer.flush()
  expect(await kept()).toEqual(['a', 'b', 'c'])
  expect({ transactions, commits }).toEqual({ transactions: 3, commits: 1 })
})

it('drops events for a group that is missing, and says so once', async () => {
  const writer = open()
  const nowhere = { ...target, createGroup: false }
  for (const message of ['a', 'b']) {
    writer.write(nowhere, [line(message)])
    await writer.flush()
  }
  expect(await groups.find(store, place, 'g')).toBeUndefined()
  expect(logged).toEqual([
    { message: 'log events are dropped: their log group does not exist', fields: { group: 'g' } },
  ])
})

it('does not let one who may not make the group decide for one who may', async () => {
  const writer = open()
  writer.write({ ...target, createGroup: false }, [line('may not')])
  writer.write(target, [line('may')])
  await writer.flush()
  expect(await kept()).toEqual(['may'])
})

describe('a flood', () => {
  it('is bounded also while it is being written, and what is dropped is counted', async () => {
    let release = () => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    const writer = open(async (work) => {
      await gate
      return store.transact(work)
    })
    const large = 'x'.repeat(MEGABYTE)
    for (let i = 0; i < 10; i++) writer.write(target, [line(large)])
    const flushed = writer.flush()
    for (let i = 0; i < 10; i++) writer.write(target, [line(large)])
    release()
    await flushed
    expect(await kept()).toHaveLength(15)
    writer.write(target, [line('after')])
    await writer.flush()
    expect(await kept()).toHaveLength(16)
    expect(logged.map(({ fields }) => fields)).toEqual([{ dropped: 5 }])
  })

  it('is written in parts, so that others get their turn', async () => {
    const writer = open()
    for (let i = 0; i < 40; i++) writer.write(target, [line('x'.repeat(MEGABYTE / 8))])
    await writer.flush()
    expect(await kept()).toHaveLength(40)
    expect(transactions).toBeGreaterThanOrEqual(10)
  })

  it('leaves the event loop to others after each part', async () => {
    let sinceTurn = 0
    let most = 0
    let written = 0
    const writer = open(async (work) => {
      most = Math.max(most, ++sinceTurn)
      const result = await store.transact(work)
      written++
      return result
    })
    const turns = setInterval(() => {
      sinceTurn = 0
    }, 0)
    for (let i = 0; i < 80; i++) writer.write(target, [line('x'.repeat(MEGABYTE / 8 - 200))])
    await vi.waitFor(() => expect(written).toBeGreaterThan(20))
    clearInterval(turns)
    expect(most).toBeLessThan(10)
    await writer.flush()
    expect(await kept()).toHaveLength(80)
  })

  it('of empty lines is bounded too', async () => {
    const writer = open()
    const lines = Array.from({ length: 200_000 }, () => line(''))
    writer.write(target, lines)
    await writer.flush()
    expect(await groups.find(store, place, 'g')).toBeUndefined()
  })
})

it('goes on after a failure, and says how much was lost', async () => {
  let fails = true
  const writer = open(async (work) => {
    if (!fails) return store.transact(work)
    fails = false
    throw new Error('the disk is full')
  })
  writer.write(target, [line('lost')])
  await writer.flush()
  writer.write(target, [line('kept')])
  await writer.flush()
  expect(await kept()).toEqual(['kept'])
  expect(logged).toMatchObject([{ message: 'log events could not be kept', fields: { lost: 1 } }])
})

it('loses nothing when it is closed, and takes nothing more', async () => {
  const writer = open()
  writer.write(target, [line('last')])
  const closed = writer.close()
  writer.write(target, [line('too late')])
  await closed
  expect(await kept()).toEqual(['last'])
})
