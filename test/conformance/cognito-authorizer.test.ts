// biome-ignore-all lint/suspicious/noTemplateCurlyInString: stage variables are written so
import {
  CreateDeploymentCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  FlushStageAuthorizersCacheCommand,
  GetAuthorizerCommand,
  PutGatewayResponseCommand,
  TestInvokeAuthorizerCommand,
  UpdateAuthorizerCommand,
} from '@aws-sdk/client-api-gateway'
import { DeleteUserPoolCommand, DeleteUserPoolDomainCommand } from '@aws-sdk/client-cognito-identity-provider'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { addClient, createMachineClient, type MachineClient } from '../support/machine-client.ts'
import { uniqueName } from '../support/names.ts'
import { createAuthorizer, createProtectedApi, type ProtectedApi } from '../support/protected-api.ts'
import { refusalOf } from '../support/refusal.ts'
import { headerOf, tokenFor } from '../support/tokens.ts'
import { expectUnauthorized } from '../support/unauthorized.ts'

const origin = inject('origin')
const ACCOUNT = '333300000076'
const { apiGateway, cognito } = awsClients({ origin, account: ACCOUNT })
const stranger = awsClients({ origin, account: '333300000077' })

let machine: MachineClient
let api: ProtectedApi
let good: string
beforeAll(async () => {
  machine = await createMachineClient(cognito)
  api = await createProtectedApi(apiGateway, [machine.poolArn])
  good = (await tokenFor(origin, machine, 'orders/read')).access_token
})

const call = (authorization?: string, target = api) =>
  fetch(target.url(origin), { headers: authorization === undefined ? {} : { authorization } })
const deploy = ({ apiId: restApiId }: ProtectedApi) =>
  apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'test' }))
const update = ({ apiId: restApiId, authorizerId }: ProtectedApi, path: string, value: string) =>
  apiGateway.send(
    new UpdateAuthorizerCommand({ restApiId, authorizerId, patchOperations: [{ op: 'replace', path, value }] }),
  )

