import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Invoked } from '../../../functions/ports.ts'
import type { Cors } from '../../../generated/lambda.ts'
import { FunctionStreamFailure } from '../../../kernel/functions.ts'
import type { InputOf } from '../../../kernel/operation.ts'
import { HTTP_STREAM } from '../../../kernel/streamed-http.ts'
import { SourceFailure, type WireRequest, type WireResponse } from '../../../kernel/wire.ts'
import { signedHeaders } from '../../../protocol/sigv4/sigv4.harness.ts'
import { FakeEngine, startLambda, type TestLambda } from '../lambda.harness.ts'

const REGION = 'eu-west-1'
const ACCOUNT = '111111111111'
const FORBIDDEN =
  '{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: ' +
  'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}'

/** Answers an invocation with what a test says. */
class ScriptedEngine extends FakeEngine {
  answer: Invoked | undefined

  override async invoke(...args: Parameters<FakeEngine['invoke']>): Promise<Invoked> {
    const invoked = await super.invoke(...args)
    return this.answer ?? invoked
  }
}

let engine: ScriptedEngine
let lambda: TestLambda
beforeEach(async () => {
  engine = new ScriptedEngine()
  lambda = await startLambda({ engine })
})
afterEach(() => lambda.close())

type UrlInput = Partial<InputOf<'lambda', 'CreateFunctionUrlConfig'>>

async function allow(more: Partial<InputOf<'lambda', 'AddPermission'>> = {}): Promise<void> {
  await lambda.call('AddPermission', {
    FunctionName: 'fn',
    StatementId: `s${Math.random()}`.replace('.', ''),
    Action: 'lambda:InvokeFunctionUrl',
    Principal: '*',
    FunctionUrlAuthType: 'NONE',
    ...more,
  })
}

/** A function `fn` with a URL that everybody may call; gives the URL's id. */
async function served(url: UrlInput = {}): Promise<string> {
  await lambda.create('fn')
  await allow()
  return urlOf(url)
}

async function urlOf(url: UrlInput = {}): Promise<string> {
  const input = { FunctionName: 'fn', AuthType: 'NONE' as const, ...url }
  const { FunctionUrl } = await lambda.call('CreateFunctionUrlConfig', input)
  return new URL(FunctionUrl).host.split('.')[0] as string
}

interface Asked extends Partial<Omit<WireRequest, 'headers'>> {
  readonly headers?: Readonly<Record<string, string>>
  readonly raw?: readonly string[]
  readonly region?: string
}

async function ask(id: string, path = '/', { region = REGION, raw = [], headers = {}, ...more }: Asked = {}) {
  const request: WireRequest = {
    method: 'GET',
    path,
    query: '',
    rawHeaders: [...Object.entries(headers).flat(), ...raw],
    host: `${id}.lambda-url.${region}.on.aws`,
    body: Buffer.alloc(0),
    remoteAddress: '::ffff:127.0.0.1',
    scheme: 'https',
    origin: `https://${id}.lambda-url.${region}.on.aws`,
    signal: new AbortController().signal,
    ...more,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  }
  return lambda.service.urls(request, id, path, region)
}

type Event = Record<string, unknown> & { readonly headers: Record<string, string> }
const lastEvent = (): Event => JSON.parse(engine.ran.at(-1)?.invocation.payload.toString() ?? 'null')
const headerOf = ({ headers }: WireResponse, name: string) =>
  headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value)

async function textOf({ body }: WireResponse): Promise<string> {
  if (typeof body === 'string') return body
  if (Buffer.isBuffer(body)) return body.toString()
  const parts: Uint8Array[] = []
  for await (const part of body) parts.push(part)
  return Buffer.concat(parts).toString()
}

const answered = async (result: unknown, id: string): Promise<WireResponse> => {
  engine.work = () => result
  return ask(id)
}

