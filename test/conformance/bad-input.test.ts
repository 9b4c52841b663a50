import { request } from 'node:http'
import { connect } from 'node:net'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMachineClient, type MachineClient, requestToken } from '../support/machine-client.ts'
import { createProtectedApi, type ProtectedApi } from '../support/protected-api.ts'

const origin = inject('origin')
const { apiGateway, cognito } = awsClients({ origin, account: '444455556666' })
const TEN_MEGABYTES = 10 * 1024 * 1024

let machine: MachineClient
let api: ProtectedApi
beforeAll(async () => {
  machine = await createMachineClient(cognito)
  api = await createProtectedApi(apiGateway, [machine.poolArn])
})

interface Raw {
  readonly status: number
  readonly body: string
}

/** fetch() mends too much: this sends what it is given. */
function send(path: string, options: { method?: string; headers?: Record<string, string>; body?: string | Buffer }) {
  return new Promise<Raw>((resolve, reject) => {
    const url = new URL(origin)
    const outgoing = request(
      {
        host: url.hostname,
        port: url.port,
        path,
        method: options.method ?? 'POST',
        headers: options.headers,
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        )
      },
    )
    outgoing.on('error', reject)
    outgoing.end(options.body)
  })
}

/** Bytes straight onto a socket; resolves with what comes back until the other side closes or two seconds pass. */
function sendBytes(bytes: string): Promise<string> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    socket.on('data', (chunk) => (answer += chunk))
    socket.on('error', () => resolve(answer))
    socket.on('close', () => resolve(answer))
    socket.setTimeout(2000, () => socket.destroy())
  })
}

function expectClientError({ status }: Raw): void {
  expect(status).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(500)
}

async function expectAlive(): Promise<void> {
  expect((await requestToken({ origin, ...machine })).status).toBe(200)
}

describe('the token endpoint survives', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
    send(`/_aws/cognito/${machine.domain}/oauth2/token`, { headers: { ...form, ...headers }, body })

  it.each([
    ['broken percent-encoding', 'grant_type=%zz&client_id=%'],
    ['invalid UTF-8', Buffer.from('grant_type=client_credentials&scope=\xff\xfe', 'latin1')],
    ['no body', ''],
    ['JSON', '{"grant_type":"client_credentials"}'],
    ['a hundred thousand parameters', 'a=b&'.repeat(100_000)],
    ['ten megabytes', Buffer.alloc(TEN_MEGABYTES, 'a')],
  ])('%s', async (_, body) => {
    const answer = await post(body)
    expect(answer.status).toBe(400)
    expect(answer.body).toMatch(/^\{"error":"invalid_(request|client)"/)
    await expectAlive()
  })

  it.each(['Basic', 'Basic ', 'Basic %%%', 'Basic bm9jb2xvbg==', 'Bearer x', `Basic ${'QUFB'.repeat(20_000)}`])(
    'an authorization of %.20s',
    async (authorization) => {
      const answer = await post('grant_type=client_credentials', { authorization })
      expect(answer.status).toBe(400)
      await expectAlive()
    },
  )
})

describe('the control plane survives', () => {
  const credential = 'Credential=test/20260101/us-east-1/cognito-idp/aws4_request'
  const signed = {
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`,
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AWSCognitoIdentityProviderService.CreateUserPool',
  }

  it.each([
    ['broken JSON', '{"PoolName":'],
    ['no body', ''],
    ['an array', '[]'],
    ['a number', '7'],
    ['another type', '{"PoolName":{"a":1}}'],
    ['a null', '{"PoolName":null}'],
    ['deep nesting', `${'['.repeat(100_000)}`],
    ['ten megabytes', JSON.stringify({ PoolName: 'x'.repeat(TEN_MEGABYTES) })],
  ])('%s', async (_, body) => {
    expectClientError(await send('/', { headers: signed, body }))
    await expectAlive()
  })

  it.each([
    ['an unknown operation', { 'x-amz-target': 'AWSCognitoIdentityProviderService.FlyToTheMoon' }, 'FlyToTheMoon'],
    [
      'an operation that is not emulated',
      { 'x-amz-target': 'AWSCognitoIdentityProviderService.ListUsers' },
      'ListUsers',
    ],
    ['an unknown service', { 'x-amz-target': 'Moon_20300101.Fly' }, 'Moon'],
  ])('%s, which it names', async (_, headers, name) => {
    const answer = await send('/', { headers: { ...signed, ...headers }, body: '{}' })
    expectClientError(answer)
    expect(answer.body).toContain(name)
  })

  it('an unknown query action, which it names', async () => {
    const authorization = signed.authorization.replace('cognito-idp', 'cloudformation')
    const answer = await send('/', {
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=FlyToTheMoon&Version=2010-05-15',
    })
    expectClientError(answer)
    expect(answer.body).toContain('FlyToTheMoon')
  })
})

describe('the API survives', () => {
  const path = () => new URL(api.url(origin)).pathname

  it.each(['%', '/%zz', '/..%2f..%2fetc', '/%00', `/${'a'.repeat(9000)}`, '//', '/?%=%zz&&&='])(
    'the path %.20s',
    async (suffix) => {
      expectClientError(await send(`${path()}${suffix}`, { method: 'GET' }))
      await expectAlive()
    },
  )

  it('more than 10 MB, with AWS’s words', async () => {
    const answer = await send(path(), { body: Buffer.alloc(TEN_MEGABYTES + 1) })
    expect(answer).toEqual({ status: 413, body: 'HTTP content length exceeded 10485760 bytes.' })
  })

  it('an unknown API', async () => {
    expectClientError(await send('/_aws/execute-api/nosuchapi0/prod/x', { method: 'GET' }))
  })
})

describe('the listener survives', () => {
  it('an unknown host, which it refuses', async () => {
    const answer = await send('/', { method: 'GET', headers: { host: 'evil.example.com' } })
    expect(answer.status).toBe(403)
    expect(answer.body).toContain('evil.example.com')
  })

  it('a hundred kilobytes of headers', async () => {
    expectClientError(await send('/', { method: 'GET', headers: { 'x-large': 'a'.repeat(100_000) } }))
  })

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['a broken request line', 'GET\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a broken TLS hello', '\x16\x03\x01\x00\x05hello'],
    ['a CONNECT to nowhere', 'CONNECT : HTTP/1.1\r\n\r\n'],
    ['a CONNECT to a foreign name', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n'],
  ])('%s', async (_, bytes) => {
    const answer = await sendBytes(bytes)
    expect(answer).not.toMatch(/^HTTP\/1\.1 [25]\d\d OK/)
    await expectAlive()
  })
})
