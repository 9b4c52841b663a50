import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createHttpApi } from '../support/http-api.ts'
import { createMockApi } from '../support/mock-api.ts'
import { sendBytes } from '../support/raw-http.ts'

// Requests of which servers in a row may disagree where they end: what is refused is refused, and of the rest a backend
// gets one request, with the body that the client meant.
const origin = inject('origin')
const { apiGateway, httpApi } = awsClients({ origin, account: '444455558888' })

let backend: Server
let received = ''
const paths: Record<string, string> = {}
beforeAll(async () => {
  backend = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok')
    })
  })
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', () => resolve()))
  const uri = `http://127.0.0.1:${(backend.address() as AddressInfo).port}/base`
  const rest = await createMockApi({ apiGateway, origin }, [
    { httpMethod: 'ANY', integration: { type: 'HTTP_PROXY', integrationHttpMethod: 'ANY', uri, requestTemplates: {} } },
    {
      path: '/{part}',
      httpMethod: 'ANY',
      method: {
        requestParameters: { 'method.request.path.part': true, 'method.request.querystring.q': false },
      },
      integration: {
        type: 'HTTP_PROXY',
        integrationHttpMethod: 'ANY',
        uri: `${uri}/{part}`,
        requestTemplates: {},
        requestParameters: {
          'integration.request.path.part': 'method.request.path.part',
          'integration.request.header.X-Query': 'method.request.querystring.q',
        },
      },
    },
  ])
  const http = await createHttpApi(
    { httpApi, origin },
    {
      integrations: {
        plain: toBackend(uri),
        mapped: toBackend(`${uri}/{part}`, {
          'append:header.X-Query': '$request.querystring.q',
          'append:header.X-Body': '$request.body.text',
        }),
      },
      routes: { 'ANY /': { to: 'plain' }, 'ANY /{part}': { to: 'mapped' } },
    },
  )
  paths.REST = new URL(rest.url('')).pathname
  paths.HTTP = new URL(http.url('')).pathname
})
afterAll(() => backend.close())

const toBackend = (IntegrationUri: string, RequestParameters?: Record<string, string>) => ({
  IntegrationType: 'HTTP_PROXY' as const,
  IntegrationMethod: 'ANY',
  PayloadFormatVersion: '1.0',
  IntegrationUri,
  RequestParameters,
})

async function statusOf(bytes: string): Promise<number> {
  received = ''
  const { answer } = await sendBytes(origin, bytes, { enough: (so) => /^HTTP[\s\S]*?\r\n\r\n/.test(so) })
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1])
}

const NEXT = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n'
const chunked = (header: string, body = '0\r\n\r\n') => `${header}\r\n\r\n${body}`
const TEXT = '{"text":"x\\r\\nX-Evil: 1"}'
const TE = 'Transfer-Encoding: chunked'

describe.each(['REST', 'HTTP'])('behind a %s API', (kind) => {
  const ask = (rest: string, path = '', method = 'POST') =>
    statusOf(`${method} ${paths[kind]}${path || (kind === 'HTTP' ? '/' : '')} HTTP/1.1\r\nHost: 127.0.0.1\r\n${rest}`)

  it.each([
    ['a length and chunks', chunked(`Content-Length: 4\r\n${TE}`)],
    ['chunks and a length', chunked(`${TE}\r\nContent-Length: 4`)],
    ['an unknown coding', chunked('Transfer-Encoding: xchunked')],
    ['chunks that are not the last coding', chunked('Transfer-Encoding: chunked, identity')],
    ['codings in two headers', chunked(`${TE}\r\nTransfer-Encoding: identity`)],
    ['a coding in quotes', chunked('Transfer-Encoding: "chunked"')],
    ['a vertical tab', chunked('Transfer-Encoding: \x0bchunked')],
    ['a space before the colon', chunked('Transfer-Encoding : chunked')],
    ['a coding on a line of its own', chunked('Transfer-Encoding:\r\n chunked')],
    ['lengths that agree', chunked('Content-Length: 5\r\nContent-Length: 5', 'hello')],
    ['a list of lengths', chunked('Content-Length: 5, 5', 'hello')],
    ['a length with a sign', chunked('Content-Length: +5', 'hello')],
    ['a length in another base', chunked('Content-Length: 0x5', 'hello')],
    ['a length beyond all numbers', chunked('Content-Length: 18446744073709551621', 'hello')],
    ['an empty length', chunked('Content-Length:', 'hello')],
    ['a line that ends with LF', `X: a\nX-Evil: 1\r\n\r\n`],
    ['a line that ends with CR', `X: a\rX-Evil: 1\r\n\r\n`],
    ['a zero byte', 'X: a\0b\r\n\r\n'],
    ['a chunk of a negative size', chunked(TE, '-5\r\nhello\r\n0\r\n\r\n')],
    ['a chunk of a size beyond all numbers', chunked(TE, 'FFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n')],
    ['chunks whose lines end with LF', chunked(TE, '5\nhello\n0\n\n')],
    ['a chunk that is longer than it says', chunked(TE, '5\r\nhelloXX0\r\n\r\n')],
    ['an extension that ends with LF', chunked(TE, '5;a\nhello\r\n0\r\n\r\n')],
    ['a length behind the body', chunked(TE, '0\r\nContent-Length: 50\r\n\r\n')],
    ['two hosts', 'Host: 127.0.0.1\r\n\r\n'],
  ])('%s is refused', async (_, rest) => {
    expect(await ask(`${rest}${NEXT}`)).toBe(400)
    expect(received).toBe('')
  })

  it.each([
    ['a request as the body of a GET', `Content-Length: ${NEXT.length}\r\n\r\n${NEXT}`, '', 'GET', NEXT],
    ['a request in chunks', chunked(TE, `${NEXT.length.toString(16)};a=b\r\n${NEXT}\r\n0\r\n\r\n`), '', 'POST', NEXT],
    ['line ends in a path and a query', '\r\n', '/a%0d%0aX-Evil:1?q=x%0d%0aX-Evil:%201%0d%0a%0d%0aGET%20/s', 'GET', ''],
    ['bytes beyond ASCII', 'X: \xff\xfe\r\n\r\n', '', 'GET', ''],
    ['line ends in a body that is mapped', `Content-Length: ${TEXT.length}\r\n\r\n${TEXT}`, '/a', 'POST', TEXT],
  ])('%s stays where it is', async (_, rest, path, method, body) => {
    expect(await ask(rest, path, method)).toBe(200)
    const [head = '', ...others] = received.split('\r\n\r\n')
    expect(head).toMatch(new RegExp(`^${method} /base`))
    expect(head).not.toMatch(/^x-evil/im)
    expect(others.join('\r\n\r\n').startsWith(body)).toBe(true)
    const length = /^content-length: (\d+)$/im.exec(head)?.[1] ?? '0'
    expect(others.join('\r\n\r\n')).toHaveLength(Number(length))
  })
})
