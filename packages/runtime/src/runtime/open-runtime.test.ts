import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import { afterAll, afterEach, describe, expect, expectTypeOf, it } from 'vitest'
import {
  manualClock,
  openRuntime,
  type Runtime,
  type RuntimeOptions,
  type RuntimeSettings,
  type Settings,
  serve,
  unsafeSeededRandom,
} from '../index.ts'
import { callCognito as cognito, machineClient, takeToken } from './cognito.harness.ts'

const START = Date.UTC(2030, 0, 1)
const opened: Runtime[] = []
afterEach(async () => {
  for (const runtime of opened.splice(0)) await runtime.close()
})

async function open(settings?: RuntimeSettings, options?: RuntimeOptions): Promise<Runtime> {
  const runtime = await openRuntime(settings, options)
  opened.push(runtime)
  return runtime
}

describe('without a port', () => {
  it('answers under its own address and under AWS’s names', async () => {
    const runtime = await open()
    const client = await machineClient(runtime)
    expect(decodeJwt(await takeToken(runtime, client))).toMatchObject({ client_id: client.clientId })
    const keys = await runtime.fetch(
      `https://cognito-idp.us-east-1.amazonaws.com/${client.poolId}/.well-known/jwks.json`,
    )
    expect(((await keys.json()) as { keys: unknown[] }).keys).toHaveLength(2)
    expect((await runtime.status()).domains).toMatchObject([{ domain: 'partners' }])
  })

  it('takes what fetch takes', async () => {
    const runtime = await open()
    const url = new URL('/_sallyport/health', runtime.origin)
    for (const input of ['/_sallyport/health', url, url.href, new Request(url)]) {
      expect((await runtime.fetch(input)).status).toBe(200)
    }
    const byHost = await runtime.fetch('/', { headers: { host: 'example.com' } })
    expect(byHost.status).toBe(403)
    const tooLarge = await runtime.fetch('/_sallyport/clock', { method: 'POST', body: 'x'.repeat(70_000) })
    expect(tooLarge.status).toBe(413)
    const head = await runtime.fetch('/_sallyport/health', { method: 'HEAD' })
    expect(await head.text()).toBe('')
  })

  it('is one of several in a process, which know nothing of each other', async () => {
    const [first, second] = await Promise.all([open(), open()])
    const { poolId } = await machineClient(first)
    expect((await cognito(first.fetch, '/', 'DescribeUserPool', { UserPoolId: poolId })).status).toBe(200)
    expect((await cognito(second.fetch, '/', 'DescribeUserPool', { UserPoolId: poolId })).body).toMatchObject({
      __type: 'ResourceNotFoundException',
    })
    expect((await cognito(second.fetch, '/', 'ListUserPools', { MaxResults: 1 })).body).toEqual({ UserPools: [] })
  })

  it('forgets everything on reset, and goes on', async () => {
    const runtime = await open()
    await machineClient(runtime)
    await runtime.reset()
    expect((await cognito(runtime.fetch, '/', 'ListUserPools', { MaxResults: 1 })).body).toEqual({ UserPools: [] })
  })
})

describe('a snapshot', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-snapshot-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('brings back what was there, with its secrets and its time, as often as one wants', async () => {
    const runtime = await open({}, { clock: manualClock(START) })
    const client = await machineClient(runtime)
    const snapshot = await runtime.snapshot()
    for (const _ of [1, 2]) {
      await runtime.clock.advance(1000)
      await cognito(runtime.fetch, '/', 'DeleteUserPoolDomain', { UserPoolId: client.poolId, Domain: 'partners' })
      await cognito(runtime.fetch, '/', 'CreateUserPool', { PoolName: 'later' })
      await runtime.restore(snapshot)
      expect(runtime.clock.now()).toBe(START)
      expect(decodeJwt(await takeToken(runtime, client))).toMatchObject({ client_id: client.clientId })
      expect((await cognito(runtime.fetch, '/', 'ListUserPools', { MaxResults: 9 })).body.UserPools).toHaveLength(1)
    }
  })

  it('is taken over by another runtime, which keeps it', async () => {
    const first = await open()
    const client = await machineClient(first)
    const dataDir = join(folder, 'state')
    const second = await openRuntime({ dataDir })
    await machineClient(second)
    await second.restore(await first.snapshot())
    await second.close()
    const third = await open({ dataDir })
    expect(decodeJwt(await takeToken(third, client))).toMatchObject({ client_id: client.clientId })
    expect((await third.status()).domains).toHaveLength(1)
  })

  it('is gone back to one after the other, and requests wait', async () => {
    const runtime = await open()
    const empty = await runtime.snapshot()
    await machineClient(runtime)
    const full = await runtime.snapshot()
    const restored = [runtime.restore(empty), runtime.reset(), runtime.restore(full)]
    const pools = await cognito(runtime.fetch, '/', 'ListUserPools', { MaxResults: 9 })
    await Promise.all(restored)
    expect(pools.body.UserPools).toHaveLength(1)
    await Promise.all([runtime.restore(full), runtime.reset()])
    expect((await cognito(runtime.fetch, '/', 'ListUserPools', { MaxResults: 9 })).body).toEqual({ UserPools: [] })
  })
})