describe('an authorizer', () => {
  let restApiId: string
  beforeAll(async () => {
    restApiId = (await apiGateway.send(new CreateRestApiCommand({ name: 'authorizers' }))).id ?? ''
  })
  const create = (settings: object) =>
    createAuthorizer(apiGateway, restApiId, [machine.poolArn], { name: uniqueName('pool'), ...settings })

  it.each([
    ['a pool', { providerARNs: [] }],
    ['pools', { providerARNs: undefined }],
    [
      'a thousand pools at most',
      {
        providerARNs: Array.from(
          { length: 1001 },
          (_, i) => `arn:aws:cognito-idp:us-east-1:333300000076:userpool/us-east-1_a${i}`,
        ),
      },
    ],
    ['what is a pool', { providerARNs: ['arn:aws:s3:::bucket'] }],
    ['a header', { identitySource: undefined }],
    ['a header, and no query', { identitySource: 'method.request.querystring.token' }],
    ['a name', { name: undefined }],
  ])('needs %s (api-gateway 3.1.1)', async (_, settings) => {
    expect(await refusalOf(create(settings))).toMatchObject({ status: 400 })
  })

  it('takes pools of other accounts (api-gateway 3.1.1)', async () => {
    const foreign = await createMachineClient(stranger.cognito)
    const both = await createProtectedApi(apiGateway, [machine.poolArn, foreign.poolArn])
    const { access_token: theirs } = await tokenFor(origin, foreign, 'orders/read')
    expect([(await call(theirs, both)).status, (await call(good, both)).status]).toEqual([200, 200])
    await expectUnauthorized(await call(theirs))
  })

  it('takes the pool that a stage variable names (api-gateway 3.1.2)', async () => {
    const named = await createProtectedApi(apiGateway, [
      machine.poolArn.replace(machine.poolId, '${stageVariables.pool}'),
    ])
    const other = await createMachineClient(cognito)
    const at = async (stageName: string, pool: string) => {
      const { id: deploymentId } = await deploy(named)
      const stage = { restApiId: named.apiId, deploymentId, stageName, variables: { pool } }
      await apiGateway.send(new CreateStageCommand(stage))
      const url = named.url(origin).replace('/test/', `/${stageName}/`)
      return (await fetch(url, { headers: { authorization: good } })).status
    }
    expect([await at('mine', machine.poolId), await at('other', other.poolId)]).toEqual([200, 401])
  })

  it('is shown as it was made, and no lifetime where none was given (api-gateway 3.1.5)', async () => {
    const authorizerId = await create({ name: 'pools', identitySource: 'method.request.header.X-Token' })
    const { $metadata: _, ...shown } = await apiGateway.send(new GetAuthorizerCommand({ restApiId, authorizerId }))
    expect(shown).toEqual({
      id: authorizerId,
      name: 'pools',
      type: 'COGNITO_USER_POOLS',
      providerARNs: [machine.poolArn],
      authType: 'cognito_user_pools',
      identitySource: 'method.request.header.X-Token',
    })
  })

  it('remembers for an hour at most (api-gateway 3.1.6)', async () => {
    for (const authorizerResultTtlInSeconds of [0, 3600]) {
      const authorizerId = await create({ authorizerResultTtlInSeconds })
      const shown = await apiGateway.send(new GetAuthorizerCommand({ restApiId, authorizerId }))
      expect(shown.authorizerResultTtlInSeconds).toBe(authorizerResultTtlInSeconds)
    }
    for (const authorizerResultTtlInSeconds of [-1, 3601]) {
      expect(await refusalOf(create({ authorizerResultTtlInSeconds }))).toMatchObject({ status: 400 })
    }
  })

  it('changes with a deployment (api-gateway 3.1.7)', async () => {
    const own = await createProtectedApi(apiGateway, [machine.poolArn])
    await update(own, '/identitySource', 'method.request.header.X-Token')
    expect((await call(good, own)).status).toBe(200)
    await deploy(own)
    await expectUnauthorized(await call(good, own))
  })

  it('is tested with identity tokens, and refuses others (api-gateway 3.1.8)', async () => {
    const { apiId, authorizerId } = api
    const { $metadata: _, ...answer } = await apiGateway.send(
      new TestInvokeAuthorizerCommand({ restApiId: apiId, authorizerId, headers: { Authorization: good } }),
    )
    expect(answer).toMatchObject({ clientStatus: 401, log: expect.any(String), latency: expect.any(Number) })
    expect(answer.claims ?? {}).toEqual({})
  })
})

describe('a token', () => {
  it('is one whatever client of the pool it is of (api-gateway 3.2.10)', async () => {
    const client = { ...machine, ...(await addClient(cognito, machine.poolId)) }
    expect((await call((await tokenFor(origin, client, 'orders/read')).access_token)).status).toBe(200)
  })

  it('is found whatever the case of its header (api-gateway 3.2.14)', async () => {
    for (const name of ['AUTHORIZATION', 'authorization', 'aUthorization']) {
      expect((await fetch(api.url(origin), { headers: { [name]: good } })).status).toBe(200)
    }
  })

  it('that has no audience fits no expression for one (api-gateway 3.2.9)', async () => {
    const strict = await createProtectedApi(apiGateway, [machine.poolArn])
    await update(strict, '/identityValidationExpression', '.*')
    await deploy(strict)
    await expectUnauthorized(await call(good, strict))
  })

  it('is judged for each method anew, though it is known (api-gateway 3.2.15)', async () => {
    const reader = await createProtectedApi(apiGateway, [machine.poolArn])
    const writer = await createProtectedApi(apiGateway, [machine.poolArn], { authorizationScopes: ['orders/write'] })
    expect((await call(good, reader)).status).toBe(200)
    await expectUnauthorized(await call(good, writer))
    const { apiId: restApiId } = reader
    await apiGateway.send(new FlushStageAuthorizersCacheCommand({ restApiId, stageName: 'test' }))
    expect((await call(good, reader)).status).toBe(200)
  })

  it('is read before its pool is looked for, and its signature before its scopes (api-gateway 3.2.11)', async () => {
    const gone = await createMachineClient(cognito)
    const own = await createProtectedApi(apiGateway, [gone.poolArn])
    const last = (await tokenFor(origin, gone, 'orders/write')).access_token
    await cognito.send(new DeleteUserPoolDomainCommand({ UserPoolId: gone.poolId, Domain: gone.domain }))
    await cognito.send(new DeleteUserPoolCommand({ UserPoolId: gone.poolId }))
    await expectUnauthorized(await call(undefined, own))
    await expectUnauthorized(await call('a.b', own))
    expect((await call(last, own)).status).toBe(500)
  })
})

