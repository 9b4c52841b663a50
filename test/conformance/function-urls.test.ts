import {
  AddPermissionCommand,
  type Cors,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  type FunctionUrlAuthType,
  type InvokeMode,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda'
import { describe, expect, inject, it } from 'vitest'
import { fetchByAwsName } from '../support/aws-names.ts'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { zipOf } from '../support/zip.ts'

const origin = inject('origin')
const ACCOUNT = '333300000041'
const { lambda } = awsClients({ origin, account: ACCOUNT })
const byAwsName = fetchByAwsName(origin)

interface Url {
  readonly AuthType?: FunctionUrlAuthType
  readonly Cors?: Cors
  readonly InvokeMode?: InvokeMode
}

/** A function with a URL that its policy opens to everybody; gives its name, AWS's address and the one here. */
async function served(code: string, { AuthType = 'NONE', ...url }: Url = {}) {
  const FunctionName = uniqueName('url')
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role: `arn:aws:iam::${ACCOUNT}:role/r`,
      Code: { ZipFile: zipOf({ 'index.js': code }) },
    }),
  )
  const Action = 'lambda:InvokeFunctionUrl'
  await lambda.send(
    new AddPermissionCommand({ FunctionName, StatementId: 'p', Action, Principal: '*', FunctionUrlAuthType: AuthType }),
  )
  const { FunctionUrl = '' } = await lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType, ...url }))
  const [id = ''] = new URL(FunctionUrl).host.split('.')
  return { FunctionName, id, address: FunctionUrl, local: `${origin}/_aws/lambda-url/${id}/` }
}

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

  it('answers a browser before it asks', async () => {
    const { local } = await served(ECHO, { Cors: { AllowOrigins: ['https://app.example'], AllowMethods: ['PUT'] } })
    const headers = { origin: 'https://app.example', 'access-control-request-method': 'PUT' }
    const response = await fetch(local, { method: 'OPTIONS', headers })
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, 'https://app.example'])
    expect(response.headers.get('access-control-allow-methods')).toBe('PUT')
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
