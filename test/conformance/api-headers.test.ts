import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { PutIntegrationCommandInput, PutMethodCommandInput } from '@aws-sdk/client-api-gateway'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { backends } from '../support/backends.ts'
import { awsClients } from '../support/clients.ts'
import { eventFunction, lambdaUri } from '../support/event-function.ts'
import { functionsOf } from '../support/functions.ts'
import { permit } from '../support/http-api.ts'
import { createMockApi, type MockApi, type MockMethod } from '../support/mock-api.ts'
import { sendRaw } from '../support/raw-http.ts'
import { signerOf } from '../support/signer.ts'

const origin = inject('origin')
const ACCOUNT = '333300000080'
const { apiGateway, lambda } = awsClients({ origin, account: ACCOUNT })
const { start: backend, close } = backends()
afterAll(close)

const TRACE = /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=[01]$/
/** What is handed on where the client has begun none. */
const ROOT = /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/
/** What the backend was sent, and how it is to answer. */
let seen: IncomingMessage
let answers: (response: ServerResponse) => void
let uri: string
let event: Pick<MockMethod, 'integration' | 'responses'>
let returning: string
beforeAll(async () => {
  const listener: RequestListener = (request, response) => {
    seen = request
    request.resume()
    answers(response)
  }
  uri = await backend(listener)
  event = await eventFunction(lambda, ACCOUNT)
  const functions = functionsOf(lambda, ACCOUNT)
  const name = await functions.create('exports.handler = async () => ({})')
  await permit(lambda, name)
  returning = lambdaUri(functions.arnOf(name))
})
beforeEach(() => {
  answers = (response) => response.end('ok')
})

type Type = 'HTTP' | 'HTTP_PROXY' | 'AWS' | 'AWS_PROXY' | 'MOCK'
const integrationOf = (type: Type): Partial<PutIntegrationCommandInput> => {
  if (type === 'MOCK') return {}
  const to = type === 'AWS' ? returning : type === 'AWS_PROXY' ? event.integration?.uri : uri
  return { type, integrationHttpMethod: 'POST', uri: to, requestTemplates: undefined }
}
const made = (
  type: Type,
  settings: Partial<PutIntegrationCommandInput> = {},
  method: Partial<PutMethodCommandInput> = {},
) =>
  createMockApi({ apiGateway, origin }, [
    {
      httpMethod: 'POST',
      method,
      integration: { ...integrationOf(type), ...settings },
      ...(type === 'AWS_PROXY' && { responses: [] }),
    },
  ])
const send = (api: MockApi, headers: Record<string, string> = {}, body?: string) =>
  sendRaw(origin, new URL(api.url('/')).pathname, { method: 'POST', headers, body })

/** Of a list of names and values in turn: the names with this value. */
const namesOf = (raw: readonly string[], value: string) => raw.filter((_, i) => i % 2 === 0 && raw[i + 1] === value)
const headerIn = (raw: readonly string[], name: string) =>
  raw[raw.findIndex((text, i) => i % 2 === 0 && text.toLowerCase() === name.toLowerCase()) + 1]