describe('the event (11.2.1 to 11.2.4)', () => {
  it('has a balancer’s own part before a trace that the client has begun (observed)', async () => {
    const root = 'Root=1-67891233-abcdef012345678912345678'
    await ask(await served(), '/', { headers: { 'x-amzn-trace-id': `${root};Parent=53995c3f42cd8ad8;Sampled=1` } })
    const { 'x-amzn-trace-id': shown } = lastEvent().headers as Record<string, string>
    expect(shown).toMatch(new RegExp(`^Self=1-[0-9a-f]{8}-[0-9a-f]{24};${root}$`))
  })

  it('has one slash at the start of a path (recorded)', async () => {
    await ask(await served(), '//path/1//2')
    expect(lastEvent()).toMatchObject({ rawPath: '/path/1//2', requestContext: { http: { path: '/path/1//2' } } })
  })

  it('has the members of the format 2.0 and nothing of what is not there', async () => {
    const id = await served()
    const host = `${id}.lambda-url.${REGION}.on.aws`
    await ask(id, '/pa2%Fth/1', {
      method: 'POST',
      query: 'q=1&q=2&b=%20x',
      headers: { Host: host, 'User-Agent': 'Curl/8', Accept: '*/*', 'Content-Type': 'application/json' },
      raw: ['X-Many', 'A', 'x-many', 'b', 'Connection', 'keep-alive'],
      body: Buffer.from('{"x":"ä"}'),
    })
    const event = lastEvent()
    expect(Object.keys(event)).toEqual([
      'version',
      'routeKey',
      'rawPath',
      'rawQueryString',
      'headers',
      'queryStringParameters',
      'requestContext',
      'body',
      'isBase64Encoded',
    ])
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/pa2%Fth/1',
      rawQueryString: 'q=1&q=2&b=%20x',
      queryStringParameters: { q: '1,2', b: ' x' },
      body: '{"x":"ä"}',
      isBase64Encoded: false,
    })
    const { requestId, ...context } = event.requestContext as Record<string, unknown>
    expect(context).toEqual({
      accountId: 'anonymous',
      apiId: id,
      domainName: host,
      domainPrefix: id,
      http: { method: 'POST', path: '/pa2%Fth/1', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'Curl/8' },
      routeKey: '$default',
      stage: '$default',
      time: '01/Jan/2030:00:00:00 +0000',
      timeEpoch: Date.UTC(2030, 0, 1),
    })
    expect(requestId).toBe(engine.ran[0]?.invocation.requestId)
    expect(event.headers).toEqual({
      host,
      'user-agent': 'Curl/8',
      accept: '*/*',
      'content-type': 'application/json',
      'x-many': 'A,b',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      'x-amzn-tls-version': 'TLSv1.3',
      'x-amzn-tls-cipher-suite': 'TLS_AES_128_GCM_SHA256',
    })
  })

  it('lists cookies, and leaves out a body and a query that are empty', async () => {
    const id = await served()
    await ask(id, '/', { headers: { Cookie: 'a=1; b=2' }, scheme: 'http', origin: 'http://127.0.0.1:4566' })
    const event = lastEvent()
    expect(event.cookies).toEqual(['a=1', 'b=2'])
    expect(event.headers).not.toHaveProperty('cookie')
    expect(event.headers).toMatchObject({ 'x-forwarded-port': '4566', 'x-forwarded-proto': 'http' })
    expect(event.headers).not.toHaveProperty('x-amzn-tls-version')
    expect(event).not.toHaveProperty('body')
    expect(event).not.toHaveProperty('queryStringParameters')
    expect(event.isBase64Encoded).toBe(false)
  })

  it.each([
    ['text/plain; charset=utf-8', false],
    ['application/vnd.api+json', false],
    ['image/svg+xml', false],
    ['application/javascript', false],
    ['application/x-www-form-urlencoded', true],
    ['multipart/form-data; boundary=x', true],
    ['application/octet-stream', true],
  ])('gives a body of type %s as Base64: %s', async (type, isBase64Encoded) => {
    const id = await served()
    await ask(id, '/', { method: 'POST', headers: { 'Content-Type': type }, body: Buffer.from('a=1') })
    expect(lastEvent()).toMatchObject({ body: isBase64Encoded ? 'YT0x' : 'a=1', isBase64Encoded })
  })

  it('loses nothing of a text that is not UTF-8', async () => {
    const id = await served()
    await ask(id, '/', { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: Buffer.from([0xff, 0x41]) })
    expect(lastEvent()).toMatchObject({ body: '/0E=', isBase64Encoded: true })
  })
})

