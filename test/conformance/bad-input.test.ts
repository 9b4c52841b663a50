import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMachineClient, type MachineClient } from '../support/machine-client.ts'
import { uniqueName } from '../support/names.ts'
import { createProtectedApi, type ProtectedApi } from '../support/protected-api.ts'
import { type RawAnswer, type RawRequest, sendRaw } from '../support/raw-http.ts'
import { keysOf, tokenFor } from '../support/tokens.ts'

const origin = inject('origin')
const { apiGateway, cognito, s3 } = awsClients({ origin, account: '444455556666' })
const TEN_MEGABYTES = 10 * 1024 * 1024
const DEEP = '['.repeat(100_000)
const form = { 'content-type': 'application/x-www-form-urlencoded' }

let machine: MachineClient
let api: ProtectedApi
let keys: unknown
const bucket = uniqueName('bad-input')
beforeAll(async () => {
  machine = await createMachineClient(cognito)
  api = await createProtectedApi(apiGateway, [machine.poolArn])
  keys = await keysOf(origin, machine.poolId)
  await s3.send(new CreateBucketCommand({ Bucket: bucket }))
})

// After each of them the process still lives, and what it keeps is what it was.
afterEach(async () => {
  const { access_token: authorization } = await tokenFor(origin, machine, 'orders/read')
  expect((await fetch(api.url(origin), { headers: { authorization } })).status).toBe(200)
  expect(await keysOf(origin, machine.poolId)).toEqual(keys)
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: machine.poolId }))
  expect(UserPool?.Name).toBe('machines')
})

