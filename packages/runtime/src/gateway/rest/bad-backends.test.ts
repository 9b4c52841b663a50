import { createServer as createTlsServer } from 'node:https'
import { createServer as createTcpServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createCertificateAuthority } from '../../http/certificates.ts'
import { systemClock } from '../../kernel/clock.ts'
import { createHttpBackend } from '../backends/undici-backend.ts'
import type { IntegrationDefinition } from './definition.ts'
import { api, ERROR_500, method, startGateway, textOf, request as wireRequest } from './gateway.harness.ts'
import { backendsOnSockets, proxyTo } from './http.harness.ts'

const { answerOf, backend, client, listening } = backendsOnSockets()

describe('a backend that', () => {
  const TIMEOUT = [504, '{"message": "Endpoint request timed out"}']
  const NETWORK = [504, '{"message": "Network error communicating with endpoint"}']

  async function outcomeOf(uri: string, overrides: Partial<IntegrationDefinition> = {}) {
    const response = await answerOf(proxyTo(uri, { timeoutInMillis: 50, ...overrides }))
    return [response.status, textOf(response)]
  }

  it('never answers: 504', async () => {
    const { url } = await backend(() => {})
    expect(await outcomeOf(url)).toEqual(TIMEOUT)
  })

  it('begins and does not end: 504', async () => {
    const { url } = await backend((_request, response) => void response.write('a'))
    expect(await outcomeOf(url)).toEqual(TIMEOUT)
  })

  it('sends a byte now and then: the time is over all the same', async () => {
    const { url } = await backend((_request, response) => {
      const timer = setInterval(() => response.write('a'), 5)
      response.on('close', () => clearInterval(timer))
    })
    expect(await outcomeOf(url)).toEqual(TIMEOUT)
  })

  it('resets the connection: 504', async () => {
    const { url } = await backend((request) => request.socket.resetAndDestroy())
    expect(await outcomeOf(url, { timeoutInMillis: 5000 })).toEqual(NETWORK)
  })

  it('is not there, breaks off, or does not speak HTTP: 504', async () => {
    const gone = createTcpServer()
    const nobody = await listening(gone)
    await new Promise((resolve) => gone.close(resolve))
    expect(await outcomeOf(nobody, { timeoutInMillis: 5000 })).toEqual(NETWORK)
    const half = await backend((_request, response) => {
      response.writeHead(200, { 'Content-Length': '10' })
      response.write('half', () => response.socket?.destroy())
    })
    expect(await outcomeOf(half.url, { timeoutInMillis: 5000 })).toEqual(NETWORK)
    const other = await listening(createTcpServer((socket) => socket.on('error', () => {}).end('220 smtp ready\r\n')))
    expect(await outcomeOf(other, { timeoutInMillis: 5000 })).toEqual(NETWORK)
  })

  it('answers with more than 10 MB: 500', async () => {
    const { url } = await backend((_request, response) => response.end(Buffer.alloc(10_485_761, 0x61)))
    expect(await outcomeOf(url, { timeoutInMillis: 29_000 })).toEqual(ERROR_500)
  })

  it('never stops: no more is read of it than an answer may have', async () => {
    let sent = 0
    const part = Buffer.alloc(65_536, 0x61)
    const { url } = await backend((_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(part)) sent += part.length
        sent += part.length
      }
      response.on('drain', more)
      more()
    })
    expect(await outcomeOf(url, { timeoutInMillis: 29_000 })).toEqual(ERROR_500)
    // What the two sockets hold comes on top.
    expect(sent).toBeLessThan(32 * 1024 * 1024)
  })

  it('is the API itself: the call comes back a few times, and then ends', async () => {
    let calls = 0
    const own = createHttpBackend({
      clock: systemClock,
      emulated: () => (request) => {
        calls++
        return gateway.handle(request, 'abc123', request.path, address)
      },
    })
    const integration = proxyTo('https://abc123.execute-api.eu-west-1.amazonaws.com/prod/x')
    const { gateway, address, call } = startGateway(api({ '/x': { GET: method({ integration }) } }), {}, own)
    const response = await call('/prod/x')
    expect([response.status, textOf(response), calls]).toEqual([...NETWORK, 8])
  })

  it('has a client who leaves: the call ends', async () => {
    const left = new AbortController()
    let closed: () => void = () => {}
    const ended = new Promise<void>((resolve) => {
      closed = resolve
    })
    const { url } = await backend((request) => {
      request.socket.on('close', closed)
      left.abort()
    })
    const { gateway, address } = startGateway(
      api({ '/x': { GET: method({ integration: proxyTo(url, { timeoutInMillis: 29_000 }) }) } }),
      {},
      client,
    )
    const request = { ...wireRequest({ path: '/prod/x' }), signal: left.signal }
    const response = await gateway.handle(request, 'abc123', '/prod/x', address)
    expect(response.status).toBe(504)
    await ended
  })
})

describe('a TLS backend whose certificate', () => {
  const authority = createCertificateAuthority(undefined)

  /** It shows a certificate for this name to whoever asks for `localhost`. */
  async function outcomeOf(name: string, insecureSkipVerification?: boolean) {
    const server = createTlsServer(
      { SNICallback: (_asked, done) => void authority.contextFor(name).then((context) => done(null, context), done) },
      (_request, response) => response.end('ok'),
    )
    const { port } = new URL(await listening(server, 'localhost'))
    const tlsConfig = insecureSkipVerification === undefined ? undefined : { insecureSkipVerification }
    const response = await answerOf(proxyTo(`https://localhost:${port}/`, { tlsConfig }))
    return [response.status, textOf(response)]
  }

  it('is signed by nobody known: 500', async () => {
    expect(await outcomeOf('localhost')).toEqual(ERROR_500)
    expect(await outcomeOf('localhost', false)).toEqual(ERROR_500)
  })

  it('is not to be verified: its issuer does not count, its name does', async () => {
    expect(await outcomeOf('localhost', true)).toEqual([200, 'ok'])
    expect(await outcomeOf('other.example', true)).toEqual(ERROR_500)
  })
})
