import { UpdateFunctionUrlConfigCommand } from '@aws-sdk/client-lambda'
import { describe, expect, inject, it } from 'vitest'
import { fetchByAwsName } from '../support/aws-names.ts'
import { awsClients } from '../support/clients.ts'
import { functionUrlsOf } from '../support/function-urls.ts'
import { sendRaw } from '../support/raw-http.ts'

const origin = inject('origin')
const ACCOUNT = '333300000041'
const { lambda } = awsClients({ origin, account: ACCOUNT })
const { served } = functionUrlsOf(lambda, { origin, account: ACCOUNT })
const byAwsName = fetchByAwsName(origin)

interface Signer {
  sign<R extends object>(
    request: R,
    scope: { readonly signingService: string; readonly signingRegion: string },
  ): Promise<R & { readonly headers: Record<string, string> }>
}

/** What signs the SDK's own requests. */
function signerOf(): Promise<Signer> {
  return (lambda.config as unknown as { signer(): Promise<Signer> }).signer()
}

const ECHO = `exports.handler = async (event) => {
  if (event.rawPath === '/fail') throw new Error('no')
  return { statusCode: 201, headers: { 'content-type': 'text/plain' }, cookies: ['a=1', 'b=2'], body: JSON.stringify(event) }
}`

describe('the URL of a function', () => {
  it('is reached by its name and by a path of this server (lambda 11.2.3)', async () => {
    const { address, local, id } = await served(ECHO)
    const request = { method: 'POST', headers: { 'content-type': 'application/json', 'x-a': 'B' }, body: '{"c":1}' }
    for (const response of [
      await byAwsName(`${address}x%20y/z?q=1&q=2`, request),
      await fetch(`${local}x%20y/z?q=1&q=2`, request),
    ]) {
      expect(response.status).toBe(201)
      expect(response.headers.get('content-type')).toBe('text/plain')
      expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
      const event = (await response.json()) as { requestContext: { requestId: string } }
      expect(event).toMatchObject({
        version: '2.0',
        rawPath: '/x%20y/z',
        rawQueryString: 'q=1&q=2',
        queryStringParameters: { q: '1,2' },
        headers: { 'x-a': 'B', 'content-type': 'application/json' },
        requestContext: {
          accountId: 'anonymous',
          domainName: `${id}.lambda-url.us-east-1.on.aws`,
          http: { method: 'POST', path: '/x%20y/z' },
        },
        body: '{"c":1}',
        isBase64Encoded: false,
      })
      expect(response.headers.get('x-amzn-requestid')).toBe(event.requestContext.requestId)
    }
  })

  it('tells a failed function, one that is closed, and none at all (lambda 0.20, 11.3.2, 11.3.3, 11.3.5)', async () => {
    const { local, FunctionName } = await served(ECHO)
    const failed = await fetch(`${local}fail`)
    expect([failed.status, await failed.text()]).toEqual([502, 'Internal Server Error'])
    await lambda.send(new UpdateFunctionUrlConfigCommand({ FunctionName, AuthType: 'AWS_IAM' }))
    const closed = await fetch(local)
    expect([closed.status, closed.headers.get('x-amzn-errortype')]).toEqual([403, 'AccessDeniedException'])
    const none = await fetch(`${origin}/_aws/lambda-url/none/`)
    expect([none.status, await none.text()]).toEqual([403, '{"Message":null}'])
  })

  it('with AWS_IAM takes what the SDK has signed for Lambda', async () => {
    const { id } = await served(ECHO, { AuthType: 'AWS_IAM' })
    const { host, hostname, port } = new URL(origin)
    const path = `/_aws/lambda-url/${id}/x`
    const request = {
      method: 'GET',
      protocol: 'http:',
      hostname,
      port: Number(port),
      path,
      query: {},
      headers: { host },
    }
    const signer = await signerOf()
    const { headers } = await signer.sign(request, { signingService: 'lambda', signingRegion: 'us-east-1' })
    const { host: _, ...sent } = headers
    const response = await fetch(`${origin}${path}`, { headers: sent })
    expect([response.status, await response.json()]).toMatchObject([
      201,
      { requestContext: { accountId: ACCOUNT, authorizer: { iam: { userArn: `arn:aws:iam::${ACCOUNT}:root` } } } },
    ])
    const other = await signer.sign(request, { signingService: 'execute-api', signingRegion: 'us-east-1' })
    const { host: __, ...wrong } = other.headers
    expect((await fetch(`${origin}${path}`, { headers: wrong })).status).toBe(403)
  })

  it('takes no more than a function does', async () => {
    const { local } = await served(ECHO)
    const response = await fetch(local, { method: 'POST', body: 'x'.repeat(6_291_457) })
    expect([response.status, await response.text()]).toEqual([413, '{"Message":"Request Entity Too Large"}'])
  })

  it('gives what is no text as Base64, forms among it (lambda 11.2.4)', async () => {
    const { local } = await served(`exports.handler = async ({ body, isBase64Encoded }) => ({ body, isBase64Encoded })`)
    const asked = async (type: string, body: string | Buffer) => {
      const headers = { 'content-type': type, 'content-length': String(Buffer.byteLength(body)) }
      return JSON.parse((await sendRaw(origin, new URL(local).pathname, { headers, body })).body)
    }
    for (const type of ['text/plain', 'application/json', 'application/xml', 'text/javascript; charset=utf-8']) {
      expect(await asked(type, '<ä>')).toEqual({ body: '<ä>', isBase64Encoded: false })
    }
    const form = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'
    for (const [type, body] of [
      ['multipart/form-data; boundary=x', form],
      ['application/x-www-form-urlencoded', 'a=1'],
      ['application/octet-stream', Buffer.from([0, 255])],
    ] as const) {
      expect(await asked(type, body)).toEqual({ body: Buffer.from(body).toString('base64'), isBase64Encoded: true })
    }
  })

  it('adds who answered, and when (lambda 11.2.6)', async () => {
    const { local } = await served(`exports.handler = async (_, { awsRequestId }) => ({
      statusCode: 200, headers: { 'x-amzn-requestid': 'mine', 'x-a': 'b' }, body: awsRequestId,
    })`)
    const { headers, body } = await sendRaw(origin, new URL(local).pathname, {
      method: 'GET',
      headers: { connection: 'keep-alive' },
    })
    expect(headers).toMatchObject({
      'x-a': 'b',
      'content-type': 'application/json',
      connection: 'keep-alive',
      'x-amzn-requestid': body,
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};/),
    })
    expect(Date.parse(headers.date ?? '')).toBeGreaterThan(0)
  })

  it('answers a browser before it asks, and hands the question on where nothing is set (lambda 11.2.7)', async () => {
    const code = `exports.handler = async ({ requestContext: { http } }) => ({
      statusCode: 202, headers: { 'access-control-allow-origin': 'https://own.example' }, body: http.method,
    })`
    const Cors = { AllowOrigins: ['https://app.example'], AllowMethods: ['PUT'], MaxAge: 9, AllowCredentials: true }
    const { local, FunctionName } = await served(code, { Cors })
    const headers = { origin: 'https://app.example', 'access-control-request-method': 'PUT' }
    const asked = () => fetch(local, { method: 'OPTIONS', headers })
    const response = await asked()
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-methods': 'PUT',
      'access-control-allow-credentials': 'true',
      'access-control-max-age': '9',
    })
    await lambda.send(new UpdateFunctionUrlConfigCommand({ FunctionName, Cors: {} }))
    const own = await asked()
    expect([own.status, await own.text()]).toEqual([202, 'OPTIONS'])
    expect(own.headers.get('access-control-allow-origin')).toBe('https://own.example')
  })

  it('streams', async () => {
    const { local } = await served(
      `exports.handler = awslambda.streamifyResponse(async (event, stream) => {
        const http = awslambda.HttpResponseStream.from(stream, { statusCode: 202, headers: { 'x-a': 'b' } })
        http.write('one ')
        await new Promise((resolve) => setImmediate(resolve))
        http.end('two')
      })`,
      { InvokeMode: 'RESPONSE_STREAM' },
    )
    const response = await fetch(local)
    expect([response.status, response.headers.get('x-a'), await response.text()]).toEqual([202, 'b', 'one two'])
  })
})
