import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { Logger } from '../kernel/logger.ts'
import { type LeaveSignal, SourceFailure, type WireRequest } from '../kernel/wire.ts'
import { get, http2, plain, startListener, tunnelled } from './listen.harness.ts'
import type { Listener } from './listen.ts'

let listener: Listener
afterEach(() => listener.close())

/** Parts that the test hands out one by one, and what became of their reader. */
function source() {
  const parts: Buffer[] = []
  let wake: () => void = () => {}
  let ended = false
  let asked = 0
  let said: () => void = () => {}
  const returned = new Promise<void>((resolve) => (said = resolve))
  const iterator: AsyncIterator<Uint8Array> = {
    async next() {
      asked++
      while (parts.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve))
      const value = parts.shift()
      return value === undefined ? { done: true, value: undefined } : { done: false, value }
    },
    async return() {
      said()
      return { done: true, value: undefined }
    },
  }
  return {
    body: { [Symbol.asyncIterator]: () => iterator },
    push: (part: string | Buffer) => {
      parts.push(Buffer.from(part))
      wake()
    },
    end: () => {
      ended = true
      wake()
    },
    asked: () => asked,
    returned,
  }
}

describe.each([
  ['a plain connection', plain],
  ['a tunnel', tunnelled],
])('over %s', (_, connectTo) => {
  it('hands on each part as it comes, and serves the next request', async () => {
    const { body, push, end } = source()
    listener = await startListener(({ path }) => ({ status: 200, headers: [], body: path === '/stream' ? body : 'ok' }))
    const peer = await connectTo(listener)
    peer.socket.write(get('/stream'))
    await peer.receives('Transfer-Encoding: chunked\r\n\r\n')
    push('one')
    await peer.receives('3\r\none\r\n')
    push('two')
    await peer.receives('3\r\ntwo\r\n')
    end()
    await peer.receives('0\r\n\r\n')
    peer.socket.write(get('/next'))
    await peer.receives('Content-Length: 2\r\n')
    peer.socket.destroy()
  })

  it('tells the source and the request’s signal that the client has left', async () => {
    const { body, push, returned } = source()
    let request: WireRequest | undefined
    listener = await startListener((wire) => {
      request = wire
      void wire.signal
      return { status: 200, headers: [], body }
    })
    const peer = await connectTo(listener)
    peer.socket.write(get('/'))
    push('one')
    await peer.receives('one')
    expect(request?.signal.aborted).toBe(false)
    peer.socket.destroy()
    await returned
    expect(request?.signal.aborted).toBe(true)
  })

  it('asks for no more parts than the client takes', async () => {
    const { body, push, asked, returned } = source()
    listener = await startListener(() => ({ status: 200, headers: [], body }))
    const peer = await connectTo(listener)
    const part = Buffer.alloc(1024 * 1024, 'a')
    for (let i = 0; i < 64; i++) push(part)
    peer.socket.write(get('/'))
    await peer.receives('aaa')
    peer.socket.pause()
    for (let last = -1; last !== asked(); await turn()) {
      last = asked()
      for (let i = 0; i < 50; i++) await turn()
    }
    expect(asked()).toBeLessThan(40)
    peer.socket.destroy()
    await returned
  })
})

it.each([
  ['warn', 'an answer was broken off', new SourceFailure('secret')],
  ['error', 'a request ended in a bug of ours', new Error('secret')],
])('breaks off where the source fails, and says so to nobody but the log: %s %s', async (level, text, thrown) => {
  let fail: () => void = () => {}
  const failure = new Promise<void>((resolve) => (fail = resolve))
  async function* failing() {
    yield Buffer.from('one')
    await failure
    throw thrown
  }
  const logged: unknown[] = []
  const logger: Logger = { enabled: () => true, log: (...line) => logged.push(line) }
  listener = await startListener(() => ({ status: 200, headers: [], body: failing() }), { logger })
  const peer = await plain(listener)
  peer.socket.write(get('/'))
  await peer.receives('one')
  fail()
  await peer.closed
  expect(peer.received()).not.toMatch(/0\r\n\r\n$|secret/)
  expect(logged).toEqual([[level, text, { error: expect.stringContaining('secret') }]])
})

it.each([
  ['HEAD', 200],
  ['GET', 204],
  ['GET', 304],
])('writes nothing of a stream in answer to %s with %i, and lets the source go', async (method, status) => {
  const { body, returned } = source()
  listener = await startListener(() => ({ status, headers: [], body }))
  const peer = await plain(listener)
  peer.socket.write(get('/').replace('GET', method))
  await peer.receives('\r\n\r\n')
  await returned
  peer.socket.destroy()
})

describe('the signal', () => {
  it('stays as it is when the answer was complete before the client left', async () => {
    let signal: LeaveSignal | undefined
    listener = await startListener((request) => {
      signal = request.signal
      return { status: 200, headers: [], body: 'ok' }
    })
    const peer = await plain(listener)
    peer.socket.write(get('/'))
    await peer.receives('ok')
    peer.socket.destroy()
    await listener.close()
    expect(signal?.aborted).toBe(false)
  })

  it('is aborted for every pipelined request, and none of them is waited for at the end', async () => {
    const signals: LeaveSignal[] = []
    let all: () => void = () => {}
    const arrived = new Promise<void>((resolve) => (all = resolve))
    listener = await startListener((request) => {
      signals.push(request.signal)
      if (signals.length === 3) all()
      return new Promise(() => {})
    })
    const peer = await plain(listener)
    peer.socket.write(get('/1') + get('/2') + get('/3'))
    await arrived
    const aborted = signals.map(
      (signal) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())),
    )
    peer.socket.destroy()
    await Promise.all(aborted)
    await listener.close()
  }, 3000)
})

describe('over HTTP/2', () => {
  it('hands on each part as it comes', async () => {
    const { body, push, end } = source()
    listener = await startListener(() => ({ status: 200, headers: [], body }))
    const session = await http2(listener)
    const stream = session.request({})
    push('one')
    await new Promise((resolve) => stream.once('data', resolve))
    push('two')
    end()
    let rest = ''
    for await (const part of stream) rest += part
    expect(rest).toBe('two')
    session.destroy()
  })

  it('tells the source and the request’s signal that the stream was given up', async () => {
    const { body, push, returned } = source()
    let signal: LeaveSignal | undefined
    listener = await startListener((request) => {
      signal = request.signal
      return { status: 200, headers: [], body }
    })
    const session = await http2(listener)
    const stream = session.request({})
    push('one')
    await new Promise((resolve) => stream.once('data', resolve))
    stream.close()
    await returned
    expect(signal?.aborted).toBe(true)
    session.destroy()
  })
})
