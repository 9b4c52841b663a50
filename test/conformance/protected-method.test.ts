import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { PutMethodCommand } from '@aws-sdk/client-api-gateway'
import { DeleteUserPoolCommand, DeleteUserPoolDomainCommand } from '@aws-sdk/client-cognito-identity-provider'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMachineClient, type MachineClient, requestToken } from '../support/machine-client.ts'
import { createProtectedApi, type ProtectedApi } from '../support/protected-api.ts'

const origin = inject('origin')
const { apiGateway, cognito } = awsClients({ origin, account: '222233334444' })

let machine: MachineClient
let other: MachineClient
let api: ProtectedApi
beforeAll(async () => {
  machine = await createMachineClient(cognito)
  other = await createMachineClient(cognito)
  api = await createProtectedApi(apiGateway, [machine.poolArn])
})

async function token(from: MachineClient, scope = 'orders/read'): Promise<string> {
  const response = await requestToken({ origin, ...from, form: { grant_type: 'client_credentials', scope } })
  return ((await response.json()) as { access_token: string }).access_token
}

const call = (authorization?: string, url = api.url(origin)) =>
  fetch(url, { headers: authorization === undefined ? {} : { authorization } })

async function expectRefusal(response: Response, message = 'Unauthorized'): Promise<void> {
  expect(response.status).toBe(401)
  expect(await response.text()).toBe(`{"message":"${message}"}`)
  expect(response.headers.get('x-amzn-errortype')).toBe('UnauthorizedException')
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
  expect(response.headers.get('x-amz-apigw-id')).toMatch(/=$/)
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const decode = (part: string | undefined) =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString()) as Record<string, unknown>

async function publicKeyOf(poolId: string, kid: unknown) {
  const response = await fetch(`${origin}/${poolId}/.well-known/jwks.json`)
  const { keys } = (await response.json()) as { keys: { kid: string; kty: string; n: string; e: string }[] }
  const jwk = keys.find((key) => key.kid === kid)
  if (!jwk) throw new Error('the token names no key of its pool')
  return createPublicKey({ key: jwk, format: 'jwk' })
}

describe('a protected method lets in', () => {
  it('a token with the scope, raw or as Bearer', async () => {
    for (const authorization of [await token(machine), `Bearer ${await token(machine)}`]) {
      const response = await call(authorization)
      expect([response.status, await response.text()]).toEqual([200, '{"orders":[]}'])
      expect(response.headers.get('content-type')).toBe('application/json')
      expect(response.headers.get('x-amzn-errortype')).toBeNull()
    }
  })
})

describe('a protected method refuses', () => {
  it('a call without a token', async () => {
    const response = await call()
    expect(response.headers.get('content-length')).toBe('26')
    await expectRefusal(response)
  })

  it.each(['', 'Bearer', 'Bearer ', 'x', 'a.b.c', '....', 'Basic dGVzdDp0ZXN0', `Bearer ${'x'.repeat(9_000)}`])(
    'what is not a token: %.20s',
    async (authorization) => {
      await expectRefusal(await call(authorization))
    },
  )

  it('a token of another pool', async () => {
    await expectRefusal(await call(await token(other)))
  })

  it('a token without the scope', async () => {
    await expectRefusal(await call(await token(machine, 'orders/write')))
  })

  it('a token whose claims were changed', async () => {
    const [header, payload, signature] = (await token(machine, 'orders/write')).split('.')
    const changed = encode({ ...decode(payload), scope: 'orders/read' })
    await expectRefusal(await call(`${header}.${changed}.${signature}`))
  })

  it('a token with alg none', async () => {
    const [header, payload] = (await token(machine)).split('.')
    const none = encode({ ...decode(header), alg: 'none' })
    await expectRefusal(await call(`${none}.${payload}.`))
    await expectRefusal(await call(`${none}.${payload}.AAAA`))
  })

  it('a token signed with HS256 and the public key as its secret', async () => {
    const [header, payload] = (await token(machine)).split('.')
    const { kid } = decode(header)
    const key = await publicKeyOf(machine.poolId, kid)
    for (const secret of [
      key.export({ type: 'spki', format: 'pem' }),
      key.export({ type: 'spki', format: 'der' }),
      JSON.stringify(key.export({ format: 'jwk' })),
    ]) {
      const signed = `${encode({ kid, alg: 'HS256' })}.${payload}`
      await expectRefusal(await call(`${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`))
    }
  })

  it('a token signed with a stranger’s key, also when it brings the key along', async () => {
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const [header, payload] = (await token(machine)).split('.')
    const { kid } = decode(header)
    const jwk = stranger.publicKey.export({ format: 'jwk' })
    for (const extra of [{}, { jwk }, { jku: 'http://127.0.0.1:1/jwks.json' }, { kid: 'unknown' }]) {
      const signed = `${encode({ kid, alg: 'RS256', ...extra })}.${payload}`
      const signature = sign('RSA-SHA256', Buffer.from(signed), stranger.privateKey).toString('base64url')
      await expectRefusal(await call(`${signed}.${signature}`))
    }
  })

  it('an access token where the method names no scopes', async () => {
    const open = await createProtectedApi(apiGateway, [machine.poolArn], {})
    await expectRefusal(await call(await token(machine), open.url(origin)))
  })

  it('a token of a pool that is gone, with 500', async () => {
    const gone = await createMachineClient(cognito)
    const own = await createProtectedApi(apiGateway, [gone.poolArn])
    const last = await token(gone)
    expect((await call(last, own.url(origin))).status).toBe(200)
    await cognito.send(new DeleteUserPoolDomainCommand({ UserPoolId: gone.poolId, Domain: gone.domain }))
    await cognito.send(new DeleteUserPoolCommand({ UserPoolId: gone.poolId }))
    const response = await call(last, own.url(origin))
    expect(response.status).toBe(500)
    expect(response.headers.get('x-amzn-errortype')).toBe('AuthorizerConfigurationException')
  })

  it('what is not deployed', async () => {
    const base = `${origin}/_aws/execute-api/${api.apiId}`
    for (const [url, status, errorType, message] of [
      [`${base}/test/nothing`, 403, 'MissingAuthenticationTokenException', 'Missing Authentication Token'],
      [`${base}/nostage/orders`, 403, 'ForbiddenException', 'Forbidden'],
    ] as const) {
      const response = await fetch(url)
      expect([response.status, await response.text()]).toEqual([status, `{"message":"${message}"}`])
      expect(response.headers.get('x-amzn-errortype')).toBe(errorType)
    }
  })

  it('a change that was not deployed yet', async () => {
    await apiGateway.send(
      new PutMethodCommand({
        restApiId: api.apiId,
        resourceId: api.resourceId,
        httpMethod: 'POST',
        authorizationType: 'NONE',
      }),
    )
    const response = await fetch(api.url(origin), { method: 'POST' })
    expect(response.status).toBe(403)
  })
})
