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
import { tokenFor } from '../support/tokens.ts'
import { expectUnauthorized } from '../support/unauthorized.ts'

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

/** For the names of tests. */
const shortened = (text: string): [string, string] => [text.slice(0, 20), text]

describe('a protected method lets in', () => {
  it('a token with the scope, raw or as Bearer (api-gateway 3.2.7, 3.2.8)', async () => {
    for (const authorization of [await token(machine), `Bearer ${await token(machine)}`]) {
      const response = await call(authorization)
      expect([response.status, await response.text()]).toEqual([200, '{"orders":[]}'])
      expect(response.headers.get('content-type')).toBe('application/json')
      expect(response.headers.get('x-amzn-errortype')).toBeNull()
    }
  })

  it('a token with any one of several scopes (api-gateway 3.2.3)', async () => {
    const either = await createProtectedApi(apiGateway, [machine.poolArn], {
      authorizationScopes: ['planes/fly', 'orders/write'],
    })
    expect((await call(await token(machine, 'orders/write'), either.url(origin))).status).toBe(200)
    expect((await call(await token(machine, 'orders/read orders/write'), either.url(origin))).status).toBe(200)
    await expectUnauthorized(await call(await token(machine, 'orders/read'), either.url(origin)))
  })

  it('tokens of each pool that its authorizer lists (api-gateway 3.1.1)', async () => {
    const both = await createProtectedApi(apiGateway, [machine.poolArn, other.poolArn])
    for (const from of [machine, other]) expect((await call(await token(from), both.url(origin))).status).toBe(200)
  })

  it('the holder of the token in the header that its authorizer names (api-gateway 3.1.1)', async () => {
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
    await expectUnauthorized(await call(good, named.url(origin)))
    expect((await fetch(named.url(origin), { headers: { 'x-token': good } })).status).toBe(200)
  })
})

describe('a protected method refuses', () => {
  it('a call without a token (api-gateway 0.3)', async () => {
    const response = await call()
    expect(response.headers.get('content-length')).toBe('26')
    await expectUnauthorized(response)
  })

  it.each(
    ['', 'Bearer', 'Bearer ', 'x', 'a.b.c', '....', 'Basic dGVzdDp0ZXN0', `Bearer ${'x'.repeat(9_000)}`].map(shortened),
  )('what is not a token: %s (api-gateway 0.5)', async (_, authorization) => {
    await expectUnauthorized(await call(authorization))
  })

  it('a token of another pool, also when it was let in elsewhere (api-gateway 0.5, 3.2.15)', async () => {
    const theirs = await token(other)
    await expectUnauthorized(await call(theirs))
    const elsewhere = await createProtectedApi(apiGateway, [other.poolArn])
    expect((await call(theirs, elsewhere.url(origin))).status).toBe(200)
    await expectUnauthorized(await call(theirs))
  })

  it('a token without the scope, also when it was let in elsewhere (api-gateway 0.6, 3.2.4, 3.2.15)', async () => {
    const writer = await token(machine, 'orders/write')
    const writes = await createProtectedApi(apiGateway, [machine.poolArn], { authorizationScopes: ['orders/write'] })
    expect((await call(writer, writes.url(origin))).status).toBe(200)
    await expectUnauthorized(await call(writer))
  })

  it.each(['orders/rea', 'orders/reader', 'orders', 'read', 'Orders/read'])(
    'a token with orders/read where %s is asked for (api-gateway 3.2.3)',
    async (scope) => {
      const near = await createProtectedApi(apiGateway, [machine.poolArn], { authorizationScopes: [scope] })
      await expectUnauthorized(await call(await token(machine), near.url(origin)))
    },
  )

  it.each([{}, { authorizationScopes: [] }])(
    'an access token where the method names no scopes: %j (api-gateway 3.2.1, 3.2.6)',
    async (method) => {
      const open = await createProtectedApi(apiGateway, [machine.poolArn], method)
      await expectUnauthorized(await call(undefined, open.url(origin)))
      await expectUnauthorized(await call(await token(machine), open.url(origin)))
    },
  )

  it('what asks for a signature or a key, with AWS’s 403 (api-gateway 0.7, 0.20)', async () => {
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

  it('a token and no key where both are asked for: the token comes first (api-gateway 1.1.3)', async () => {
    const both = await createProtectedApi(apiGateway, [machine.poolArn], {
      authorizationScopes: ['orders/read'],
      apiKeyRequired: true,
    })
    await expectUnauthorized(await call(undefined, both.url(origin)))
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

  it('what is not deployed (api-gateway 0.1, 0.2)', async () => {
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

  it('a change that was not deployed yet (api-gateway 1.1.7)', async () => {
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

  it('everybody again once it is closed and deployed, and nobody before (api-gateway 3.1.3)', async () => {
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
    await expectUnauthorized(await call(undefined, closing.url(origin)))
    expect((await call(await token(machine), closing.url(origin))).status).toBe(200)
  })
})