describe('the answer (11.2.5, 11.2.6)', () => {
  it.each([
    [{ a: 1 }, '{"a":1}'],
    ['hello', 'hello'],
    [['hello', 3, true], '["hello",3,true]'],
    [3, '3'],
    [3.1, '3.1'],
    [true, 'true'],
    [null, 'null'],
  ])('is %j as JSON where there is no status', async (result, body) => {
    const response = await answered(result, await served())
    expect([response.status, headerOf(response, 'content-type'), await textOf(response)]).toEqual([
      200,
      ['application/json'],
      body,
    ])
  })

  it('has the status, headers, cookies and body that the function says', async () => {
    const response = await answered(
      {
        statusCode: 201,
        headers: { 'X-One': 1, 'Content-Length': '99', Connection: 'close' },
        cookies: ['a=1; Secure', 'b=2'],
        body: 'YWJj',
        isBase64Encoded: true,
      },
      await served(),
    )
    const { requestId, traceId } = engine.ran[0]?.invocation ?? {}
    expect(response).toMatchObject({
      status: 201,
      headers: [
        ['content-type', 'application/json'],
        ['X-One', '1'],
        ['Set-Cookie', 'a=1; Secure'],
        ['Set-Cookie', 'b=2'],
        ['X-Amzn-Trace-Id', `${traceId};Lineage=1:${requestId?.slice(0, 8)}:0`],
        ['x-amzn-RequestId', requestId],
      ],
    })
    expect(await textOf(response)).toBe('abc')
  })

  it.each<[unknown, string]>([
    [{ a: [1] }, '{"a":[1]}'],
    [3, '3'],
    [null, ''],
  ])('has the body %j as JSON beside a status', async (body, text) => {
    const response = await answered({ statusCode: 201, body }, await served())
    expect([response.status, await textOf(response)]).toEqual([201, text])
  })

  it.each([
    [{ statusCode: 'many' }, 'its status is "many"'],
    [{ statusCode: 100 }, 'its status is 100'],
    [{ statusCode: 200, headers: [] }, 'its headers are no object'],
    [{ statusCode: 200, headers: { 'a b': 'x' } }, 'its header "a b" cannot be sent'],
    [{ statusCode: 200, headers: { a: 'x\r\nb: y' } }, 'its header "a" cannot be sent'],
    [{ statusCode: 200, cookies: 'a=1' }, 'its cookies are no list'],
  ])('is 502 for %j', async (result, reason) => {
    const response = await answered(result, await served())
    expect([response.status, await textOf(response)]).toEqual([502, 'Internal Server Error'])
    expect(response.note?.reason).toBe(`the function's answer is malformed: ${reason}`)
  })

  it('is 502 for a function that fails (11.3.3)', async () => {
    const id = await served()
    engine.work = () => {
      throw new Error('boom')
    }
    const response = await ask(id)
    expect([response.status, await textOf(response)]).toEqual([502, 'Internal Server Error'])
    expect(response.note).toMatchObject({ plane: 'lambda-url', reason: expect.stringContaining('boom') })
  })
})