describe('an answer', () => {
  it('says its ids, its date and its length (api-gateway 4.1.1, 4.1.2)', async () => {
    const { headers } = await send(await made('MOCK'))
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': '0',
      date: expect.stringMatching(/ GMT$/) as string,
      connection: expect.any(String) as string,
      'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      'x-amz-apigw-id': expect.stringMatching(/^[\w+/-]+=$/) as string,
    })
    expect(headers).not.toHaveProperty('x-amzn-errortype')
  })

  it.each<[Type, boolean]>([
    ['AWS', true],
    ['AWS_PROXY', true],
    ['HTTP', true],
    ['HTTP_PROXY', false],
    ['MOCK', false],
  ])('of the integration %s is traced: %s (api-gateway 4.1.3, 4.1.6)', async (type, isTraced) => {
    const { status, headers } = await send(await made(type))
    expect([status, headers['x-amzn-errortype']]).toEqual([200, undefined])
    if (isTraced) expect(headers['x-amzn-trace-id']).toMatch(TRACE)
    else expect(headers).not.toHaveProperty('x-amzn-trace-id')
  })

  it('of a proxy has the trace that its backend says (api-gateway 4.1.3)', async () => {
    answers = (response) => response.setHeader('X-Amzn-Trace-Id', 'Root=theirs').end()
    const { headers } = await send(await made('HTTP_PROXY'))
    expect(headers['x-amzn-trace-id']).toBe('Root=theirs')
  })

  it('goes on with the trace that the client has begun (api-gateway 4.1.4)', async () => {
    const api = await made('HTTP')
    const root = '1-67891233-abcdef012345678912345678'
    const whole = `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`
    await send(api, { 'x-amzn-trace-id': whole })
    expect(seen.headers['x-amzn-trace-id']).toBe(whole)
    await send(api, { 'x-amzn-trace-id': `Root=${root}` })
    expect(seen.headers['x-amzn-trace-id']).toMatch(new RegExp(`^Root=${root};Parent=[0-9a-f]{16};Sampled=[01]$`))
    await send(api)
    expect(seen.headers['x-amzn-trace-id']).toMatch(ROOT)
  })

  it('spells its headers as who gave them (api-gateway 4.1.7)', async () => {
    const responseParameters = { 'method.response.header.tesT-Mapped': "'yes'" }
    const mapped = await createMockApi({ apiGateway, origin }, [
      { httpMethod: 'POST', responses: [{ statusCode: '200', responseParameters }] },
    ])
    expect(namesOf((await send(mapped)).rawHeaders, 'yes')).toEqual(['tesT-Mapped'])
    answers = (response) => response.setHeader('tesT-Multi', 'yes').end()
    expect(namesOf((await send(await made('HTTP_PROXY'))).rawHeaders, 'yes')).toEqual(['tesT-Multi'])
  })
})

