import { deflateRawSync, deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { WireResponse } from '../../../kernel/wire.ts'
import { countingBackend, proxy } from '../cache/cache.harness.ts'
import { answering, api, type Call, headerOf, method, startGateway, textOf } from '../gateway.harness.ts'
import { acceptedCoding } from './accepted-coding.ts'

const TEXT = 'a text that is long enough to become shorter. '.repeat(20)

it.each([
  ['gzip', 'gzip'],
  ['deflate,gzip', 'deflate'],
  ['gzip, deflate, br', 'gzip'],
  ['deflate;q=0.5,gzip;q=1.0', 'gzip'],
  ['gzip;q=1.0,identity;q=0.5,*;q=0', 'gzip'],
  ['GZIP', 'gzip'],
  // The highest one must be one of these.
  ['br;q=1.0, gzip;q=0.8', undefined],
  ['br, gzip', undefined],
  ['identity', undefined],
  ['*', undefined],
  ['', undefined],
  ['gzip;q=0', undefined],
  ['gzip;q=high', undefined],
  [undefined, undefined],
])(
  '4.3.7: Accept-Encoding: %s is answered with %s (documented: api-gateway-enable-compression)',
  (accepted, coding) => {
    expect(acceptedCoding(accepted)).toBe(coding)
  },
)

function bytesOf({ body }: WireResponse): Buffer {
  if (!Buffer.isBuffer(body)) throw new Error('not compressed')
  return body
}

const GZIP: Call = { headers: { 'Accept-Encoding': 'gzip' } }

describe('an answer', () => {
  const served = (minimumCompressionSize: number | undefined, text = TEXT) =>
    startGateway(api({ '/x': { GET: method({ integration: answering(text) }) } }, { minimumCompressionSize }))

  it.each([
    ['gzip', gunzipSync],
    ['deflate', inflateSync],
  ])('4.3.7: is compressed with %s after it was mapped', async (coding, decompress) => {
    const response = await served(10).call('/prod/x', { headers: { 'Accept-Encoding': coding } })
    const bytes = bytesOf(response)
    expect(decompress(bytes).toString()).toBe(TEXT)
    expect(headerOf(response, 'content-encoding')).toBe(coding)
    expect(headerOf(response, 'content-length')).toBe(String(bytes.length))
    expect(headerOf(response, 'content-type')).toBe('application/json')
  })

  it.each([
    ['of an API without a size', undefined, GZIP],
    ['smaller than the size', TEXT.length + 1, GZIP],
    ['for a client that does not ask for it', 0, {}],
  ])('4.3.7: stays as it is %s', async (_which, size, call) => {
    const response = await served(size).call('/prod/x', call)
    expect(textOf(response)).toBe(TEXT)
    expect(headerOf(response, 'content-encoding')).toBeUndefined()
  })

  it('4.3.7: of the size itself is compressed, and with 0 one of any size, but not none at all', async () => {
    expect(gunzipSync(bytesOf(await served(TEXT.length).call('/prod/x', GZIP))).toString()).toBe(TEXT)
    expect(gunzipSync(bytesOf(await served(0, 'a').call('/prod/x', GZIP))).toString()).toBe('a')
    const empty = await served(0, '#set($x = 1)').call('/prod/x', GZIP)
    expect([textOf(empty), headerOf(empty, 'content-encoding')]).toEqual(['', undefined])
  })

  it('of HEAD and a gateway response are not compressed', async () => {
    const { call } = served(0)
    expect(textOf(await call('/prod/nobody', GZIP))).toBe('{"message":"Missing Authentication Token"}')
    const head = startGateway(api({ '/x': { HEAD: method({ httpMethod: 'HEAD', integration: answering(TEXT) }) } }))
    expect(headerOf(await head.call('/prod/x', { ...GZIP, method: 'HEAD' }), 'content-encoding')).toBeUndefined()
  })

  it('4.3.7: that comes with a coding passes as it is', async () => {
    const body = gzipSync(TEXT)
    const { http } = countingBackend(() => ({ headers: [['Content-Encoding', 'gzip']], body }))
    const definition = api(
      { '/x': { GET: method({ integration: proxy() }) } },
      { minimumCompressionSize: 0, binaryMediaTypes: ['*/*'] },
    )
    const response = await startGateway(definition, {}, http).call('/prod/x', GZIP)
    expect(bytesOf(response).equals(body)).toBe(true)
    expect(response.headers.filter(([name]) => name.toLowerCase() === 'content-encoding')).toHaveLength(1)
  })
})

describe('a request', () => {
  const echo = (minimumCompressionSize?: number, more = {}) => {
    const backend = countingBackend()
    const any = method({ httpMethod: 'ANY', integration: proxy(), ...more })
    return { ...startGateway(api({ '/x': { ANY: any } }, { minimumCompressionSize }), {}, backend.http), ...backend }
  }
  const post = (body: Buffer, coding: string): Call => ({
    method: 'POST',
    body,
    headers: { 'Content-Type': 'text/plain', 'Content-Encoding': coding },
  })

  it.each([
    ['gzip', gzipSync(TEXT)],
    [' GZip ', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['deflate', deflateRawSync(TEXT)],
    ['identity', Buffer.from(TEXT)],
  ])('4.3.7: is decoded before it is mapped: %s', async (coding, body) => {
    const { call, calls } = echo()
    expect((await call('/prod/x', post(body, coding))).status).toBe(200)
    expect(calls[0]?.body.toString()).toBe(TEXT)
    expect(calls[0]?.rawHeaders.map((text) => text.toLowerCase())).not.toContain('content-encoding')
  })

  it('4.3.7: is what templates read', async () => {
    const integration = answering('unused')
    const mapped = {
      ...integration,
      requestTemplates: { 'text/plain': '{"statusCode": $input.body}' },
      integrationResponses: {
        201: { statusCode: '201', selectionPattern: '201', responseTemplates: { 'application/json': 'made' } },
      },
    }
    const definition = api({ '/x': { POST: method({ httpMethod: 'POST', integration: mapped }) } })
    const response = await startGateway(definition).call('/prod/x', post(gzipSync('201'), 'gzip'))
    expect([response.status, textOf(response)]).toEqual([201, 'made'])
  })

  it.each([
    ['br', Buffer.from('text')],
    ['gzip, deflate', gzipSync(TEXT)],
    ['x-gzip', gzipSync(TEXT)],
    ['gzip', Buffer.from('no gzip')],
    ['gzip', gzipSync(TEXT).subarray(0, 20)],
    ['deflate', Buffer.from('no deflate')],
  ])(
    'is 415 where it is not in a supported coding: %s (documented: api-gateway-make-request-with-compressed-payload)',
    async (coding, body) => {
      const { call, calls } = echo()
      const response = await call('/prod/x', post(body, coding))
      expect([response.status, textOf(response)]).toEqual([415, '{"message": "Unsupported Media Type"}'])
      expect(calls).toHaveLength(0)
    },
  )

  it('without a body may say what it likes', async () => {
    expect((await echo().call('/prod/x', { headers: { 'Content-Encoding': 'br' } })).status).toBe(200)
  })

  it('smaller than the API’s size stays as it was sent (documented: api-gateway-enable-compression)', async () => {
    const body = gzipSync('short')
    const { call, calls } = echo(1000, { integration: proxy() })
    await call('/prod/x', post(body, 'gzip'))
    expect(calls).toHaveLength(1)
    expect(calls[0]?.body.toString()).not.toBe('short')
  })

  it('that would be larger than any body may be is 413, and inflated no further (1.4.1)', async () => {
    const bomb = gzipSync(Buffer.alloc(10_485_761))
    const { call, calls } = echo()
    const response = await call('/prod/x', post(bomb, 'gzip'))
    expect([response.status, textOf(response)]).toEqual([413, 'HTTP content length exceeded 10485760 bytes.'])
    expect(calls).toHaveLength(0)
    const largest = await call('/prod/x', post(gzipSync(Buffer.alloc(10_485_760)), 'gzip'))
    expect(largest.status).toBe(200)
  })
})
