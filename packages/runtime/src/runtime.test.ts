import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { type Runtime, type Settings, startSallyport } from './index.ts'
import { signed } from './protocol/control-plane.harness.ts'
import { callCognito as cognito } from './runtime/cognito.harness.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-runtime-'))
const running: Runtime[] = []
afterEach(async () => {
  for (const runtime of running.splice(0)) await runtime.close()
  rmSync(folder, { recursive: true, force: true })
})

async function start(settings?: Settings): Promise<Runtime> {
  const runtime = await startSallyport(settings)
  running.push(runtime)
  return runtime
}

async function stop(runtime: Runtime): Promise<void> {
  running.splice(running.indexOf(runtime), 1)
  await runtime.close()
}

async function admin({ origin }: Runtime, path: string, body?: object) {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const response = await fetch(`${origin}/_sallyport/${path}`, init)
  return { status: response.status, body: JSON.parse(await response.text()) }
}

async function createPool(runtime: Runtime): Promise<string> {
  return (await cognito(fetch, runtime.origin, 'CreateUserPool', { PoolName: 'p' })).body.UserPool.Id
}

it('serves everything on one port, in memory and on a free port by default', async () => {
  const runtime = await start()
  const health = await admin(runtime, 'health')
  expect(health.body).toMatchObject({ status: 'ok', services: expect.arrayContaining(['cognito-idp', 's3', 'sts']) })
  const poolId = await createPool(runtime)
  await cognito(fetch, runtime.origin, 'CreateUserPoolDomain', { UserPoolId: poolId, Domain: 'partners' })
  const { body } = await admin(runtime, 'status')
  expect(body.domains).toEqual([
    {
      account: '000000000000',
      region: 'us-east-1',
      poolId,
      domain: 'partners',
      url: 'https://partners.auth.us-east-1.amazoncognito.com/oauth2/token',
      local: `${runtime.origin}/_aws/cognito/partners/oauth2/token`,
    },
  ])
  const token = await fetch(body.domains[0].local, { method: 'POST' })
  expect(token.status).toBe(400)
  const discovery = await fetch(`${runtime.origin}/${poolId}/.well-known/openid-configuration`)
  expect(await discovery.json()).toMatchObject({ issuer: `https://cognito-idp.us-east-1.amazonaws.com/${poolId}` })
})

it('shows outputs as they are, with the address that works here beside AWS’s', async () => {
  const runtime = await start()
  const url = 'https://abc123.execute-api.us-east-1.amazonaws.com/prod/'
  const template = JSON.stringify({
    Resources: {
      Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: {} } },
      Topic: { Type: 'AWS::SNS::Topic' },
      Queue: { Type: 'AWS::SQS::Queue' },
      DeadLetters: { Type: 'AWS::SQS::Queue' },
    },
    Outputs: { Greeting: { Value: 'hello' }, Url: { Value: url } },
  })
  const query = { Action: 'CreateStack', Version: '2010-05-15', StackName: 's', TemplateBody: template }
  const headers = signed('cloudformation')
  await fetch(runtime.origin, { method: 'POST', headers, body: new URLSearchParams(query) })
  const described = new URLSearchParams({ Action: 'DescribeStacks', Version: '2010-05-15', StackName: 's' })
  const settled = await fetch(runtime.origin, { method: 'POST', headers, body: described })
  expect(await settled.text()).toContain('CREATE_COMPLETE')
  expect((await admin(runtime, 'status')).body.stacks).toEqual([
    {
      account: '000000000000',
      region: 'us-east-1',
      name: 's',
      status: 'CREATE_COMPLETE',
      outputs: [
        { key: 'Greeting', value: 'hello' },
        { key: 'Url', value: url, local: `${runtime.origin}/_aws/execute-api/abc123/prod/` },
      ],
      recorded: ['AWS::SNS::Topic', 'AWS::SQS::Queue (2)'],
    },
  ])
})

it('names itself as issuer when asked to', async () => {
  const runtime = await start({ issuer: 'local' })
  const poolId = await createPool(runtime)
  const discovery = await fetch(`${runtime.origin}/${poolId}/.well-known/openid-configuration`)
  expect(await discovery.json()).toMatchObject({ issuer: `${runtime.origin}/${poolId}` })
})

it('keeps what was answered, and the moved clock, in its data directory', async () => {
  const dataDir = join(folder, 'kept', 'deep')
  const first = await start({ dataDir })
  const poolId = await createPool(first)
  await admin(first, 'clock', { advanceSeconds: 3660 })
  await stop(first)
  const second = await start({ dataDir })
  expect((await cognito(fetch, second.origin, 'DescribeUserPool', { UserPoolId: poolId })).status).toBe(200)
  expect((await admin(second, 'clock')).body.offsetSeconds).toBe(3660)
})

it('says who holds a data directory', async () => {
  const dataDir = join(folder, 'held')
  const { origin } = await start({ dataDir })
  await expect(start({ dataDir })).rejects.toMatchObject({
    code: 'ERR_DATA_DIR_HELD',
    message: expect.stringContaining(`held by process ${process.pid}, which listens on ${origin}`),
  })
})

it('gives the data directory back when it cannot listen', async () => {
  const { origin } = await start()
  const dataDir = join(folder, 'returned')
  await expect(start({ dataDir, port: Number(new URL(origin).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await start({ dataDir })
})

it.each([
  ['in memory', () => ({})],
  ['in a data directory', () => ({ dataDir: join(folder, 'reset') })],
])('forgets everything on reset, snapshots and clock included: %s', async (_, settings) => {
  const runtime = await start(settings())
  const poolId = await createPool(runtime)
  await cognito(fetch, runtime.origin, 'CreateUserPoolDomain', { UserPoolId: poolId, Domain: 'partners' })
  await admin(runtime, 'clock', { advanceSeconds: 60 })
  const tokenEndpoint = `${runtime.origin}/_aws/cognito/partners/oauth2/token`
  const jwks = `${runtime.origin}/${poolId}/.well-known/jwks.json`
  expect([(await fetch(tokenEndpoint, { method: 'POST' })).status, (await fetch(jwks)).status]).toEqual([400, 200])

  const others = Promise.all(
    Array.from({ length: 20 }, () => cognito(fetch, runtime.origin, 'ListUserPools', { MaxResults: 1 })),
  )
  expect((await admin(runtime, 'reset', {})).body).toEqual({ status: 'reset' })
  for (const { status } of await others) expect(status).toBe(200)

  expect([(await fetch(tokenEndpoint, { method: 'POST' })).status, (await fetch(jwks)).status]).toEqual([404, 400])
  expect((await admin(runtime, 'clock')).body.offsetSeconds).toBe(0)
  expect((await cognito(fetch, runtime.origin, 'ListUserPools', { MaxResults: 1 })).body).toEqual({ UserPools: [] })
  await createPool(runtime)
})
