import { createServer, connect as dial, type Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unsafeSeededRandom } from '../kernel/random.ts'
import { plain, startListener } from './listen.harness.ts'
import type { Listener } from './listen.ts'
import type { Dial } from './pass-through.ts'
import { createProxyPass } from './proxy-pass.ts'

const pass = createProxyPass(unsafeSeededRandom())
/** As clients send what stands in a proxy's address. */
const credentialsIn = (address: string) => {
  const { username, password } = new URL(address)
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}
const SHOWN = credentialsIn(pass.address('http://127.0.0.1:4566'))

let outside: Server
let listener: Listener
const dialed: string[] = []
/** Another machine, whatever its name. */
const elsewhere: Dial = ({ name, port }) => {
  dialed.push(`${name}:${port}`)
  return dial((outside.address() as { port: number }).port, '127.0.0.1')
}

beforeEach(async () => {
  outside = createServer((socket) => socket.on('error', () => {}).end('from outside'))
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve))
  dialed.splice(0)
})
afterEach(async () => {
  outside.close()
  await listener.close()
})

async function start(more: Parameters<typeof startListener>[1] = {}): Promise<void> {
  listener = await startListener(() => ({ status: 200, headers: [], body: 'ours' }), { pass, dial: elsewhere, ...more })
}

async function connectTo(target: string, authorization: string | undefined = SHOWN): Promise<string> {
  const { socket, received, closed } = await plain(listener)
  const shown = authorization === undefined ? '' : `Proxy-Authorization: ${authorization}\r\n`
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${shown}\r\n`)
  await closed
  return received()
}

describe('who shows the pass', () => {
  it.each(['example.com:443', 'Example.COM.:443', 'amazonaws.com.evil.example:443', 'docs.aws:443', '192.0.2.1:8443'])(
    'is led to %s',
    async (target) => {
      await start()
      expect(await connectTo(target)).toBe('HTTP/1.1 200 Connection Established\r\n\r\nfrom outside')
      expect(dialed).toEqual([target.toLowerCase().replace('.:', ':')])
    },
  )

  it.each([
    ['sqs.us-east-1.amazonaws.com:443', 'is a name of AWS (sqs) that is not emulated'],
    ['my.bucket.s3-accelerate.amazonaws.com:443', 'is a name of AWS (s3-accelerate)'],
    ['SQS.us-east-1.amazonaws.com.:443', 'is a name of AWS (sqs)'],
    ['queue.sqs.cn-north-1.amazonaws.com.cn:443', 'is a name of AWS (sqs)'],
    ['lambda.us-east-1.api.aws:443', 'is a name of AWS (lambda)'],
    ['x.cell.lambda-url.us-east-1.on.aws:443', 'is a name of AWS (lambda-url)'],
    ['amazonaws.com:443', 'is a name of AWS that is not emulated'],
  ])('is not led to %s', async (target, reason) => {
    await start()
    const answer = await connectTo(target)
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
    expect(answer).toContain(`${target} ${reason}`)
    expect(answer).toContain('--proxy-passthrough')
    expect(dialed).toEqual([])
  })

  it.each(['127.0.0.1:22', 'localhost:22', '127.9.9.9:22', '[::1]:22', 'app.localhost:1'])(
    'is not led back to %s',
    async (target) => {
      await start()
      expect(await connectTo(target)).toMatch(/^HTTP\/1\.1 403 [\s\S]*is on this machine/)
      expect(dialed).toEqual([])
    },
  )

  it('is not led back by an address or a name that means this machine', async () => {
    await start({ dial: undefined })
    const { port } = outside.address() as { port: number }
    for (const target of [`0.0.0.0:${port}`, `0.0.0.0:${listener.port}`, `[::ffff:127.0.0.1]:${port}`]) {
      const answer = await connectTo(target)
      expect(answer).toMatch(/^HTTP\/1\.1 502 /)
      expect(answer).toContain('that is this machine itself')
      expect(answer).not.toContain('from outside')
    }
  })

  it('opens no tunnel in a tunnel', async () => {
    await start()
    const { socket, received, receives, closed } = await plain(listener)
    socket.write(`CONNECT localhost:${listener.port} HTTP/1.1\r\nHost: x\r\nProxy-Authorization: ${SHOWN}\r\n\r\n`)
    await receives('200 Connection Established')
    socket.write(`CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\nProxy-Authorization: ${SHOWN}\r\n\r\n`)
    await closed
    expect(received()).toContain('A tunnel leads to no other tunnel.')
    expect(dialed).toEqual([])
  })
})

describe('who does not', () => {
  const other = credentialsIn(createProxyPass({ bytes: (n) => Buffer.alloc(n, 1) }).address('http://127.0.0.1:1'))
  it.each([
    [undefined],
    [''],
    ['Basic'],
    ['Basic !'],
    [other],
    [SHOWN.replace('Basic', 'Bearer')],
    [`${SHOWN}x`],
    [SHOWN.slice(0, -2)],
    [`Basic ${Buffer.from('functions:').toString('base64')}`],
  ])('is refused: %j', async (authorization) => {
    await start()
    const { socket, received, closed } = await plain(listener)
    const shown = authorization === undefined ? '' : `Proxy-Authorization: ${authorization}\r\n`
    socket.write(`CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n${shown}\r\n`)
    await closed
    expect(received()).toMatch(/^HTTP\/1\.1 403 [\s\S]*example\.com:443 is not emulated by Sallyport/)
    expect(dialed).toEqual([])
  })

  it('is refused where there is no pass at all', async () => {
    await start({ pass: undefined })
    expect(await connectTo('example.com:443')).toMatch(/^HTTP\/1\.1 403 /)
  })
})

it('joins so many at a time, and again when they have ended', async () => {
  outside.close()
  outside = createServer((socket) => socket.on('error', () => {}))
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve))
  await start()
  const request = `CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\nProxy-Authorization: ${SHOWN}\r\n\r\n`
  const peers = await Promise.all(
    Array.from({ length: 512 }, async () => {
      const peer = await plain(listener)
      peer.socket.write(request)
      await peer.receives('200 Connection Established')
      return peer
    }),
  )
  expect(await connectTo('example.com:443')).toMatch(/^HTTP\/1\.1 503 /)
  for (const { socket } of peers) socket.destroy()
  await Promise.all(peers.map(({ closed }) => closed))
  await expect
    .poll(async () => {
      const peer = await plain(listener)
      peer.socket.write(request)
      await peer.receives('HTTP/1.1 ')
      const text = peer.received()
      peer.socket.destroy()
      return text.slice(0, 12)
    })
    .toBe('HTTP/1.1 200')
})
