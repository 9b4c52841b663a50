import { gzipSync } from 'node:zlib'
import type { PutIntegrationCommandInput, PutIntegrationResponseCommandInput } from '@aws-sdk/client-api-gateway'
import { afterAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { backends, bodyOf } from '../support/backends.ts'
import { awsClients } from '../support/clients.ts'
import { createMockApi, type MockApi } from '../support/mock-api.ts'

const origin = inject('origin')
const { apiGateway } = awsClients({ origin, account: '333300000061' })
const { start, close } = backends()
afterAll(close)

/** 67 bytes, which are no text. */
const BYTES = gzipSync('compressed data, should be invalid UTF-8 string')
const ENCODED = BYTES.toString('base64')
const TEXT = 'this is a text'
/** What becomes of bytes that are taken for text. */
const SPOILT = Buffer.from(BYTES.toString())
type Handling = PutIntegrationCommandInput['contentHandling']

/** What the backend was last sent, and what it is to answer. */
let seen: Buffer
let says: { readonly type: string; readonly body: Buffer | string }
let uri: string
beforeEach(async () => {
  says = { type: 'text/plain', body: '' }
  uri ??= await start(async (request, response) => {
    seen = await bodyOf(request)
    response.setHeader('Content-Type', says.type)
    response.end(says.body)
  })
})

const made = (
  integration: Partial<PutIntegrationCommandInput>,
  response: Partial<PutIntegrationResponseCommandInput> = {},
  binaryMediaTypes: string[] = ['image/png'],
) =>
  createMockApi(
    { apiGateway, origin },
    [
      {
        httpMethod: 'POST',
        integration: { type: 'HTTP', integrationHttpMethod: 'POST', uri, requestTemplates: undefined, ...integration },
        responses: [{ statusCode: '200', ...response }],
      },
    ],
    { binaryMediaTypes },
  )

describe('a body on its way in', () => {
  const sent = async (api: MockApi, type: string, body: Buffer | string) => {
    const answer = await api.call('/', { method: 'POST', headers: { 'content-type': type }, body })
    return answer.status === 200 ? seen : answer.status
  }

  it.each<[Handling, Buffer, Buffer]>([
    [undefined, SPOILT, BYTES],
    ['CONVERT_TO_TEXT', SPOILT, Buffer.from(ENCODED)],
  ])(
    'is text unless its type is binary: contentHandling %s (api-gateway 7.6, 7.6.1)',
    async (contentHandling, text, bytes) => {
      const api = await made({ contentHandling })
      expect(await sent(api, 'text/plain', BYTES)).toEqual(text)
      expect(await sent(api, 'text/plain', TEXT)).toEqual(Buffer.from(TEXT))
      expect(await sent(api, 'image/png', BYTES)).toEqual(bytes)
      const plain = await made({ contentHandling }, {}, [])
      expect(await sent(plain, 'image/png', BYTES)).toEqual(SPOILT)
      expect(await sent(plain, 'image/png', ENCODED)).toEqual(Buffer.from(ENCODED))
    },
  )

  it('is decoded, or is an error, where it is to become binary (api-gateway 7.6.2)', async () => {
    const api = await made({ contentHandling: 'CONVERT_TO_BINARY' })
    expect(await sent(api, 'text/plain', ENCODED)).toEqual(BYTES)
    expect(await sent(api, 'text/plain', BYTES)).toBe(500)
    expect(await sent(api, 'text/plain', TEXT)).toBe(500)
    expect(await sent(api, 'image/png', BYTES)).toEqual(BYTES)
    expect(await sent(api, 'image/png', ENCODED)).toEqual(Buffer.from(ENCODED))
  })

  it('is Base64 for a template, and nothing that it can read once it was decoded (api-gateway 7.6.3)', async () => {
    const requestTemplates = { 'application/json': '{"data":"$input.body"}', 'image/png': '{"data":"$input.body"}' }
    expect(String(await sent(await made({ requestTemplates }), 'image/png', BYTES))).toBe(`{"data":"${ENCODED}"}`)
    const api = await made({ requestTemplates, contentHandling: 'CONVERT_TO_BINARY' })
    expect(await sent(api, 'application/json', ENCODED)).toBe(500)
    expect(await sent(api, 'text/plain', ENCODED)).toEqual(BYTES)
  })
})

describe('a body on its way out', () => {
  const got = async (api: MockApi, accept: string, type: string, body: Buffer | string) => {
    says = { type, body }
    const answer = await api.call('/', { method: 'POST', headers: { accept }, body: '{}' })
    return answer.status === 200 ? Buffer.from(await answer.arrayBuffer()) : answer.status
  }

  it.each<[Handling, Buffer | number, Buffer, Buffer, Buffer]>([
    [undefined, Buffer.from(ENCODED), BYTES, Buffer.from(ENCODED), BYTES],
    ['CONVERT_TO_BINARY', BYTES, BYTES, BYTES, BYTES],
    ['CONVERT_TO_TEXT', Buffer.from(ENCODED), Buffer.from(ENCODED), Buffer.from(ENCODED), Buffer.from(ENCODED)],
  ])(
    'is what both types and contentHandling %s make of it (api-gateway 7.6, 7.6.1)',
    async (contentHandling, ...expected) => {
      const api = await made({}, { contentHandling })
      expect([
        await got(api, 'text/plain', 'text/plain', ENCODED),
        await got(api, 'image/png', 'text/plain', ENCODED),
        await got(api, 'text/plain', 'image/png', BYTES),
        await got(api, 'image/png', 'image/png', BYTES),
      ]).toEqual(expected)
    },
  )

  it('is spoilt as text, and an error where it cannot be decoded (api-gateway 7.6.1, 7.6.2)', async () => {
    const api = await made({})
    expect(await got(api, 'text/plain', 'text/plain', BYTES)).toEqual(SPOILT)
    expect(await got(api, 'image/png', 'text/plain', BYTES)).toBe(500)
    expect(await got(api, 'image/png', 'text/plain', TEXT)).toBe(500)
  })

  it('is Base64 for a template, and nothing that it can read once it was decoded (api-gateway 7.6.3)', async () => {
    const responseTemplates = { 'application/json': '{"data":"$input.body"}' }
    const asText = await made({}, { responseTemplates, contentHandling: 'CONVERT_TO_TEXT' })
    expect(String(await got(asText, 'image/png', 'image/png', BYTES))).toBe(`{"data":"${ENCODED}"}`)
    expect(String(await got(asText, 'image/png', 'text/plain', ENCODED))).toBe(`{"data":"${ENCODED}"}`)
    const asBytes = await made({}, { responseTemplates, contentHandling: 'CONVERT_TO_BINARY' })
    expect(await got(asBytes, 'image/png', 'text/plain', ENCODED)).toBe(500)
  })
})