describe('a refusal', () => {
  let told: ProtectedApi
  let unscoped: ProtectedApi
  let other: MachineClient
  let writing: string
  beforeAll(async () => {
    other = await createMachineClient(cognito)
    writing = (await tokenFor(origin, machine, 'orders/write')).access_token
    const telling = async (target: ProtectedApi) => {
      const responseTemplates = { 'application/json': '$context.error.responseType $context.error.messageString' }
      for (const responseType of [
        'UNAUTHORIZED',
        'ACCESS_DENIED',
        'AUTHORIZER_CONFIGURATION_ERROR',
        'EXPIRED_TOKEN',
      ] as const) {
        await apiGateway.send(
          new PutGatewayResponseCommand({ restApiId: target.apiId, responseType, responseTemplates }),
        )
      }
      await deploy(target)
      return target
    }
    told = await telling(await createProtectedApi(apiGateway, [machine.poolArn]))
    unscoped = await telling(await createProtectedApi(apiGateway, [machine.poolArn], {}))
  })
  const theirs = async () => (await tokenFor(origin, other, 'orders/read')).access_token
  const changed = (part: object) => {
    const [, payload, signature] = good.split('.')
    const header = Buffer.from(JSON.stringify({ ...headerOf(good), ...part })).toString('base64url')
    return `${header}.${payload}.${signature}`
  }

  it.each<[string, () => Promise<string | undefined> | string | undefined]>([
    ['a header that is missing', () => undefined],
    ['a header that is empty', () => ''],
    ['what is no token', () => 'nonsense'],
    ['a part of no Base64', () => '!.!.!'],
    ['two parts', () => good.split('.').slice(0, 2).join('.')],
    ['four parts', () => `${good}.a`],
    ['another pool', theirs],
    ['a key that the pool does not have', () => changed({ kid: 'unknown' })],
    ['another signature', () => `${good.slice(0, -8)}AAAAAAAA`],
    ['no scope of the method', () => writing],
  ])('of %s is UNAUTHORIZED (api-gateway 3.3)', async (_, token) => {
    const authorization = await token()
    await expectUnauthorized(await call(authorization))
    const named = await call(authorization, told)
    expect([named.status, await named.text()]).toEqual([401, 'UNAUTHORIZED "Unauthorized"'])
  })

  it('of an access token where no scope is asked for is UNAUTHORIZED (api-gateway 3.3)', async () => {
    const named = await call(good, unscoped)
    expect([named.status, await named.text()]).toEqual([401, 'UNAUTHORIZED "Unauthorized"'])
  })

  it('of a pool that is gone is the authorizer’s (api-gateway 3.3)', async () => {
    const gone = await createMachineClient(cognito)
    const own = await createProtectedApi(apiGateway, [gone.poolArn])
    const last = (await tokenFor(origin, gone, 'orders/read')).access_token
    await cognito.send(new DeleteUserPoolDomainCommand({ UserPoolId: gone.poolId, Domain: gone.domain }))
    await cognito.send(new DeleteUserPoolCommand({ UserPoolId: gone.poolId }))
    const response = await call(last, own)
    expect([response.status, response.headers.get('x-amzn-errortype'), await response.text()]).toEqual([
      500,
      'AuthorizerConfigurationException',
      '{"message":null}',
    ])
  })
})
