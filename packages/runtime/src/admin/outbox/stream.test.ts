import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { OutboxMessage } from '../../kernel/outbox.ts'
import { adminSource, send } from '../admin.harness.ts'
import { OutboxStreams } from './stream.ts'

let messages: OutboxMessage[] = []
let history = 'first'
const base = adminSource()
const source = {
  outbox: async (after: number) => messages.filter(({ number }) => number > after),
  requests: {
    ...base.requests,
    get history() {
      return history
    },
  },
}
const streams = new OutboxStreams(source)
const open = (path: string, headers: Record<string, string> = {}) =>
  send(async (request) => streams.open({ request, params: {} }), path, { headers })

const sent = (number: number): OutboxMessage => ({
  ...{ number, account: '000000000000', region: 'us-east-1', sentAt: '2030-01-01T00:00:00.000Z' },
  ...{ userPoolId: 'us-east-1_a', username: 'ann', kind: 'SignUp', medium: 'EMAIL' },
  ...{ destination: 'ann@example.com', body: `code ${number}`, code: String(number) },
})

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  messages = [sent(1), sent(2)]
  history = 'first'
})
afterEach(() => {
  streams.close()
  vi.useRealTimers()
})

async function heard(opened: Awaited<ReturnType<typeof open>>): Promise<string[]> {
  const reader = (opened.body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
  const { value } = await reader.next()
  return [...String(Buffer.from(value ?? [])).matchAll(/^(?:id|event): (.*)$/gm)].map(([, text = '']) => text)
}

it('tells what comes after the message that was seen last', async () => {
  const opened = await open('outbox/stream?after=1')
  expect(opened.status).toBe(200)
  await streams.look()
  expect(await heard(opened)).toEqual(['2', 'message'])
  messages.push(sent(3))
  await streams.look()
  expect(await heard(opened)).toEqual(['3', 'message'])
})

it('goes on where a reader that comes back was', async () => {
  const opened = await open('outbox/stream?after=0', { 'last-event-id': '1' })
  await streams.look()
  expect(await heard(opened)).toEqual(['2', 'message'])
})

it('says so when there are others than those that were told', async () => {
  const opened = await open('outbox/stream?after=2')
  history = 'second'
  messages = [sent(1)]
  await streams.look()
  expect(await heard(opened)).toEqual(['emptied', '1', 'message'])
})

it('tells a few at once, and the others the next time', async () => {
  messages = Array.from({ length: 15 }, (_, index) => sent(index + 1))
  const opened = await open('outbox/stream')
  await streams.look()
  expect(await heard(opened)).toHaveLength(20)
  await streams.look()
  expect(await heard(opened)).toHaveLength(10)
})

it('has so many readers and no more, and none for what is no number', async () => {
  const opened = await Promise.all(Array.from({ length: 17 }, () => open('outbox/stream')))
  expect(opened.filter(({ status }) => status === 200)).toHaveLength(16)
  expect(opened.at(-1)?.status).toBe(503)
  streams.close()
  await expect(open('outbox/stream?after=x')).rejects.toThrow('after is the number of a message')
})
