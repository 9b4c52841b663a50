import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { silentLogger } from '../kernel/logger.ts'
import type { WireHandler } from '../kernel/wire.ts'
import { limitedTo } from './admission.ts'
import { createCertificateAuthority } from './certificates.ts'
import { type Listener, type ListenOptions, listen } from './listen.ts'

const MAX_BODY = 64 * 1024
const authority = createCertificateAuthority(undefined)
const folder = mkdtempSync(join(tmpdir(), 'sallyport-listen-'))
const caFile = join(folder, 'ca.pem')
let authorityPem: string
let listener: Listener

const echo: WireHandler = ({ method, host, path, query, scheme, origin, body, headers }) => ({
  status: 200,
  headers: [['Content-Type', 'application/json']],
  body: JSON.stringify({
    method,
    host,
    path,
    query,
    scheme,
    origin,
    bytes: body.length,
    cookie: headers['set-cookie'],
  }),
})

async function start(handler: WireHandler = echo, more: Partial<ListenOptions> = {}): Promise<void> {
  listener = await listen({
    host: '127.0.0.1',
    port: 0,
    handler,
    authority,
    passthrough: false,
    logger: silentLogger,
    admit: () => limitedTo(MAX_BODY),
    ...more,
  })
}

beforeAll(async () => {
  authorityPem = await authority.certificate()
  writeFileSync(caFile, `${authorityPem}\n`)
})
afterEach(() => listener.close())
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Bytes as they are; resolves with everything that came back when the other side closes. */
function send(bytes: string | Buffer, port = listener.port): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (chunk) => (answer += chunk))
    socket.on('error', () => {})
    socket.on('close', () => resolve(answer))
    socket.setTimeout(4000, () => socket.destroy())
  })
}

const get = (path: string, host = 'localhost') => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`
const bodyOf = (answer: string) => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as Record<string, unknown>

describe('plain HTTP', () => {
  it('hands on the request as it was sent', async () => {
    await start()
    const seen = bodyOf(await send(get('/a%2Fb?x=%20', 'LocalHost:4566')))
    expect(seen).toMatchObject({ host: 'localhost', path: '/a%2Fb', query: 'x=%20', scheme: 'http', bytes: 0 })
    expect(seen.origin).toBe('http://LocalHost:4566')
  })

  it('takes the host from an absolute target', async () => {
    await start()
    const seen = bodyOf(await send(get('HTTP://sts.amazonaws.com/q?a=1', 'other')))
    expect(seen).toMatchObject({ host: 'sts.amazonaws.com', path: '/q', query: 'a=1' })
  })

  it('keeps the connection, and says no more of it than AWS', async () => {
    await start()
    const asked = 'GET /1 HTTP/1.1\r\nHost: x\r\n\r\n'
    const [first = '', second = ''] = (await send(`${asked}${get('/2')}`)).split(/(?<=})(?=HTTP)/)
    expect(first).toMatch(/\r\nConnection: keep-alive\r\n/)
    expect(first).not.toMatch(/keep-alive:/i)
    expect(second).toMatch(/\r\nConnection: close\r\n/)
  })

  it('closes the connection of a client of HTTP/1.0', async () => {
    await start()
    expect(await send('GET / HTTP/1.0\r\n\r\n')).toMatch(/\r\nConnection: close\r\n/)
  })

  it('leaves a connection to a handler that speaks of it', async () => {
    await start(() => ({ status: 200, headers: [['connection', 'close']], body: '' }))
    const answer = await send('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    expect(answer.match(/connection: [a-z-]+/gi)).toEqual(['connection: close'])
  })

  it('serves HTTP/1.0 without a host', async () => {
    await start()
    expect(bodyOf(await send('GET / HTTP/1.0\r\n\r\n'))).toMatchObject({ host: '127.0.0.1', origin: listener.origin })
  })

  it('joins even repeated cookies into one text', async () => {
    await start()
    const answer = await send(get('/').replace('Connection', 'Set-Cookie: a\r\nSet-Cookie: b\r\nConnection'))
    expect(bodyOf(answer).cookie).toBe('a, b')
  })

  it('asks for a body that the client holds back, and reads it', async () => {
    await start()
    const head = 'PUT / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n'
    const answer = await send(`${head}ok`)
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/)
    expect(answer).toContain('"bytes":2')
  })
})

describe('limits', () => {
  const post = (headers: string) => `POST / HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`

  it('refuses a body that is announced as too large before it is sent', async () => {
    await start()
    const answer = await send(post(`Content-Length: ${MAX_BODY + 1}`))
    expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*Connection: close[\s\S]*more than 65536 bytes/)
  })

  it('does not ask for such a body', async () => {
    await start()
    const answer = await send(post(`Expect: 100-continue\r\nContent-Length: ${MAX_BODY + 1}`))
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  })

  it('lets a client that goes on sending read the refusal', async () => {
    await start()
    const size = 8 * 1024 * 1024
    const answer = await send(Buffer.concat([Buffer.from(post(`Content-Length: ${size}`)), Buffer.alloc(size)]))
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  })

  it('refuses a chunked body as soon as it is too large', async () => {
    await start()
    const chunk = `${(MAX_BODY + 1).toString(16)}\r\n${'a'.repeat(MAX_BODY + 1)}\r\n`
    expect(await send(`${post('Transfer-Encoding: chunked')}${chunk}`)).toMatch(/^HTTP\/1\.1 413 /)
  })

  it.each([
    ['two hosts', 'GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n', 400],
    ['a version that is not spoken', 'GET / HTTP/2.0\r\nHost: a\r\n\r\n', 505],
    ['no version', 'GET /\r\n\r\n', 505],
  ])('refuses %s', async (_, bytes, status) => {
    await start()
    expect(await send(bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  })

  it.each([
    ['LocalHost.:99', 'localhost'],
    ['a.TEST.', 'a.test'],
    ['[::1]:1', '[::1]'],
    ['.', '.'],
  ])('reads the host %s', async (given, host) => {
    await start()
    const request = `GET / HTTP/1.1\r\nHost: ${given}\r\nConnection: close\r\n\r\n`
    expect(bodyOf(await send(request))).toMatchObject({ host })
  })

  it('refuses too many headers with 431', async () => {
    await start()
    expect(await send(`GET / HTTP/1.1\r\nHost: x\r\nA: ${'b'.repeat(300_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /)
  })

  it('lets no header vanish: more than it takes are refused, however short', async () => {
    await start()
    const many = (count: number) => Array.from({ length: count }, (_, i) => `a${i}: 1\r\n`).join('')
    const put = (count: number) =>
      send(`PUT / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${many(count)}Content-Length: 2\r\n\r\nok`)
    expect(bodyOf(await put(900))).toMatchObject({ bytes: 2 })
    expect(await put(2100)).toMatch(/^HTTP\/1\.1 431 /)
  })

  it.each([
    '\x00\x01\r\n\r\n',
    'GET\r\n\r\n',
    'GET / HTTP/9\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
  ])('refuses %j with 400 and goes on', async (bytes) => {
    await start()
    expect(await send(bytes)).toMatch(/^HTTP\/1\.1 400 /)
    expect(await send(get('/'))).toMatch(/^HTTP\/1\.1 200 /)
  })
})

