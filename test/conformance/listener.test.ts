import { connect } from 'node:net'
import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMachineClient, type MachineClient } from '../support/machine-client.ts'
import { sendBytes, sendRaw } from '../support/raw-http.ts'
import { tokenFor } from '../support/tokens.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '444455557777' })

let machine: MachineClient
beforeAll(async () => {
  machine = await createMachineClient(cognito)
})
afterEach(async () => {
  await tokenFor(origin, machine)
})

const statusLines = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]))
const HEALTH = 'GET /_sallyport/health HTTP/1.1\r\nHost: 127.0.0.1\r\n'

describe('the listener refuses', () => {
  it('an unknown host, by name', async () => {
    const answer = await sendRaw(origin, '/', { method: 'GET', headers: { host: 'evil.example.com' } })
    expect(answer.status).toBe(403)
    expect(answer.body).toContain('evil.example.com')
  })

  it('no host at all', async () => {
    const { answer } = await sendBytes(origin, 'GET /_sallyport/health HTTP/1.1\r\n\r\n')
    expect(statusLines(answer)).toEqual([400])
  })

  it('a foreign page, unless it asks what every page may', async () => {
    const headers = { origin: 'https://evil.example.com' }
    expect((await fetch(`${origin}/_sallyport/status`, { headers })).status).toBe(403)
    const keys = await fetch(`${origin}/${machine.poolId}/.well-known/jwks.json`, { headers })
    expect(keys.status).toBe(200)
  })

  it('a megabyte of headers', async () => {
    const { answer } = await sendBytes(origin, `${HEALTH}X-Large: ${'a'.repeat(1_000_000)}\r\n\r\n`, {
      enough: (so) => so.includes('\r\n\r\n'),
    })
    expect(statusLines(answer)).toEqual([431])
  })

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['a broken request line', 'GET\r\n\r\n', 400],
    ['another protocol', 'GET / SIP/2.0\r\n\r\n', 400],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 400],
    ['a length that is none', 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n', 400],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['chunks that are none', 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 400],
    ['a header with a newline', `${HEALTH}X: a\r\n\tb\nGET / HTTP/1.1\r\n\r\n`, 400],
    [
      'a body that is announced too large',
      'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\n\r\n',
      413,
    ],
  ])('%s', async (_, bytes, status) => {
    const { answer } = await sendBytes(origin, bytes, { enough: (so) => /^HTTP[\s\S]*\r\n\r\n[\s\S]+/.test(so) })
    expect(statusLines(answer)[0]).toBe(status)
  })

  it('a broken TLS hello, by closing', async () => {
    const { answer, end } = await sendBytes(origin, '\x16\x03\x01\x00\x05hello')
    expect(end).toBe('closed')
    expect(answer).not.toContain('HTTP/1.1 200')
  })
})

describe('a tunnel is refused', () => {
  it.each([
    ['to nowhere', 'CONNECT : HTTP/1.1\r\n\r\n'],
    ['to a foreign name', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n'],
    ['to a service that is not emulated', 'CONNECT sqs.us-east-1.amazonaws.com:443 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['to the machine’s metadata', 'CONNECT 169.254.169.254:80 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['to another port of this machine', 'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['to another port by name', 'CONNECT localhost:22 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['without a port', 'CONNECT 127.0.0.1 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['to a path', 'CONNECT /etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('%s', async (_, bytes) => {
    const { answer, end } = await sendBytes(origin, bytes)
    expect(end).toBe('closed')
    expect(statusLines(answer)[0]).toBeGreaterThanOrEqual(400)
    expect(statusLines(answer)[0]).toBeLessThan(500)
  })

  it('when a foreign name is asked for inside one that was opened', async () => {
    const { answer } = await sendBytes(
      origin,
      [
        'CONNECT sts.us-east-1.amazonaws.com:80 HTTP/1.1\r\nHost: x\r\n\r\n',
        'GET /_sallyport/status HTTP/1.1\r\nHost: evil.example.com\r\nConnection: close\r\n\r\n',
      ],
      { enough: (so) => statusLines(so).length === 2 },
    )
    expect(statusLines(answer)).toEqual([200, 403])
  })

  it('a hundred times over without harm', async () => {
    const open = 'CONNECT sts.us-east-1.amazonaws.com:443 HTTP/1.1\r\nHost: x\r\n\r\n'
    const hello = '\x16\x03\x01\x00\x05hello'
    const all = await Promise.all(Array.from({ length: 100 }, () => sendBytes(origin, [open, hello])))
    for (const { end } of all) expect(end).toBe('closed')
  })
})

describe('the listener survives', () => {
  it('requests that are sent by halves, and then broken off', async () => {
    const { hostname, port } = new URL(origin)
    const halves = [
      'POST /_aws/cognito/x/oauth2/token HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\ngrant_type=',
      'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhalf',
      'GET /_sallyport/hea',
      HEALTH,
      '',
    ]
    const sockets = await Promise.all(
      [...halves, ...halves].map(
        (half) =>
          new Promise<ReturnType<typeof connect>>((resolve) => {
            const socket = connect(Number(port), hostname, () => socket.write(half || '\r', () => resolve(socket)))
            socket.on('error', () => {})
          }),
      ),
    )
    // While they hang, others are served.
    await tokenFor(origin, machine)
    for (const socket of sockets) socket.resetAndDestroy()
    await tokenFor(origin, machine)
  })

  it('a body that comes byte by byte: nobody waits for it', async () => {
    const { hostname, port } = new URL(origin)
    const body = `grant_type=client_credentials&client_id=${machine.clientId}&client_secret=${machine.clientSecret}`
    const answer = new Promise<string>((resolve, reject) => {
      let text = ''
      const socket = connect(Number(port), hostname, async () => {
        socket.setNoDelay(true)
        socket.write(
          `POST /_aws/cognito/${machine.domain}/oauth2/token HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n` +
            `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n`,
        )
        for (const byte of body) {
          socket.write(byte)
          await new Promise(setImmediate)
          // One served token between the bytes, now and then.
          if (byte === '=') await tokenFor(origin, machine)
        }
      })
      socket.on('data', (chunk) => (text += chunk))
      socket.on('error', reject)
      socket.on('close', () => resolve(text))
    })
    expect(await answer).toMatch(/^HTTP\/1\.1 200[\s\S]*"access_token"/)
  })

  it('pipelined requests, answered in their order, also behind one that is refused', async () => {
    const api = (path: string) => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`
    const { answer } = await sendBytes(
      origin,
      [
        api('/_sallyport/health'),
        api('/_aws/execute-api/nosuchapi0/prod/x'),
        api(`/${machine.poolId}/.well-known/jwks.json`),
        api('/nothing'),
        api('/_sallyport/clock'),
      ].join(''),
      { enough: (so) => statusLines(so).length === 5 },
    )
    expect(statusLines(answer)).toEqual([200, 403, 200, 404, 200])
    expect(answer.indexOf('"services"')).toBeLessThan(answer.indexOf('Forbidden'))
    expect(answer.indexOf('Forbidden')).toBeLessThan(answer.indexOf('"keys"'))
  })

  it('a pipelined request behind garbage: the garbage ends the connection', async () => {
    const { answer, end } = await sendBytes(origin, `${HEALTH}\r\ngarbage\r\n\r\n${HEALTH}\r\n`)
    expect(end).toBe('closed')
    expect(statusLines(answer).filter((status) => status === 200).length).toBeLessThanOrEqual(1)
  })
})
