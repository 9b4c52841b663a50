import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import {
  CreateDeploymentCommand,
  PutMethodCommand,
  UpdateAuthorizerCommand,
  UpdateMethodCommand,
} from '@aws-sdk/client-api-gateway'
import { DeleteUserPoolCommand, DeleteUserPoolDomainCommand } from '@aws-sdk/client-cognito-identity-provider'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMachineClient, type MachineClient } from '../support/machine-client.ts'
import { createProtectedApi, type ProtectedApi } from '../support/protected-api.ts'
import { claimsOf, headerOf, keysOf, tokenFor } from '../support/tokens.ts'

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
  return (await tokenFor(origin, from, scope)).access_token
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

async function publicKeyOf(poolId: string, kid: unknown) {
  const key = (await keysOf(origin, poolId)).find((candidate) => candidate.kid === kid)
  if (!key) throw new Error('the token names no key of its pool')
  return createPublicKey({ key: { ...key }, format: 'jwk' })
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

  it('a token with any one of several scopes', async () => {
    const either = await createProtectedApi(apiGateway, [machine.poolArn], {
      authorizationScopes: ['planes/fly', 'orders/write'],
    })
    expect((await call(await token(machine, 'orders/write'), either.url(origin))).status).toBe(200)
    expect((await call(await token(machine, 'orders/read orders/write'), either.url(origin))).status).toBe(200)
    await expectRefusal(await call(await token(machine, 'orders/read'), either.url(origin)))
  })

  it('tokens of each pool that its authorizer lists', async () => {
    const both = await createProtectedApi(apiGateway, [machine.poolArn, other.poolArn])
    for (const from of [machine, other]) expect((await call(await token(from), both.url(origin))).status).toBe(200)
  })

  it('the holder of the token in the header that its authorizer names', async () => {
    const named = await createProtectedApi(apiGateway, [machine.poolArn])
    await apiGateway.send(
      new UpdateAuthorizerCommand({
        restApiId: named.apiId,
        authorizerId: named.authorizerId,
        patchOperations: [{ op: 'replace', path: '/identitySource', value: 'method.request.header.X-Token' }],
      }),
    )
    await apiGateway.send(new CreateDeploymentCommand({ restApiId: named.apiId, stageName: 'test' }))
    const good = await token(machine)
    await expectRefusal(await call(good, named.url(origin)))
    expect((await fetch(named.url(origin), { headers: { 'x-token': good } })).status).toBe(200)
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

  it('a token without the scope, also when it was let in elsewhere', async () => {
    const writer = await token(machine, 'orders/write')
    const writes = await createProtectedApi(apiGateway, [machine.poolArn], { authorizationScopes: ['orders/write'] })
    expect((await call(writer, writes.url(origin))).status).toBe(200)
    await expectRefusal(await call(writer))
  })

  it.each(['orders/rea', 'orders/reader', 'orders', 'read', 'Orders/read'])(
    'a token with orders/read where %s is asked for',
    async (scope) => {
      const near = await createProtectedApi(apiGateway, [machine.poolArn], { authorizationScopes: [scope] })
      await expectRefusal(await call(await token(machine), near.url(origin)))
    },
  )

  it('a token whose signature was cut, lengthened or changed', async () => {
    const good = await token(machine)
    const [header, payload, signature = ''] = good.split('.')
    const flipped = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`
    for (const wrong of ['', signature.slice(0, -4), `${signature}AAAA`, flipped]) {
      await expectRefusal(await call(`${header}.${payload}.${wrong}`))
    }
    await expectRefusal(await call(`${good}.${signature}`))
    await expectRefusal(await call(`Bearer  ${good}`))
  })

  it('a token that names the pool’s other key', async () => {
    const whole = await token(machine)
    const [, payload, signature] = whole.split('.')
    const another = (await keysOf(origin, machine.poolId)).find((key) => key.kid !== headerOf(whole).kid)
    await expectRefusal(await call(`${encode({ kid: another?.kid, alg: 'RS256' })}.${payload}.${signature}`))
  })

  it('a token whose claims were changed', async () => {
    const whole = await token(machine, 'orders/write')
    const [header, , signature] = whole.split('.')
    const changed = encode({ ...claimsOf(whole), scope: 'orders/read' })
    await expectRefusal(await call(`${header}.${changed}.${signature}`))
  })

  it('a token with alg none', async () => {
    const whole = await token(machine)
    const [, payload] = whole.split('.')
    const none = encode({ ...headerOf(whole), alg: 'none' })
    await expectRefusal(await call(`${none}.${payload}.`))
    await expectRefusal(await call(`${none}.${payload}.AAAA`))
  })

  it('a token signed with HS256 and the public key as its secret', async () => {
    const whole = await token(machine)
    const [, payload] = whole.split('.')
    const { kid } = headerOf(whole)
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
    const whole = await token(machine)
    const [, payload] = whole.split('.')
    const { kid } = headerOf(whole)
    const jwk = stranger.publicKey.export({ format: 'jwk' })
    for (const extra of [{}, { jwk }, { jku: 'http://127.0.0.1:1/jwks.json' }, { kid: 'unknown' }]) {
      const signed = `${encode({ kid, alg: 'RS256', ...extra })}.${payload}`
      const signature = sign('RSA-SHA256', Buffer.from(signed), stranger.privateKey).toString('base64url')
      await expectRefusal(await call(`${signed}.${signature}`))
    }
  })

  it.each([{}, { authorizationScopes: [] }])('an access token where the method names no scopes: %j', async (method) => {
    const open = await createProtectedApi(apiGateway, [machine.poolArn], method)
    await expectRefusal(await call(undefined, open.url(origin)))
    await expectRefusal(await call(await token(machine), open.url(origin)))
  })

  it('what asks for a signature or a key, with AWS’s 403', async () => {
    const signed = await createProtectedApi(apiGateway, [machine.poolArn], { authorizationType: 'AWS_IAM' })
    const unsigned = await call(undefined, signed.url(origin))
    expect([unsigned.status, await unsigned.text()]).toEqual([403, '{"message":"Missing Authentication Token"}'])
    const keyed = await createProtectedApi(apiGateway, [machine.poolArn], {
      authorizationType: 'NONE',
      apiKeyRequired: true,
    })
    for (const headers of [new Headers(), new Headers({ 'x-api-key': 'made-up' })]) {
      const response = await fetch(keyed.url(origin), { headers })
      expect([response.status, await response.text()]).toEqual([403, '{"message":"Forbidden"}'])
      expect(response.headers.get('x-amzn-errortype')).toBe('ForbiddenException')
    }
  })

  it('a token and no key where both are asked for: the token comes first', async () => {
    const both = await createProtectedApi(apiGateway, [machine.poolArn], {
      authorizationScopes: ['orders/read'],
      apiKeyRequired: true,
    })
    await expectRefusal(await call(undefined, both.url(origin)))
    expect((await call(await token(machine), both.url(origin))).status).toBe(403)
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
    expect([response.status, await response.text()]).toEqual([403, '{"message":"Missing Authentication Token"}'])
  })

  it('everybody again once it is closed and deployed, and nobody before', async () => {
    const closing = await createProtectedApi(apiGateway, [machine.poolArn], { authorizationType: 'NONE' })
    expect((await call(undefined, closing.url(origin))).status).toBe(200)
    await apiGateway.send(
      new UpdateMethodCommand({
        restApiId: closing.apiId,
        resourceId: closing.resourceId,
        httpMethod: 'GET',
        patchOperations: [
          { op: 'replace', path: '/authorizationType', value: 'COGNITO_USER_POOLS' },
          { op: 'replace', path: '/authorizerId', value: closing.authorizerId },
          { op: 'add', path: '/authorizationScopes', value: 'orders/read' },
        ],
      }),
    )
    expect((await call(undefined, closing.url(origin))).status).toBe(200)
    await apiGateway.send(new CreateDeploymentCommand({ restApiId: closing.apiId, stageName: 'test' }))
    await expectRefusal(await call(undefined, closing.url(origin)))
    expect((await call(await token(machine), closing.url(origin))).status).toBe(200)
  })
})