describe('who may call (11.3.1, 11.3.2, 15.6)', () => {
  it('refuses a function whose policy says nothing, and sees a change of the policy at once', async () => {
    await lambda.create('fn')
    const id = await urlOf()
    const refused = await ask(id)
    expect([refused.status, headerOf(refused, 'x-amzn-errortype'), await textOf(refused)]).toEqual([
      403,
      ['AccessDeniedException'],
      FORBIDDEN,
    ])
    expect(refused.note?.reason).toContain('lambda:InvokeFunctionUrl')
    await allow({ StatementId: 'public' })
    expect((await ask(id)).status).toBe(200)
    await lambda.call('RemovePermission', { FunctionName: 'fn', StatementId: 'public' })
    expect((await ask(id)).status).toBe(403)
  })

  it.each([
    [{ FunctionUrlAuthType: 'AWS_IAM' as const }],
    [{ Principal: '111111111111' }],
    [{ Action: 'lambda:InvokeFunction', FunctionUrlAuthType: undefined }],
  ])('needs the right action, principal and type: %j', async (permission) => {
    await lambda.create('fn')
    await allow(permission)
    expect((await ask(await urlOf())).status).toBe(403)
  })

  it('knows no other ids, no other regions, and no URL that is deleted', async () => {
    const id = await served()
    const unknown = await ask('nobody')
    expect([unknown.status, await textOf(unknown)]).toEqual([403, '{"Message":null}'])
    expect(await textOf(await ask(id, '/', { region: 'us-east-1' }))).toBe('{"Message":null}')
    expect((await ask(id)).status).toBe(200)
    await lambda.call('DeleteFunctionUrlConfig', { FunctionName: 'fn' })
    expect(await textOf(await ask(id))).toBe('{"Message":null}')
    const next = await urlOf()
    expect((await ask(next)).status).toBe(200)
    expect(await textOf(await ask(id))).toBe('{"Message":null}')
    await lambda.call('DeleteFunction', { FunctionName: 'fn' })
    expect(await textOf(await ask(next))).toBe('{"Message":null}')
  })

  it('leads to an alias by its own policy, also when it is gone (11.1.5)', async () => {
    await served()
    await lambda.call('PublishVersion', { FunctionName: 'fn' })
    await lambda.call('CreateAlias', { FunctionName: 'fn', Name: 'live', FunctionVersion: '1' })
    const id = await urlOf({ Qualifier: 'live' })
    expect((await ask(id)).status).toBe(403)
    await allow({ Qualifier: 'live' })
    expect((await ask(id)).status).toBe(200)
    expect(engine.ran.at(-1)?.version.version).toBe('1')
    await lambda.call('DeleteAlias', { FunctionName: 'fn', Name: 'live' })
    const gone = await ask(id)
    expect([gone.status, await textOf(gone)]).toEqual([403, FORBIDDEN])
  })
})

describe('signed requests (11.3.5)', () => {
  const signed = (id: string, account: string, service = 'lambda') => {
    const headers = { Host: `${id}.lambda-url.${REGION}.on.aws` }
    const key = { accessKeyId: account, secretAccessKey: 'test' }
    return signedHeaders({ path: '/x', headers }, key, { at: lambda.clock.now(), service, region: REGION })
  }

  it('are asked for by AWS_IAM, and none of the policy where the account is the function’s own', async () => {
    await lambda.create('fn')
    const id = await urlOf({ AuthType: 'AWS_IAM' })
    const response = await ask(id)
    expect([response.status, await textOf(response)]).toEqual([403, FORBIDDEN])
    expect(engine.ran).toEqual([])
    expect((await ask(id, '/x', { headers: signed(id, ACCOUNT) })).status).toBe(200)
    expect(lastEvent().requestContext).toMatchObject({
      accountId: ACCOUNT,
      authorizer: {
        iam: {
          accessKey: ACCOUNT,
          accountId: ACCOUNT,
          callerId: ACCOUNT,
          cognitoIdentity: null,
          principalOrgId: null,
          userArn: `arn:aws:iam::${ACCOUNT}:root`,
          userId: ACCOUNT,
        },
      },
    })
  })

  it('are refused where they do not fit, with what should have been signed', async () => {
    await lambda.create('fn')
    const id = await urlOf({ AuthType: 'AWS_IAM' })
    const other = await ask(id, '/y', { headers: signed(id, ACCOUNT) })
    expect([other.status, headerOf(other, 'x-amzn-errortype')]).toEqual([403, ['InvalidSignatureException']])
    expect(await textOf(other)).toContain('The request signature we calculated does not match')
    const service = await ask(id, '/x', { headers: signed(id, ACCOUNT, 'execute-api') })
    expect(await textOf(service)).toBe('{"message":"Credential should be scoped to correct service: \'lambda\'."}')
    expect(engine.ran).toEqual([])
  })

  it('of another account need leave by the policy', async () => {
    await lambda.create('fn')
    const id = await urlOf({ AuthType: 'AWS_IAM' })
    const headers = signed(id, '222222222222')
    const refused = await ask(id, '/x', { headers })
    expect([refused.status, await textOf(refused)]).toEqual([403, FORBIDDEN])
    await allow({ Principal: '333333333333', FunctionUrlAuthType: 'AWS_IAM' })
    await allow({ Principal: '222222222222', FunctionUrlAuthType: 'NONE' })
    expect((await ask(id, '/x', { headers })).status).toBe(403)
    await allow({ Principal: '222222222222', FunctionUrlAuthType: 'AWS_IAM' })
    expect((await ask(id, '/x', { headers })).status).toBe(200)
  })
})