describe('a backend', () => {
  it('of HTTP is told what API Gateway says itself (api-gateway 4.2.1)', async () => {
    const api = await made('HTTP')
    await send(api, { 'x-mine': 'm', accept: 'text/plain', 'user-agent': 'me' })
    const own = ['accept', 'content-length', 'host', 'user-agent', 'x-amzn-apigateway-api-id', 'x-amzn-trace-id']
    expect(
      Object.keys(seen.headers)
        .filter((name) => name !== 'connection')
        .sort(),
    ).toEqual(own)
    expect(seen.headers).toMatchObject({
      accept: 'application/json',
      'content-length': '0',
      host: new URL(uri).host,
      'user-agent': `AmazonAPIGateway_${api.apiId}`,
      'x-amzn-apigateway-api-id': api.apiId,
    })
    await send(api, { 'content-type': 'text/plain' }, 'text')
    expect(seen.headers['content-type']).toBe('text/plain')
  })

  /** Those that a client can send with what it likes. */
  const KEPT_BACK = [
    ...['content-encoding', 'content-md5', 'max-forwards', 'proxy-authenticate', 'server', 'te', 'via'],
    'www-authenticate',
  ]
  it('of HTTP_PROXY is told what the client says, but for what is the connection’s (api-gateway 4.2.2)', async () => {
    const api = await made('HTTP_PROXY')
    const passed = { accept: 'text/plain', 'user-agent': 'me', 'x-mine': 'm' }
    await send(api, { ...passed, ...Object.fromEntries(KEPT_BACK.map((name) => [name, 'theirs'])) })
    expect(seen.headers).toMatchObject({ ...passed, host: new URL(uri).host, 'x-amzn-apigateway-api-id': api.apiId })
    expect(seen.headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' })
    expect(seen.headers['x-amzn-trace-id']).toMatch(ROOT)
    expect(namesOf(seen.rawHeaders, 'theirs')).toEqual([])
  })

  const mapping = (name: string) => ({ requestParameters: { [`integration.request.header.${name}`]: "'mapped'" } })
  const SENT = [
    'Content-Encoding',
    'Content-MD5',
    'Date',
    'Max-Forwards',
    'Server',
    'Trailer',
    'User-Agent',
    'WWW-Authenticate',
  ]
  const LOST = ['Connection', 'Expect', 'Proxy-Authenticate', 'TE', 'Via']
  it.each<Type>(['HTTP', 'HTTP_PROXY'])(
    'of %s is sent what is mapped, or it is lost (api-gateway 4.2.3)',
    async (type) => {
      const mapped = (names: readonly string[]) => ({
        requestParameters: Object.fromEntries(names.map((name) => [`integration.request.header.${name}`, "'mapped'"])),
      })
      await send(await made(type, mapped([...SENT, ...LOST])))
      expect(namesOf(seen.rawHeaders, 'mapped').sort()).toEqual(SENT)
      await send(await made(type, mapped(['Host'])))
      expect(seen.headers.host).toBe('mapped')
    },
  )

  it.each<[Type, string]>([
    ...(['HTTP', 'HTTP_PROXY', 'AWS', 'AWS_PROXY'] as const).flatMap((type) =>
      ['Content-Length', 'Transfer-Encoding'].map((name): [Type, string] => [type, name]),
    ),
  ])('of %s cannot have %s mapped (api-gateway 0.16, 4.2.7, 5.6.9)', async (type, name) => {
    const { status, body, headers } = await send(await made(type, mapping(name)))
    expect([status, body]).toEqual([500, '{"message": "Internal server error"}'])
    expect(headers['x-amzn-errortype']).toBe('InternalServerErrorException')
  })

  it.each<[Type, string]>([
    ...(['AWS', 'AWS_PROXY'] as const).flatMap((type) =>
      ['Authorization', 'Connection', 'Expect', 'Proxy-Authenticate', 'TE'].map((name): [Type, string] => [type, name]),
    ),
  ])('of %s cannot have %s mapped, either (api-gateway 4.2.8)', async (type, name) => {
    expect((await send(await made(type, mapping(name)))).status).toBe(500)
  })

  it('is not told of a signature that was for API Gateway (api-gateway 4.2.9)', async () => {
    await send(await made('HTTP_PROXY'), { authorization: 'Bearer mine' })
    expect(seen.headers.authorization).toBe('Bearer mine')
    await send(await made('HTTP_PROXY'), { authorization: 'AWS4-HMAC-SHA256 Credential=a, Signature=b' })
    expect(seen.headers).not.toHaveProperty('authorization')
    const api = await made('HTTP_PROXY', {}, { authorizationType: 'AWS_IAM' })
    const { host, hostname, port, protocol } = new URL(origin)
    const request = { method: 'POST', protocol, hostname, port: Number(port), query: {}, headers: { host } }
    const signed = await (await signerOf(apiGateway)).sign({ ...request, path: new URL(api.url('/')).pathname })
    expect((await send(api, signed.headers)).status).toBe(200)
    expect(seen.headers).not.toHaveProperty('authorization')
  })
})

describe('the event of a function', () => {
  interface Event {
    readonly headers: Readonly<Record<string, string>>
    readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>
  }
  const eventOf = async (api: MockApi, headers: Record<string, string>) =>
    JSON.parse((await send(api, headers)).body) as Event

  it('has the client’s headers, but for the connection’s, and where it came from (api-gateway 4.2.4)', async () => {
    const api = await made('AWS_PROXY')
    const hidden = ['Content-MD5', 'Max-Forwards', 'Proxy-Authenticate', 'Server', 'TE', 'WWW-Authenticate']
    const { headers, multiValueHeaders } = await eventOf(api, {
      'X-Mine': 'm',
      Accept: 'text/plain',
      ...Object.fromEntries(hidden.map((name) => [name, 'hidden'])),
    })
    const own = ['X-Amzn-Trace-Id', 'X-Forwarded-For', 'X-Forwarded-Port', 'X-Forwarded-Proto']
    expect(Object.keys(headers).sort()).toEqual(['Accept', 'Host', 'X-Mine', ...own].sort())
    expect(headers).toMatchObject({ 'X-Mine': 'm', Accept: 'text/plain' })
    expect(headers['X-Amzn-Trace-Id']).toMatch(ROOT)
    expect(multiValueHeaders).toEqual(
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    )
  })

  it('spells headers as the client does, and well-known ones as everybody (api-gateway 4.2.6)', async () => {
    const api = await made('AWS_PROXY')
    const { headers } = await eventOf(api, { 'tEsT-HEADeR': 'a', authorization: 'b', 'user-agent': 'c' })
    expect(headers).toMatchObject({ 'tEsT-HEADeR': 'a', Authorization: 'b', 'User-Agent': 'c' })
  })

  it('comes without Transfer-Encoding, though that was sent (api-gateway 4.3.6)', async () => {
    const api = await made('AWS_PROXY')
    const { headers } = await eventOf(api, { 'transfer-encoding': 'chunked' })
    expect(Object.keys(headers).map((name) => name.toLowerCase())).not.toContain('transfer-encoding')
  })
})

const REMAPPED = [
  ...['Authorization', 'Connection', 'Content-Length', 'Content-MD5', 'Date', 'Expect', 'Host', 'Max-Forwards'],
  ...['Proxy-Authenticate', 'Server', 'Trailer', 'Upgrade', 'User-Agent', 'WWW-Authenticate'],
]
const PASSED = [
  ...['Accept', 'Accept-Charset', 'Accept-Encoding', 'Age', 'Content-Encoding', 'Content-Type', 'Pragma', 'Range'],
  ...['Referer', 'TE', 'Via', 'Warn'],
]

describe.each<Type>(['HTTP', 'AWS'])('what a response of %s maps', (type) => {
  let raw: readonly string[]
  beforeAll(async () => {
    answers = (response) => response.end('ok')
    const responseParameters = Object.fromEntries(
      [...REMAPPED, ...PASSED, 'Transfer-Encoding'].map((name) => [`method.response.header.${name}`, "'mapped'"]),
    )
    const api = await createMockApi({ apiGateway, origin }, [
      { httpMethod: 'POST', integration: integrationOf(type), responses: [{ statusCode: '200', responseParameters }] },
    ])
    raw = (await send(api)).rawHeaders
  })

  it.each(REMAPPED)('has another name if it is %s (api-gateway 4.3.1, 4.3.2)', (name) => {
    const own = ['Connection', 'Content-Length', 'Date']
    expect(headerIn(raw, `x-amzn-Remapped-${name}`)).toBe('mapped')
    expect(raw).toContain(`x-amzn-Remapped-${name}`)
    if (!own.includes(name)) expect(raw).not.toContain(name)
    else expect(headerIn(raw, name)).not.toBe('mapped')
  })

  it.each(PASSED)('is passed if it is %s (api-gateway 4.3.2)', (name) => {
    expect(headerIn(raw, name)).toBe('mapped')
  })

  it('is lost if it is Transfer-Encoding (api-gateway 4.3.2)', () => {
    expect(raw.map((text) => text.toLowerCase())).not.toContain('x-amzn-remapped-transfer-encoding')
    expect(headerIn(raw, 'Transfer-Encoding')).not.toBe('mapped')
  })
})

it('what a proxy’s backend says of its connection has another name (api-gateway 4.3.3)', async () => {
  answers = (response) => {
    response.setHeader('Server', 'theirs')
    response.setHeader('Date', 'Thu, 01 Jan 1970 00:00:00 GMT')
    response.setHeader('Connection', 'close')
    response.setHeader('Content-Length', '2')
    response.setHeader('x-amzn-RequestId', 'theirs')
    response.end('ok')
  }
  const { rawHeaders, headers } = await send(await made('HTTP_PROXY'))
  const remapped = (name: string) => headerIn(rawHeaders, `x-amzn-Remapped-${name}`)
  expect(['Server', 'Date', 'Connection', 'Content-Length', 'x-amzn-RequestId'].map(remapped)).toEqual([
    'theirs',
    'Thu, 01 Jan 1970 00:00:00 GMT',
    'close',
    '2',
    'theirs',
  ])
  expect(headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/)
})

it('what a proxy’s backend says is dropped, passed or renamed, name by name (api-gateway 4.3.4)', async () => {
  const dropped = ['Proxy-Authenticate', 'TE', 'Upgrade', 'Via', 'Expect', 'Host']
  const renamed = ['Authorization', 'Content-MD5', 'Max-Forwards', 'User-Agent', 'WWW-Authenticate']
  const passed = ['Accept', 'Age', 'Pragma', 'X-Theirs']
  answers = (response) => {
    for (const name of [...dropped, ...renamed, ...passed]) response.setHeader(name, 'theirs')
    response.end()
  }
  const { rawHeaders } = await send(await made('HTTP_PROXY'))
  expect(namesOf(rawHeaders, 'theirs').sort()).toEqual(
    [...renamed.map((name) => `x-amzn-Remapped-${name}`), ...passed].sort(),
  )
})