describe('a fault of a handler', () => {
  it.each<[string, WireHandler]>([
    [
      'thrown',
      () => {
        throw new Error('secret')
      },
    ],
    [
      'rejected',
      async () => {
        throw new Error('secret')
      },
    ],
    ['a header that HTTP cannot carry', () => ({ status: 200, headers: [['X', 'a\nb']], body: '' })],
    ['such a header, later', async () => ({ status: 200, headers: [['X', 'a\nb']], body: '' })],
  ])('%s: 500 without its text', async (_, handler) => {
    await start(handler)
    const answer = await send(get('/'))
    expect(answer).toMatch(/^HTTP\/1\.1 500 /)
    expect(answer).not.toContain('secret')
  })
})

describe('closing', () => {
  it('finishes the request in flight, and then takes no more', async () => {
    let arrived: () => void = () => {}
    const underway = new Promise<void>((resolve) => (arrived = resolve))
    let finish: () => void = () => {}
    const work = new Promise<void>((resolve) => (finish = resolve))
    await start(async () => {
      arrived()
      await work
      return { status: 200, headers: [], body: 'done' }
    })
    const answer = send('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await underway
    const closed = listener.close()
    finish()
    expect(await answer).toMatch(/done$/)
    await closed
    expect(await send(get('/'))).toBe('')
  })

  it('does not wait for idle connections', async () => {
    await start()
    const idle = await new Promise<Socket>((resolve) => {
      const socket = connect(listener.port, '127.0.0.1', () => resolve(socket))
    })
    idle.on('error', () => {})
    const ended = new Promise((resolve) => idle.once('close', resolve))
    await listener.close()
    await ended
  })
})

/** An HTTPS answer through CONNECT, by a client that trusts our authority only. */
function throughTunnel(name: string, path: string, port = 443): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(listener.port, '127.0.0.1', () =>
      socket.write(`CONNECT ${name}:${port} HTTP/1.1\r\nHost: ${name}:${port}\r\n\r\n`),
    )
    socket.once('error', reject)
    socket.once('data', (established) => {
      if (!String(established).startsWith('HTTP/1.1 200')) return reject(new Error(String(established)))
      let answer = ''
      const tls = connectTls({ socket, servername: name, ca: authorityPem }, () => tls.write(get(path, name)))
      tls.on('data', (chunk) => (answer += chunk))
      tls.on('error', reject)
      tls.on('close', () => resolve(answer))
    })
  })
}