it('is 429 where no more may run at a time (11.3.3)', async () => {
  const id = await served()
  await lambda.call('PutFunctionConcurrency', { FunctionName: 'fn', ReservedConcurrentExecutions: 0 })
  const response = await ask(id)
  expect([response.status, JSON.parse(await textOf(response))]).toEqual([
    429,
    { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', Type: 'User', message: 'Rate Exceeded.' },
  ])
})

it('takes no event of more than 6 MB', async () => {
  const id = await served()
  const response = await ask(id, '/', { method: 'POST', body: Buffer.alloc(5_000_000) })
  expect(response.status).toBe(413)
  expect(engine.ran).toEqual([])
})

describe('CORS (11.2.7)', () => {
  const cors: Cors = {
    AllowOrigins: ['https://app.example.com'],
    AllowMethods: ['GET', 'PUT'],
    AllowHeaders: ['x-a', 'x-b'],
    ExposeHeaders: ['x-c'],
    AllowCredentials: true,
    MaxAge: 60,
  }
  const preflight = (origin: string): Asked => ({
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-a' },
  })
  const corsOf = ({ headers }: WireResponse) =>
    Object.fromEntries(headers.filter(([name]) => name.startsWith('Access-Control') || name === 'Vary'))

  it('answers a preflight request itself, whoever may call the function', async () => {
    await lambda.create('fn')
    const id = await urlOf({ Cors: cors })
    const response = await ask(id, '/', preflight('https://app.example.com'))
    expect([response.status, response.body, corsOf(response)]).toEqual([
      200,
      '',
      {
        'Access-Control-Allow-Origin': 'https://app.example.com',
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Allow-Methods': 'GET,PUT',
        'Access-Control-Allow-Headers': 'x-a,x-b',
        'Access-Control-Max-Age': '60',
        Vary: 'Origin',
      },
    ])
    expect(corsOf(await ask(id, '/', preflight('https://other.example.com')))).toEqual({})
    expect(engine.ran).toEqual([])
  })

  it('adds to what the function says, and to no origin that may not', async () => {
    const id = await served({ Cors: cors })
    engine.work = () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } })
    const response = await ask(id, '/', { headers: { origin: 'https://app.example.com' } })
    expect(headerOf(response, 'access-control-allow-origin')).toEqual(['*', 'https://app.example.com'])
    expect(headerOf(response, 'access-control-expose-headers')).toEqual(['x-c'])
    const other = await ask(id, '/', { headers: { origin: 'https://other.example.com' } })
    expect(headerOf(other, 'access-control-allow-origin')).toEqual(['*'])
  })

  it('reads a star by whether credentials are sent', async () => {
    const any: Cors = { AllowOrigins: ['*'], AllowMethods: ['*'], AllowHeaders: ['*'] }
    const id = await served({ Cors: any })
    expect(corsOf(await ask(id, '/', preflight('https://x.example')))).toEqual({
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Methods': '*',
      'Access-Control-Allow-Headers': '*',
    })
    await lambda.call('UpdateFunctionUrlConfig', { FunctionName: 'fn', Cors: { ...any, AllowCredentials: true } })
    expect(corsOf(await ask(id, '/', preflight('https://x.example')))).toMatchObject({
      'Access-Control-Allow-Origin': 'https://x.example',
      'Access-Control-Allow-Methods': 'PUT',
      'Access-Control-Allow-Headers': 'x-a',
    })
  })

  it('is the function’s own matter without a block', async () => {
    const id = await served({ Cors: {} })
    await ask(id, '/', preflight('https://x.example'))
    expect(lastEvent().requestContext).toMatchObject({ http: { method: 'OPTIONS' } })
  })
})

