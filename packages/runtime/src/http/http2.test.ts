import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type ClientHttp2Session, type ClientHttp2Stream, connect, type IncomingHttpHeaders } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { silentLogger } from '../kernel/logger.ts'
import type { WireHandler } from '../kernel/wire.ts'
import { limitedTo } from './admission.ts'
import { createCertificateAuthority } from './certificates.ts'
import { type Listener, listen } from './listen.ts'

const API = 'abc123.execute-api.us-east-1.amazonaws.com'
const MAX_BODY = 64 * 1024
const CANCEL = 8
const authority = createCertificateAuthority(undefined)
const folder = mkdtempSync(join(tmpdir(), 'sallyport-http2-'))
const caFile = join(folder, 'ca.pem')
let ca: string
let listener: Listener
let session: ClientHttp2Session

beforeAll(async () => {
  ca = await authority.certificate()
  writeFileSync(caFile, `${ca}\n`)
})
afterEach(async () => {
  session?.destroy()
  await listener.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function start(handler: WireHandler): Promise<void> {
  listener = await listen({
    host: '127.0.0.1',
    port: 0,
    handler,
    authority,
    passthrough: false,
    logger: silentLogger,
    admit: () => limitedTo(MAX_BODY),
  })
  session = connect(`https://127.0.0.1:${listener.port}`, { ca, servername: API })
}

function ask(headers: Record<string, string>, body?: Buffer): Promise<{ headers: IncomingHttpHeaders; text: string }> {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':authority': API, ...headers })
    let answer: IncomingHttpHeaders = {}
    let text = ''
    stream.on('response', (received) => (answer = received))
    stream.on('data', (chunk) => (text += chunk))
    stream.on('end', () => resolve({ headers: answer, text }))
    stream.on('error', reject)
    stream.end(body)
  })
}

const echo: WireHandler = ({ method, host, path, query, scheme, origin, body, headers, rawHeaders }) => ({
  status: 200,
  headers: [['Content-Type', 'application/json']],
  body: JSON.stringify({ method, host, path, query, scheme, origin, body: String(body), headers, rawHeaders }),
})

it('hands on a request as HTTP/1.1 would have brought it', async () => {
  await start(echo)
  const { headers, text } = await ask(
    { ':method': 'POST', ':path': '/prod/a%2Fb?x=1', 'x-one': '1' },
    Buffer.from('hi'),
  )
  expect(headers[':status']).toBe(200)
  expect(headers['content-length']).toBe(String(text.length))
  expect(JSON.parse(text)).toEqual({
    method: 'POST',
    host: API,
    path: '/prod/a%2Fb',
    query: 'x=1',
    scheme: 'https',
    origin: `https://${API}`,
    body: 'hi',
    headers: { host: API, 'x-one': '1' },
    rawHeaders: ['host', API, 'x-one', '1'],
  })
})

it('answers with a header given twice, and without those that steer an HTTP/1.1 connection', async () => {
  await start(() => ({
    status: 401,
    headers: [
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['Connection', 'close'],
      ['x-amzn-ErrorType', 'UnauthorizedException'],
    ],
    body: '{}',
  }))
  const { headers } = await ask({})
  expect(headers).toMatchObject({
    ':status': 401,
    'set-cookie': ['a=1', 'b=2'],
    'x-amzn-errortype': 'UnauthorizedException',
  })
  expect(headers.connection).toBeUndefined()
})

it('answers HEAD without a body, many requests at once, and a bug of ours with 500', async () => {
  await start(async (request) => {
    if (request.path === '/bug') throw new Error('a bug')
    return { status: 200, headers: [], body: request.path }
  })
  expect(await ask({ ':method': 'HEAD', ':path': '/head' })).toMatchObject({
    text: '',
    headers: { 'content-length': '5' },
  })
  const paths = Array.from({ length: 50 }, (_, i) => `/${i}`)
  const answers = await Promise.all(paths.map((path) => ask({ ':path': path })))
  expect(answers.map(({ text }) => text)).toEqual(paths)
  expect((await ask({ ':path': '/bug' })).headers[':status']).toBe(500)
  expect((await ask({ ':path': '/after' })).text).toBe('/after')
})

it('refuses a body that is too large, and goes on', async () => {
  await start(echo)
  const { headers, text } = await ask({ ':method': 'POST' }, Buffer.alloc(MAX_BODY + 1))
  expect([headers[':status'], text]).toEqual([413, `A body of more than ${MAX_BODY} bytes is not taken.\n`])
  expect((await ask({ ':path': '/after' })).headers[':status']).toBe(200)
})

it('survives a client that goes away in the middle', async () => {
  await start(echo)
  const stream = session.request({ ':authority': API, ':method': 'POST' })
  stream.on('error', () => {})
  stream.write('half')
  session.destroy()
  session = connect(`https://127.0.0.1:${listener.port}`, { ca, servername: API })
  expect((await ask({ ':path': '/after' })).headers[':status']).toBe(200)
})

it('is what curl speaks through a tunnel', async ({ skip }) => {
  await start(echo)
  const run = promisify(execFile)
  const env = { PATH: process.env.PATH }
  const version = await run('curl', ['--version'], { env }).then(({ stdout }) => stdout, String)
  if (!version.includes('HTTP2')) skip('there is no curl with HTTP/2 here')
  const args = ['-isS', '--max-time', '4', '-x', listener.origin, '--cacert', caFile, `https://${API}/prod/x`]
  const { stdout } = await run('curl', args, { env })
  expect(stdout).toMatch(/^HTTP\/2 200 \r\ncontent-type: application\/json/m)
})

it.each<[string, (stream: ClientHttp2Stream) => void]>([
  ['stream', (stream) => stream.close(CANCEL)],
  ['connection', () => session.destroy()],
])('a body that breaks off with its %s is no request', async (_, breakOff) => {
  const bodies: string[] = []
  await start(({ body }) => {
    bodies.push(body.toString())
    return { status: 200, headers: [], body: 'ok' }
  })
  const broken = session.request({ ':method': 'PUT', 'content-length': '10' })
  broken.on('error', () => {})
  broken.write('half')
  // What is answered has been read behind it.
  await ask({ ':method': 'PUT' }, Buffer.from('whole'))
  breakOff(broken)
  await new Promise((resolve) => broken.once('close', resolve))
  await listener.close()
  expect(bodies).toEqual(['whole'])
})
