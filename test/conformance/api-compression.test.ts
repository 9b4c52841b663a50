import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib'
import { type CreateRestApiCommandInput, UpdateRestApiCommand } from '@aws-sdk/client-api-gateway'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { backends, bodyOf } from '../support/backends.ts'
import { awsClients } from '../support/clients.ts'
import { createMockApi, type MockApi } from '../support/mock-api.ts'

const origin = inject('origin')
const { apiGateway } = awsClients({ origin, account: '333300000051' })
const { start: backend, close } = backends()
afterAll(close)

const TEXT = 'a text that is long enough to become shorter. '.repeat(20)

/** A mock that answers with a text, and a server behind `/echo` that answers with what it gets. */
async function madeApi(settings: Partial<CreateRestApiCommandInput> = {}) {
  const uri = await backend(async (message, response) => {
    const body = await bodyOf(message)
    response.setHeader('X-Coding', message.headers['content-encoding'] ?? 'none')
    if (message.headers['x-own'] !== undefined) response.setHeader('Content-Encoding', 'gzip')
    response.end(message.headers['x-own'] === undefined ? body : gzipSync(body))
  })
  return createMockApi(
    { apiGateway, origin },
    [
      { responses: [{ statusCode: '200', responseTemplates: { 'application/json': TEXT } }] },
      {
        path: '/echo',
        httpMethod: 'POST',
        integration: { type: 'HTTP_PROXY', integrationHttpMethod: 'POST', uri, requestTemplates: undefined },
      },
    ],
    settings,
  )
}

/** As the server sends it: `fetch` would undo the coding. */
async function send(api: MockApi, path: string, headers: Record<string, string> = {}, body?: Buffer) {
  const sent = request(api.url(path), { method: body ? 'POST' : 'GET', headers })
  sent.end(body)
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  return { status: answer.statusCode, headers: answer.headers, body: await bodyOf(answer) }
}

describe('an API with a minimumCompressionSize', () => {
  it.each([
    ['gzip', gunzipSync],
    ['deflate', inflateSync],
  ])('compresses its answers with %s for those who ask for it (api-gateway 4.3.7)', async (coding, decompress) => {
    const api = await madeApi({ minimumCompressionSize: 100 })
    const { headers, body } = await send(api, '/', { 'accept-encoding': coding })
    expect(decompress(body).toString()).toBe(TEXT)
    expect([headers['content-encoding'], headers['content-length']]).toEqual([coding, String(body.length)])
    expect((await send(api, '/')).body.toString()).toBe(TEXT)
  })

  it('leaves alone what is smaller, and what comes compressed (api-gateway 4.3.7)', async () => {
    const api = await madeApi({ minimumCompressionSize: 100, binaryMediaTypes: ['*/*'] })
    const asked = { 'accept-encoding': 'gzip' }
    const small = await send(api, '/echo', asked, Buffer.from('small'))
    expect([small.headers['content-encoding'], small.body.toString()]).toEqual([undefined, 'small'])
    const own = await send(api, '/echo', { ...asked, 'x-own': '1' }, Buffer.from(TEXT))
    expect([own.headers['content-encoding'], gunzipSync(own.body).toString()]).toEqual(['gzip', TEXT])
  })

  it('begins and stops with a deployment (api-gateway 10.6.7)', async () => {
    const api = await madeApi()
    const asked = async () => (await send(api, '/', { 'accept-encoding': 'gzip' })).headers['content-encoding']
    const patch = (value: string) =>
      apiGateway.send(
        new UpdateRestApiCommand({
          restApiId: api.apiId,
          patchOperations: [{ op: 'replace', path: '/minimumCompressionSize', value }],
        }),
      )
    await patch('0')
    expect(await asked()).toBeUndefined()
    await api.deploy()
    expect(await asked()).toBe('gzip')
    await patch('')
    await api.deploy()
    expect(await asked()).toBeUndefined()
  })
})

describe('a compressed request', () => {
  it.each([
    ['gzip', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
  ])('reaches the backend as it was before: %s (api-gateway 4.3.7)', async (coding, body) => {
    const { status, headers, body: echoed } = await send(await madeApi(), '/echo', { 'content-encoding': coding }, body)
    expect([status, headers['x-coding'], echoed.toString()]).toEqual([200, 'none', TEXT])
  })

  it('is 415 where it cannot be read, and 413 where it would be too large (api-gateway 1.4.1, 4.3.7)', async () => {
    const api = await madeApi()
    const brotli = await send(api, '/echo', { 'content-encoding': 'br' }, Buffer.from('x'))
    expect([brotli.status, brotli.body.toString()]).toEqual([415, '{"message": "Unsupported Media Type"}'])
    const bomb = gzipSync(Buffer.alloc(11_000_000))
    const refused = await send(api, '/echo', { 'content-encoding': 'gzip' }, bomb)
    expect([refused.status, refused.body.toString()]).toEqual([413, 'HTTP content length exceeded 10485760 bytes.'])
  })
})