function directTls(servername: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ port: listener.port, host: '127.0.0.1', servername, ca: authorityPem }, () => {
      resolve(socket.getPeerCertificate().subjectaltname ?? '')
      socket.destroy()
    })
    socket.on('error', reject)
  })
}

describe('TLS and tunnels', () => {
  it.each([
    'abc.execute-api.us-east-1.amazonaws.com',
    'assets.with.dots.s3.us-east-1.amazonaws.com',
    `${'a'.repeat(60)}.s3.us-east-1.amazonaws.com`,
  ])('ends the tunnel to %s with a certificate for it', async (name) => {
    await start()
    const seen = bodyOf(await throughTunnel(name, '/prod/x'))
    expect(seen).toMatchObject({ host: name, scheme: 'https', path: '/prod/x', origin: `https://${name}` })
  })

  it('speaks plain HTTP in a tunnel too, even to a client that does not wait', async () => {
    await start()
    const name = 'sts.us-east-1.amazonaws.com'
    const answer = await send(`CONNECT ${name}:80 HTTP/1.1\r\nHost: ${name}\r\n\r\n${get('/early', name)}`)
    expect(answer).toMatch(/^HTTP\/1\.1 200 Connection Established\r\n\r\nHTTP\/1\.1 200 OK/)
    expect(answer).toContain('"path":"/early"')
  })

  it('signs for localhost and for names of the user, for nobody else', async () => {
    await start(echo, { allowHosts: ['auth.example.com'] })
    expect(await directTls('localhost')).toContain('127.0.0.1')
    expect(await directTls('auth.example.com')).toBe('DNS:auth.example.com')
    await expect(directTls('www.example.com')).rejects.toThrow()
  })

  it('serves curl', async ({ skip }) => {
    await start()
    const found = await promisify(execFile)('curl', ['--version']).then(
      () => true,
      () => false,
    )
    if (!found) skip('there is no curl here')
    const url = 'https://shop.auth.us-east-1.amazoncognito.com/oauth2/token'
    const args = ['-sS', '--max-time', '10', '-x', listener.origin, '--cacert', caFile, url]
    const { stdout } = await promisify(execFile)('curl', args, { env: { PATH: process.env.PATH } })
    expect(JSON.parse(stdout)).toMatchObject({ host: 'shop.auth.us-east-1.amazoncognito.com', scheme: 'https' })
  })

  it.each(['example.com:443', 'sqs.us-east-1.amazonaws.com:443', '127.0.0.1:1', 'nonsense'])(
    'refuses CONNECT %s by name',
    async (target) => {
      await start()
      const answer = await send(`CONNECT ${target} HTTP/1.1\r\nHost: x\r\n\r\n`)
      expect(answer).toMatch(/^HTTP\/1\.1 403 /)
      expect(answer).toContain(`${target} is not emulated`)
      expect(answer).toContain('--proxy-passthrough')
    },
  )

  it('leads outside when it was asked to', async () => {
    const outside = createServer((socket) => socket.end('from outside'))
    await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve))
    const { port } = outside.address() as { port: number }
    await start(echo, { passthrough: true })
    const answer = await send(`CONNECT 127.0.0.1:${port} HTTP/1.1\r\nHost: x\r\n\r\n`)
    outside.close()
    expect(answer).toBe('HTTP/1.1 200 Connection Established\r\n\r\nfrom outside')
    expect(await send('CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: x\r\n\r\n')).toMatch(/^HTTP\/1\.1 502 /)
  })
})

describe('the authority of a data directory', () => {
  it('is made once, its key for its owner alone', async () => {
    await start()
    const first = await createCertificateAuthority(folder).certificate()
    expect((await createCertificateAuthority(folder).certificate()).trim()).toBe(first.trim())
    expect(statSync(join(folder, 'ca.key.pem')).mode & 0o777).toBe(0o600)
  })

  it('says which file is damaged', async () => {
    await start()
    const damaged = mkdtempSync(join(folder, 'damaged-'))
    for (const name of ['ca.key.pem', 'ca.pem']) writeFileSync(join(damaged, name), 'not a certificate')
    await expect(createCertificateAuthority(damaged).certificate()).rejects.toThrow(
      /ca\.key\.pem or .*ca\.pem is damaged/,
    )
  })
})
