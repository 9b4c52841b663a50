import { connect as connectTls } from 'node:tls'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { API_NAME, authority, get, http2, plain, startListener, talk, tunnelled } from './listen.harness.ts'
import type { Listener } from './listen.ts'

const QUICK = { firstByteMs: 30, handshakeMs: 30, headMs: 60, requestMs: 90, idleMs: 60 }
let listener: Listener
beforeEach(async () => {
  listener = await startListener(() => ({ status: 200, headers: [], body: 'ok' }), { timeouts: QUICK })
})
afterEach(() => listener.close())

it.each([
  ['nothing at all', ''],
  ['half a TLS hello', '\x16\x03\x01\x02\x00\x01\x00'],
  ['half a request', 'GET / HT'],
  ['a tunnel and nothing in it', `CONNECT ${API_NAME}:443 HTTP/1.1\r\nHost: x\r\n\r\n`],
  ['a tunnel and half a TLS hello', `CONNECT ${API_NAME}:443 HTTP/1.1\r\nHost: x\r\n\r\n\x16\x03\x01\x02\x00\x01\x00`],
  ['a request and nothing more', get('/')],
])('%s is not waited for without end', async (_, bytes) => {
  const { socket, closed } = await plain(listener)
  socket.write(bytes, 'latin1')
  await closed
})

it('a TLS connection without a request is closed', async () => {
  const ca = await authority.certificate()
  const { closed } = talk(connectTls({ port: listener.port, host: '127.0.0.1', servername: API_NAME, ca }))
  await closed
})

it('so is a tunnel with TLS in it', async () => {
  await (await tunnelled(listener)).closed
})

it('an idle HTTP/2 session is closed, with a stream whose request never ends too', async () => {
  const session = await http2(listener)
  session.on('error', () => {})
  const stream = session.request({ ':method': 'POST' })
  stream.on('error', () => {})
  await new Promise((resolve) => session.once('close', resolve))
})

it('a body that never ends is answered 408', async () => {
  const { socket, received, closed } = await plain(listener)
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nx')
  await closed
  expect(received()).toMatch(/^HTTP\/1\.1 408 /)
})

it('a stream of HTTP/2 whose body never ends is reset, and others on its session are not', async () => {
  await listener.close()
  listener = await startListener(() => ({ status: 200, headers: [], body: 'ok' }), {
    timeouts: { ...QUICK, idleMs: 60_000 },
  })
  const session = await http2(listener)
  const slow = session.request({ ':method': 'POST' })
  slow.on('error', () => {})
  slow.write('x')
  await new Promise((resolve) => slow.once('close', resolve))
  expect(slow.rstCode).toBe(8)
  let text = ''
  for await (const part of session.request({})) text += part
  expect(text).toBe('ok')
  session.destroy()
})

it('an answer may take longer than a session may be idle', async () => {
  await listener.close()
  listener = await startListener(
    () => new Promise((resolve) => setTimeout(resolve, 4 * QUICK.idleMs, { status: 200, headers: [], body: 'late' })),
    { timeouts: QUICK },
  )
  const session = await http2(listener)
  let text = ''
  for await (const part of session.request({})) text += part
  expect(text).toBe('late')
  session.destroy()
})

it('a tunnel leads to no other tunnel, and many attempts print no warning', async () => {
  const warnings: string[] = []
  const note = (warning: Error) => void warnings.push(warning.name)
  process.on('warning', note)
  const open = `CONNECT ${API_NAME}:443 HTTP/1.1\r\nHost: x\r\n\r\n`
  const { socket, receives, received, closed } = await plain(listener)
  socket.write(open)
  await receives('200 Connection Established')
  socket.write(open.repeat(20))
  await closed
  expect(received()).toMatch(/HTTP\/1\.1 400 Bad Request[\s\S]*no other tunnel/)
  await new Promise(setImmediate)
  process.off('warning', note)
  expect(warnings).toEqual([])
})
