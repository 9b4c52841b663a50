import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Call } from '../../kernel/operation.ts'
import type { WireResponse } from '../../kernel/wire.ts'
import { adminSource } from '../admin.harness.ts'
import type { Asked } from '../asked.ts'
import { LogStreams } from './log-streams.ts'

const HOME = { account: '000000000000', region: 'us-east-1' }
const START = Date.UTC(2030, 0, 1)

interface Written {
  readonly timestamp: number
  readonly message: string
}

let written: Written[]
let asked: number[]
let streams: LogStreams

beforeEach(() => {
  vi.useFakeTimers()
  written = []
  asked = []
  const call = async (_service: string, operation: string, { startTime = 0 }: { startTime?: number }) => {
    if (operation === 'ListFunctions') return { Functions: [{ FunctionName: 'orders' }] }
    asked.push(startTime)
    const events = written.filter(({ timestamp }) => timestamp >= startTime)
    return { events: events.map((event) => ({ ...event, logStreamName: 's' })) }
  }
  const source = adminSource()
  const inside = { ...source.inside, places: async () => [HOME], operationsIn: () => call as unknown as Call }
  streams = new LogStreams({ ...source, inside, clock: { ...source.clock, nowMs: () => START } })
})
afterEach(() => {
  streams.close()
  vi.useRealTimers()
})

const open = (name = 'orders') => streams.open({ params: { name }, request: { query: '' } } as unknown as Asked)

/** What has come so far, line by line. */
function reader({ body }: WireResponse) {
  const parts = (body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
  const read = { text: '', isOver: false, leave: () => parts.return?.() }
  const more = async () => {
    for (let part = await parts.next(); !part.done; part = await parts.next()) read.text += Buffer.from(part.value)
    read.isOver = true
  }
  more()
  return read
}

const messagesIn = (text: string) =>
  [...text.matchAll(/^event: log\ndata: (.*)$/gm)].map(([, data = '']) => JSON.parse(data).message as string)
const log = (ms: number, ...messages: string[]) =>
  written.push(...messages.map((message) => ({ timestamp: START + ms, message })))

it('tells each line once, also those of one instant that come one after another', async () => {
  log(-5000, 'before')
  const read = reader(await open())
  log(500, 'one', 'two')
  await vi.advanceTimersByTimeAsync(1000)
  log(500, 'three')
  log(900, 'four')
  await vi.advanceTimersByTimeAsync(3000)
  expect(messagesIn(read.text)).toEqual(['one', 'two', 'three', 'four'])
  expect(asked.at(-1)).toBe(START + 900)
  expect(read.text).toContain('"at":"2030-01-01T00:00:00.500Z","stream":"s"')
})

it('gives many lines at once to whoever reads', async () => {
  const read = reader(await open())
  const lines = Array.from({ length: 150 }, (_, line) => `line ${line}`)
  log(500, ...lines)
  await vi.advanceTimersByTimeAsync(1000)
  log(600, 'and on')
  await vi.advanceTimersByTimeAsync(1000)
  expect(messagesIn(read.text)).toEqual([...lines, 'and on'])
})

it('shows that it is alive while nothing is written', async () => {
  const read = reader(await open())
  await vi.advanceTimersByTimeAsync(31_000)
  expect(read.text).toBe(': \n\n: \n\n')
})

it('asks no more once its reader has left, and ends with the server', async () => {
  const [left, stays] = [reader(await open()), reader(await open())]
  await left.leave()
  await vi.advanceTimersByTimeAsync(2000)
  asked = []
  await vi.advanceTimersByTimeAsync(1000)
  expect(asked).toHaveLength(1)
  streams.close()
  await vi.advanceTimersByTimeAsync(1000)
  expect(stays.isOver).toBe(true)
})

it('refuses a function that is not there, and more readers than it has room for', async () => {
  await expect(open('other')).rejects.toMatchObject({ status: 404, message: expect.stringContaining('"other"') })
  const answers = await Promise.all(Array.from({ length: 17 }, () => open()))
  const readers = answers.slice(0, 16).map(reader)
  expect(answers.map(({ status }) => status)).toEqual([...Array(16).fill(200), 503])
  await readers[0]?.leave()
  expect((await open()).status).toBe(200)
})