describe('RESPONSE_STREAM', () => {
  async function* parts(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
    for (const text of texts) yield Buffer.from(text)
  }
  const streaming = () => served({ InvokeMode: 'RESPONSE_STREAM' })

  it('reads status, headers and cookies off the stream, and hands the rest on', async () => {
    const id = await streaming()
    const head = '{"statusCode":202,"headers":{"content-type":"text/html"},"cookies":["a=1"]}'
    const payload = parts(head.slice(0, 9), `${head.slice(9)}\0\0\0\0`, '\0\0\0\0one', 'two')
    engine.answer = { payload, contentType: HTTP_STREAM, error: false }
    const response = await ask(id)
    expect([response.status, headerOf(response, 'content-type'), headerOf(response, 'set-cookie')]).toEqual([
      202,
      ['text/html'],
      ['a=1'],
    ])
    expect(await textOf(response)).toBe('onetwo')
    expect(engine.ran[0]?.invocation.streams).toBe(true)
  })

  it('hands on a stream without metadata as bytes, and an answer as it is', async () => {
    const id = await streaming()
    engine.answer = { payload: parts('a', 'b'), error: false }
    const bytes = await ask(id)
    expect([headerOf(bytes, 'content-type'), await textOf(bytes)]).toEqual([['application/octet-stream'], 'ab'])
    engine.answer = undefined
    const whole = await answered({ statusCode: 404 }, id)
    expect([whole.status, await textOf(whole)]).toEqual([200, '{"statusCode":404}'])
  })

  it.each([
    ['{"statusCode":1}\0\0\0\0\0\0\0\0x'],
    ['[]\0\0\0\0\0\0\0\0'],
    ['{"statusCode":200}'],
    ['{\0\0\0\0\0\0\0\0'],
  ])('is 502 for a stream that begins with %j, which ends', async (text) => {
    const id = await streaming()
    let hasEnded = false
    const payload = (async function* () {
      try {
        yield* parts(text, 'more')
      } finally {
        hasEnded = true
      }
    })()
    engine.answer = { payload, contentType: HTTP_STREAM, error: false }
    expect((await ask(id)).status).toBe(502)
    expect(hasEnded).toBe(true)
  })
})

describe('a stream that fails', () => {
  const failing = (...texts: readonly string[]) => {
    const payload = (async function* () {
      for (const text of texts) yield Buffer.from(text)
      throw new FunctionStreamFailure(Buffer.from('{"errorType":"Error","errorMessage":"boom"}'), 'Error')
    })()
    engine.answer = { payload, contentType: HTTP_STREAM, error: false }
  }

  it('before it has said what to answer is 502', async () => {
    const id = await served({ InvokeMode: 'RESPONSE_STREAM' })
    failing('{"statusCode":')
    const response = await ask(id)
    expect([response.status, await textOf(response)]).toEqual([502, 'Internal Server Error'])
    expect(response.note?.reason).toContain('boom')
  })

  it('later ends its answer in the middle', async () => {
    const id = await served({ InvokeMode: 'RESPONSE_STREAM' })
    failing('{"statusCode":200}\0\0\0\0\0\0\0\0one')
    const response = await ask(id)
    expect(response.status).toBe(200)
    await expect(textOf(response)).rejects.toBeInstanceOf(SourceFailure)
  })
})

it('is shown with the address that works here', async () => {
  const id = await served()
  const localize = (text: string) => text.replace(/https:\/\/(\w+)\.[^/]*/, 'http://127.0.0.1:1/_aws/lambda-url/$1')
  const status = await lambda.service.status?.(lambda.store, { origin: 'http://127.0.0.1:1', localize })
  expect(status).toEqual({
    functionUrls: [
      {
        account: ACCOUNT,
        region: REGION,
        functionName: 'fn',
        url: `https://${id}.lambda-url.${REGION}.on.aws/`,
        local: `http://127.0.0.1:1/_aws/lambda-url/${id}/`,
      },
    ],
  })
})