describe('with a clock and a random source of the test’s own', () => {
  it('issues tokens in the time that it is given', async () => {
    const clock = manualClock(START)
    const runtime = await open({}, { clock })
    const client = await machineClient(runtime)
    const seconds = START / 1000
    expect(decodeJwt(await takeToken(runtime, client))).toMatchObject({ iat: seconds, exp: seconds + 3600 })
    clock.advance(60_000)
    await runtime.clock.advance(3_600_000)
    expect(runtime.clock.now()).toBe(START + 3_660_000)
    expect(decodeJwt(await takeToken(runtime, client))).toMatchObject({ iat: seconds + 3660, exp: seconds + 7260 })
  })

  it('makes the same ids from the same randomness', async () => {
    const idsWith = async (seed: number) => machineClient(await open({}, { random: unsafeSeededRandom(seed) }))
    const ids = await idsWith(7)
    expect(await idsWith(7)).toEqual(ids)
    const others = await idsWith(8)
    for (const name of ['poolId', 'clientId', 'clientSecret'] as const) expect(others[name]).not.toBe(ids[name])
  })
})

describe('served', () => {
  it('answers on a port until the server is closed, and without one afterwards', async () => {
    const runtime = await open()
    const server = await serve(runtime)
    expect(runtime.origin).toBe(server.origin)
    expect((await fetch(`${server.origin}/_sallyport/health`)).status).toBe(200)
    await server.close()
    await expect(fetch(`${server.origin}/_sallyport/health`)).rejects.toThrow()
    expect((await runtime.fetch('/_sallyport/health')).status).toBe(200)
  })

  it('gives the port back with the runtime', async () => {
    const runtime = await openRuntime()
    const { origin } = await serve(runtime)
    await runtime.close()
    await expect(fetch(`${origin}/_sallyport/health`)).rejects.toThrow()
  })

  it.each([{ host: '0.0.0.0' }, { port: -1 }])('refuses %j', async (settings) => {
    await expect(serve(await open(), settings)).rejects.toMatchObject({ name: 'UsageError' })
  })
})

it('has settings of exact types', () => {
  expectTypeOf<Settings['port']>().toEqualTypeOf<number | undefined>()
  expectTypeOf<Settings['record']>().toEqualTypeOf<readonly string[] | undefined>()
  expectTypeOf<Settings['logLevel']>().toEqualTypeOf<'debug' | 'info' | 'warn' | 'error' | 'silent' | undefined>()
  expectTypeOf<RuntimeSettings>().not.toHaveProperty('port')
  // @ts-expect-error: a number is no host
  expect(() => serve({} as Runtime, { host: 1 })).toBeTypeOf('function')
  // @ts-expect-error: there is no such setting
  expect(() => openRuntime({ prot: 1 })).toBeTypeOf('function')
  expectTypeOf<Runtime['fetch']>().returns.resolves.toEqualTypeOf<Response>()
})

describe('with the request rates of AWS', () => {
  const statuses = async (attempts: number, attempt: () => Promise<{ readonly status: number }>) =>
    (await Promise.all(Array.from({ length: attempts }, attempt))).map(({ status }) => status)

  it('refuses calls that are too many, until a second has passed', async () => {
    const clock = manualClock(START)
    const runtime = await open({ quotas: 'aws' }, { clock })
    const list = () => cognito(runtime.fetch, '/', 'ListUserPools', { MaxResults: 1 })
    expect((await statuses(20, list)).sort()).toEqual([...Array(15).fill(200), ...Array(5).fill(400)])
    expect((await list()).body).toEqual({ __type: 'TooManyRequestsException', message: 'Rate exceeded' })
    clock.advance(1000)
    expect((await list()).status).toBe(200)
  })

  it('gives out as many tokens', async () => {
    const clock = manualClock(START)
    const runtime = await open({ quotas: 'aws' }, { clock })
    const { clientId, clientSecret } = await machineClient(runtime)
    const ask = () =>
      runtime.fetch('https://partners.auth.us-east-1.amazoncognito.com/oauth2/token', {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      })
    expect((await statuses(155, ask)).filter((status) => status === 429)).toHaveLength(5)
    expect(await (await ask()).text()).toBe('Rate Exceeded')
    clock.advance(1000)
    expect((await ask()).status).toBe(200)
  })
})