const send = (path: string, request: RawRequest) => sendRaw(origin, path, request)
const signed = (service: string) => {
  const credential = `Credential=444455556666/20260101/us-east-1/${service}/aws4_request`
  return { authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0` }
}

/** For the names of tests. */
const shortened = (text: string): [string, string] => [text.slice(0, 20), text]

function expectClientError({ status }: RawAnswer): void {
  expect(status).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(500)
}

describe('the token endpoint takes', () => {
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
    expect([answer.status, answer.body]).toEqual([400, '{"error":"invalid_request"}'])
  })

  it.each(
    ['Basic', 'Basic ', 'Basic %%%', 'Basic bm9jb2xvbg==', 'Bearer x', `Basic ${'QUFB'.repeat(20_000)}`].map(shortened),
  )('an authorization of %s', async (_, authorization) => {
    const answer = await post('grant_type=client_credentials', { authorization })
    expect(answer.status).toBe(400)
    expect(answer.body).toMatch(/^\{"error":"invalid_(request|client)"/)
  })

  it('a parameter twice, and takes neither', async () => {
    const basic = `Basic ${btoa(`${machine.clientId}:${machine.clientSecret}`)}`
    const answer = await post('grant_type=client_credentials&grant_type=password', { authorization: basic })
    expect([answer.status, answer.body]).toEqual([400, '{"error":"invalid_request"}'])
  })

  it('two clients at once, and takes neither', async () => {
    const basic = `Basic ${btoa(`${machine.clientId}:${machine.clientSecret}`)}`
    const answer = await post('grant_type=client_credentials&client_id=another', { authorization: basic })
    expect(answer.status).toBe(400)
    expect(answer.body).toMatch(/^\{"error":"invalid_(request|client)"/)
  })
})

describe('a JSON operation takes', () => {
  const headers = {
    ...signed('cognito-idp'),
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
    ['deep nesting', DEEP],
    ['deep nesting in a member', `{"PoolName":${DEEP}`],
    ['invalid UTF-8', Buffer.from('{"PoolName":"\xff"}', 'latin1')],
    ['ten megabytes', JSON.stringify({ PoolName: 'x'.repeat(TEN_MEGABYTES) })],
    ['a name that would change the prototype', '{"__proto__":{"PoolName":"x"}}'],
  ])('%s', async (_, body) => {
    const answer = await send('/', { headers, body })
    expectClientError(answer)
    expect(JSON.parse(answer.body)).toHaveProperty('__type')
    expect(answer.headers['x-amzn-errortype']).toBeDefined()
  })
})

describe('a query operation takes', () => {
  const query = (body: string | Buffer) => send('/', { headers: { ...signed('cloudformation'), ...form }, body })
  const version = '&Version=2010-05-15'
  it.each([
    ['no parameters', `Action=CreateStack${version}`],
    ['broken percent-encoding', `Action=CreateStack${version}&StackName=%zz&TemplateBody=%`],
    ['a list with a hole', `Action=CreateStack${version}&StackName=x&TemplateBody={}&Tags.member.9999999.Key=k`],
    ['a list that is none', `Action=CreateStack${version}&StackName=x&TemplateBody={}&Tags.member.x.Key=k`],
    ['a template of deep JSON', `Action=CreateStack${version}&StackName=x&TemplateBody=${'{"a":'.repeat(8000)}`],
    ['a template of deep YAML', `Action=CreateStack${version}&StackName=x&TemplateBody=${'[ '.repeat(20_000)}`],
    ['ten megabytes', `Action=CreateStack${version}&StackName=x&TemplateBody=${'x'.repeat(TEN_MEGABYTES)}`],
  ])('%s', async (_, body) => {
    const answer = await query(body)
    expectClientError(answer)
    expect(answer.body).toMatch(/<ErrorResponse[\s\S]*<Code>\w+<\/Code>[\s\S]*<RequestId>/)
  })
})

describe('a REST operation takes', () => {
  const rest = (path: string, request: RawRequest) =>
    send(path, { ...request, headers: { ...signed('apigateway'), ...request.headers } })
  it.each([
    ['broken JSON', '{"name":'],
    ['no body', ''],
    ['an array', '[]'],
    ['another type', '{"name":{"a":1}}'],
    ['deep nesting', DEEP],
  ])('%s', async (_, body) => {
    const answer = await rest('/restapis', { body })
    expectClientError(answer)
    expect(JSON.parse(answer.body)).toHaveProperty('message')
  })

  it.each(['/restapis/%zz', '/restapis/..%2f..', '/restapis?limit=many', '/restapis?limit=9999999999999999999'])(
    'the path %s',
    async (path) => expectClientError(await rest(path, { method: 'GET' })),
  )
})

describe('an XML operation takes', () => {
  const s3Put = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    send(`/${bucket}${path}`, { method: 'PUT', headers: { ...signed('s3'), ...headers }, body })
  it.each([
    ['no XML', 'hello'],
    ['no body', ''],
    ['broken XML', '<VersioningConfiguration><Status>'],
    ['another root', '<Surprise/>'],
    [
      'an entity that is a file',
      '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' +
        '<VersioningConfiguration><Status>&f;</Status></VersioningConfiguration>',
    ],
    ['deep nesting', '<a>'.repeat(100_000)],
    ['an unknown value', '<VersioningConfiguration><Status>Maybe</Status></VersioningConfiguration>'],
  ])('%s', async (_, body) => {
    const answer = await s3Put('?versioning', body)
    expectClientError(answer)
    expect(answer.body).toMatch(/<Error>[\s\S]*<Code>\w+<\/Code>/)
    expect(answer.body).not.toContain('root:')
  })

  it.each([
    ['a checksum that is none', { 'x-amz-checksum-sha256': 'x' }],
    ['an MD5 that is none', { 'content-md5': '%%%' }],
    [
      'chunks that are none',
      { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'content-encoding': 'aws-chunked' },
    ],
  ])('%s, and stores nothing', async (_, headers: Record<string, string>) => {
    expectClientError(await s3Put('/broken', 'body', headers))
    const read = await send(`/${bucket}/broken`, { method: 'GET', headers: signed('s3') })
    expect(read.status).toBe(404)
  })
})

describe('an API takes', () => {
  const path = () => new URL(api.url(origin)).pathname
  it.each(['%', '/%zz', '/..%2f..%2fetc', '/%00', `/${'a'.repeat(9000)}`, '//', '/?%=%zz&&&='].map(shortened))(
    'the path %s',
    async (_, suffix) => expectClientError(await send(`${path()}${suffix}`, { method: 'GET' })),
  )

  it('a hundred kilobytes of headers', async () => {
    expectClientError(await send(path(), { method: 'GET', headers: { 'x-large': 'a'.repeat(100_000) } }))
  })

  it('more than 10 MB, with AWS’s words', async () => {
    const answer = await send(path(), { body: Buffer.alloc(TEN_MEGABYTES + 1) })
    expect([answer.status, answer.body]).toEqual([413, 'HTTP content length exceeded 10485760 bytes.'])
  })

  it.each([
    '/_aws/execute-api/nosuchapi0/prod/x',
    '/_aws/execute-api/',
    '/_aws/cognito/',
    '/_aws/',
    '/_sallyport/moon',
  ])('the unknown address %s', async (unknown) => expectClientError(await send(unknown, { method: 'GET' })))
})
