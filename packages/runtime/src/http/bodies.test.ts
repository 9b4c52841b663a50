import { PassThrough, Readable } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { limitedTo } from './admission.ts'
import { BodyBudget } from './body-budget.ts'
import { get, http2, plain, startListener } from './listen.harness.ts'
import type { Listener } from './listen.ts'
import { readBody } from './read-body.ts'
import { refusal } from './refusal.ts'

const anyRoom = { take: () => true, release: () => {} }
const read = (parts: Iterable<Buffer>, max = 1_000_000) => readBody(Readable.from(parts), max, anyRoom)

describe('a body', () => {
  it('that comes in one part is not copied', async () => {
    const only = Buffer.from('only')
    expect(await read([only])).toBe(only)
  })

  it('is put together whatever its parts are', async () => {
    const parts = [1, 1, 20_000, 3, 16_384, 65_536, 60_000, 1, 10_000, 0, 7].map((size, i) => Buffer.alloc(size, i + 1))
    expect(await read(parts)).toEqual(Buffer.concat(parts))
    expect(await read([])).toEqual(Buffer.alloc(0))
  })

  it('that comes slowly holds little more than has come', async () => {
    const slow = Array.from({ length: 500 }, () => new PassThrough())
    const before = process.memoryUsage().arrayBuffers
    const bodies = slow.map((message) => readBody(message, 1_000_000, anyRoom))
    for (const part of ['a', 'b', 'c']) {
      for (const message of slow) message.write(part)
      await new Promise(setImmediate)
    }
    const each = (process.memoryUsage().arrayBuffers - before) / slow.length
    expect(each).toBeLessThan(8192)
    for (const message of slow) message.end()
    expect(new Set((await Promise.all(bodies)).map(String))).toEqual(new Set(['abc']))
  })

  it('of a hundred thousand parts keeps a few of them', async () => {
    const kept = new Set<ArrayBufferLike>()
    const body = await read(Array.from({ length: 100_000 }, () => Buffer.from('a')))
    if (typeof body !== 'string') kept.add(body.buffer)
    expect([body.length, kept.size]).toEqual([100_000, 1])
  })
})

describe('the listener', () => {
  let listener: Listener
  afterEach(() => listener.close())

  it('refuses by the head, before it asks for the body or reads it', async () => {
    let handled = 0
    listener = await startListener(
      () => {
        handled++
        return { status: 200, headers: [], body: '' }
      },
      { admit: () => refusal(403, 'HostNotEmulated', 'evil') },
    )
    for (const head of [
      'Expect: 100-continue\r\nContent-Length: 9',
      'Transfer-Encoding: chunked',
      'Content-Length: 99999',
    ]) {
      const peer = await plain(listener)
      peer.socket.write(`POST / HTTP/1.1\r\nHost: x\r\n${head}\r\n\r\n`)
      await peer.receives('evil')
      expect(peer.received()).toMatch(/^HTTP\/1\.1 403 [\s\S]*Connection: close/)
      peer.socket.destroy()
    }
    expect(handled).toBe(0)
  })

  it('bounds what all bodies hold together, and gives the room back', async () => {
    listener = await startListener(() => ({ status: 200, headers: [], body: 'taken' }), {
      admit: () => limitedTo(1000),
      maxBodiesBytes: 1000,
    })
    const post = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 800\r\n\r\n'
    const slow = await plain(listener)
    slow.socket.write(`${post}${'a'.repeat(700)}`)
    // Answered behind it on another connection, so that the first body is being held.
    const other = await plain(listener)
    other.socket.write(get('/'))
    await other.receives('taken')
    other.socket.write(`${post}${'a'.repeat(800)}`)
    await other.receives('HTTP/1.1 503')
    slow.socket.destroy()
    await slow.closed
    const third = await plain(listener)
    third.socket.write(get('/'))
    await third.receives('taken')
    third.socket.write(`${post}${'a'.repeat(800)}`)
    await third.receives('taken')
    third.socket.destroy()
  })

  it('refuses by the head over HTTP/2 too', async () => {
    listener = await startListener(() => ({ status: 200, headers: [], body: '' }), { admit: () => limitedTo(10) })
    const session = await http2(listener)
    const stream = session.request({ ':method': 'POST', 'content-length': '11' })
    const status = await new Promise((resolve) => stream.once('response', (headers) => resolve(headers[':status'])))
    expect(status).toBe(413)
    session.destroy()
  })
})

it('the budget counts a body until its answer closes', () => {
  const budget = new BodyBudget(10)
  let close: () => void = () => {}
  const first = budget.reserve({ on: (_, listener) => (close = listener) })
  const second = budget.reserve({ on: () => {} })
  expect([first.take(6), second.take(5), second.take(4), first.take(1)]).toEqual([true, false, true, false])
  close()
  expect(second.take(6)).toBe(true)
  second.release()
  second.release()
  expect(budget.reserve({ on: () => {} }).take(10)).toBe(true)
})
