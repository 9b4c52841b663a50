import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMockApi, type MockApi } from '../support/mock-api.ts'
import { type Signable, signerOf } from '../support/signer.ts'

const origin = inject('origin')
const ACCOUNT = '333300000036'
const own = awsClients({ origin, account: ACCOUNT })

const responseTemplates = { 'application/json': '"$context.identity.userArn $context.identity.accessKey"' }
let api: MockApi
beforeAll(async () => {
  const method = { authorizationType: 'AWS_IAM' }
  const responses = [{ statusCode: '200', responseTemplates }]
  api = await createMockApi({ apiGateway: own.apiGateway, origin }, [
    { path: '/pets/{id}', method, responses },
    { path: '/pets/{id}', httpMethod: 'POST', method, responses },
  ])
})

function requestFor(path: string, more: Partial<Signable> = {}): Signable {
  const { host, hostname, port, protocol } = new URL(origin)
  const whole = `/_aws/execute-api/${api.apiId}/test${path}`
  return { method: 'GET', protocol, hostname, port: Number(port), path: whole, query: {}, headers: { host }, ...more }
}

async function send({ method, path, query, headers, body }: Signable): Promise<[number, string, string | null]> {
  const pairs = Object.entries(query).flatMap(([name, values]) => [values].flat().map((value) => [name, value]))
  const search = pairs.map((pair) => pair.map((part) => encodeURIComponent(part ?? '')).join('=')).join('&')
  const { host: _, ...sent } = headers
  const response = await fetch(`${origin}${path}${search ? `?${search}` : ''}`, { method, headers: sent, body })
  return [response.status, await response.text(), response.headers.get('x-amzn-errortype')]
}

describe('a method with AWS_IAM lets in', () => {
  it.each([
    ['/pets/1', {}],
    ['/pets/a%20b%C3%A4', { query: { 'b c': 'ä*', a: ['2', '1'] } }],
    ['/pets/1', { method: 'POST', headers: { 'content-type': 'application/json', 'x-a': ' b   c ' }, body: '"Grüße"' }],
  ])('what the SDK has signed: %s %j', async (path, more: Partial<Signable>) => {
    const request = requestFor(path, more)
    const headers = { host: new URL(origin).host, ...request.headers }
    const signed = await (await signerOf(own.apiGateway)).sign({ ...request, headers })
    expect(await send(signed)).toEqual([200, `"arn:aws:iam::${ACCOUNT}:root ${ACCOUNT}"`, null])
  })

  it('a presigned address', async () => {
    const signer = await signerOf(own.apiGateway)
    expect((await send(await signer.presign(requestFor('/pets/1'), 60)))[0]).toBe(200)
  })

  it('a session that STS has given', async () => {
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/caller`
    const { Credentials } = await own.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }))
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    }
    const { apiGateway } = awsClients({ origin, credentials })
    const [status, body] = await send(await (await signerOf(apiGateway)).sign(requestFor('/pets/1')))
    expect([status, body]).toEqual([200, `"arn:aws:sts::${ACCOUNT}:assumed-role/caller/me ${credentials.accessKeyId}"`])
  })
})

describe('a method with AWS_IAM refuses', () => {
  it('whoever has not signed (api-gateway 0.20)', async () => {
    expect(await send(requestFor('/pets/1'))).toEqual([
      403,
      '{"message":"Missing Authentication Token"}',
      'MissingAuthenticationTokenException',
    ])
  })

  it.each([
    [{ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' }, 'UnrecognizedClientException'],
    [{ accessKeyId: ACCOUNT, secretAccessKey: 'x' }, 'InvalidSignatureException'],
    [{ accessKeyId: '333300000037', secretAccessKey: 'test' }, 'AccessDeniedException'],
  ])('%j (api-gateway 9.5.1)', async (credentials, errorType) => {
    const { apiGateway } = awsClients({ origin, credentials })
    const [status, , type] = await send(await (await signerOf(apiGateway)).sign(requestFor('/pets/1')))
    expect([status, type]).toEqual([403, errorType])
  })

  it('what was signed for another region (api-gateway 9.5.1)', async () => {
    const signed = await (await signerOf(own.apiGateway, 'eu-west-1')).sign(requestFor('/pets/1'))
    expect(await send(signed)).toEqual([
      403,
      `{"message":"Credential should be scoped to a valid region, not 'eu-west-1'."}`,
      'InvalidSignatureException',
    ])
  })
})

describe('beside a policy of the API', () => {
  const stranger = awsClients({ origin, account: '333300000037' })
  const statement = (Effect: string, more: object = {}) => ({
    Effect,
    Principal: '*',
    Action: 'execute-api:Invoke',
    Resource: 'execute-api:/*',
    ...more,
  })
  const ALLOW = statement('Allow')
  const DENY = statement('Deny')
  const SILENT = statement('Allow', { Resource: 'execute-api:/other/*' })

  async function statusOf(statements: object[], { apiGateway } = own): Promise<readonly [number, string]> {
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: statements })
    const method = { authorizationType: 'AWS_IAM' }
    const guarded = await createMockApi({ apiGateway: own.apiGateway, origin }, [{ path: '/pets', method }], { policy })
    const path = new URL(guarded.url('/pets')).pathname
    const [status, body] = await send(await (await signerOf(apiGateway)).sign({ ...requestFor(''), path }))
    return [status, body.replace(guarded.apiId, '{api}')]
  }
  const refusal = (account: string, why: string) => [
    403,
    `{"Message":"User: arn:aws:iam::${account}:root is not authorized to perform: execute-api:Invoke on resource: ` +
      `arn:aws:execute-api:us-east-1:********0036:{api}/test/GET/pets ${why}"}`,
  ]

  it('one of both lets in who is of the API’s account, and a denial is final (api-gateway 2.3.5, 9.5.2)', async () => {
    expect((await statusOf([ALLOW]))[0]).toBe(200)
    expect((await statusOf([SILENT]))[0]).toBe(200)
    const denied = refusal(ACCOUNT, 'with an explicit deny in a resource-based policy')
    expect(await statusOf([DENY])).toEqual(denied)
    expect(await statusOf([ALLOW, DENY])).toEqual(denied)
  })

  it('who is of another account must be let in by it (api-gateway 2.3.4, 9.5.2)', async () => {
    expect((await statusOf([ALLOW], stranger))[0]).toBe(200)
    expect(await statusOf([SILENT], stranger)).toEqual(
      refusal('333300000037', 'because no resource-based policy allows the execute-api:Invoke action'),
    )
    expect((await statusOf([DENY], stranger))[0]).toBe(403)
  })
})
