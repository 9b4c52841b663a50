import { describe, expect, it } from 'vitest'
import { type RequestTrace, summaryOf } from '../kernel/request-trace.ts'
import type { WireRequest } from '../kernel/wire.ts'
import { createAdmin } from './admin.ts'
import type { AdminSource } from './ports.ts'

const TRACE: RequestTrace = {
  requestId: 'a/b=',
  plane: 'execute-api',
  api: 'abc123',
  method: 'GET',
  path: '/x',
  status: 200,
  startedAt: '2030-01-01T00:00:00.000Z',
  durationMs: 1,
  steps: [],
}
let offset = 0
let resets = 0
let stops = 0
const source: AdminSource = {
  version: '1.2.3',
  services: ['sts', 'iam', 's3'],
  pid: 7,
  uptimeSeconds: () => 1.23456,
  status: async () => ({ stacks: [], apis: [], domains: [], apiDomains: [], functionUrls: [] }),
  clock: {
    nowMs: () => Date.UTC(2030, 0, 1) + offset,
    offsetMs: () => offset,
    setOffset: async (ms) => {
      offset = ms
    },
  },
  requests: {
    limit: 10,
    count: 1,
    find: (requestId) => (requestId === 'a/b=' ? TRACE : undefined),
    newest: (count) => Array.from({ length: Math.min(count, 1) }, () => summaryOf(TRACE)),
  },
  deploy: async (request, { tell }) => {
    tell({ event: 'asked', request })
    tell({ event: 'done' })
  },
  reset: async () => {
    resets++
  },
  stop: () => {
    stops++
  },
  caCertificate: async () => 'PEM',
}
const admin = createAdmin(source)

async function ask(method: string, path: string, body: unknown = '', handle = admin) {
  const [pathname = '', query = ''] = path.split('?')
  const request = {
    method,
    path: `/_sallyport/${pathname}`,
    query,
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  }
  const response = await handle(request as WireRequest)
  return [response.status, String(response.body)] as const
}

it('tells health and status', async () => {
  const [status, body] = await ask('GET', 'health')
  expect(status).toBe(200)
  expect(JSON.parse(body)).toEqual({
    status: 'ok',
    version: '1.2.3',
    uptimeSeconds: 1.235,
    services: ['iam', 's3', 'sts'],
  })
  expect(JSON.parse((await ask('GET', 'status'))[1])).toEqual({
    stacks: [],
    apis: [],
    domains: [],
    apiDomains: [],
    functionUrls: [],
  })
})

it('moves the clock from where it is, and back', async () => {
  await ask('POST', 'clock', { advanceSeconds: 60 })
  const [, body] = await ask('POST', 'clock', { advanceSeconds: 1.5 })
  expect(JSON.parse(body)).toEqual({ now: '2030-01-01T00:01:01.500Z', offsetSeconds: 61.5 })
  expect(JSON.parse((await ask('POST', 'clock', { reset: true }))[1])).toMatchObject({ offsetSeconds: 0 })
})

it.each(['', '7', 'null', '{', '{"advanceSeconds":"1"}', '{"advanceSeconds":1e300}'])(
  'refuses to move the clock by %j',
  async (body) => {
    const [status, text] = await ask('POST', 'clock', body)
    expect([status, text]).toEqual([400, expect.stringContaining('advanceSeconds')])
    expect(offset).toBe(0)
  },
)

it('resets, and gives the certificate of its authority', async () => {
  expect((await ask('POST', 'reset'))[0]).toBe(200)
  expect(resets).toBe(1)
  expect(await ask('GET', 'ca.pem')).toEqual([200, 'PEM\n'])
})

it('stops its process, unless that belongs to another program', async () => {
  const [status, body] = await ask('POST', 'stop')
  expect([status, JSON.parse(body)]).toEqual([200, { status: 'stopping', pid: 7 }])
  expect(stops).toBe(1)
  const embedded = createAdmin({ ...source, stop: undefined })
  expect(await ask('POST', 'stop', '', embedded)).toEqual([409, expect.stringContaining('another program')])
})

it('names what there is instead of what there is not', async () => {
  expect(await ask('GET', 'reset')).toEqual([405, expect.stringContaining('POST')])
  expect(await ask('GET', 'moon')).toEqual([404, expect.stringContaining('GET health')])
})

it('lists the last requests, and explains one', async () => {
  const [status, body] = await ask('GET', 'requests?limit=5')
  const { steps: _, ...summary } = TRACE
  expect([status, JSON.parse(body)]).toEqual([200, { kept: 1, requests: [summary] }])
  expect(JSON.parse((await ask('GET', 'requests/a%2Fb%3D'))[1])).toEqual(TRACE)
})

it.each(['0', '-1', 'x', '1001', '1e2'])('refuses to list %s requests', async (limit) => {
  expect(await ask('GET', `requests?limit=${limit}`)).toEqual([400, expect.stringContaining('1 to 1000')])
})

it('says what is kept instead of a request that is not', async () => {
  expect(await ask('GET', 'requests/gone')).toEqual([404, expect.stringContaining('the last 1 of calls')])
  expect((await ask('GET', 'requests/%zz'))[0]).toBe(404)
  const off = createAdmin({ ...source, requests: { ...source.requests, limit: 0, count: 0 } })
  expect(await ask('GET', 'requests/gone', '', off)).toEqual([404, expect.stringContaining('--requests 0')])
  expect((await ask('POST', 'requests/gone'))[0]).toBe(405)
})

describe('deployments', () => {
  const asked = { action: 'deploy', directory: '/app/cdk.out', account: '111111111111', region: 'us-east-1' }

  it('are told line by line', async () => {
    const request = {
      method: 'POST',
      path: '/_sallyport/deployments',
      query: '',
      body: Buffer.from(JSON.stringify(asked)),
    }
    const { signal } = new AbortController()
    const response = await admin({ ...request, signal } as unknown as WireRequest)
    let text = ''
    for await (const part of response.body as AsyncIterable<Uint8Array>) text += Buffer.from(part).toString()
    const place = { account: '111111111111', region: 'us-east-1' }
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { event: 'asked', request: { action: 'deploy', directory: '/app/cdk.out', stacks: [], place, parameters: {} } },
      { event: 'done' },
    ])
  })

  it.each([
    ['send a JSON object', '7'],
    ['action is one of deploy, destroy, diff', { ...asked, action: 'drop' }],
    ['directory is the absolute path', { ...asked, directory: 'cdk.out' }],
    ['stacks is a list', { ...asked, stacks: 'Api' }],
    ['exclusively is true or false', { ...asked, exclusively: 1 }],
    ['account has twelve digits', { ...asked, account: '1' }],
    ['region is the name', { ...asked, region: 'here' }],
    ['parameters are texts', { ...asked, parameters: { a: 1 } }],
  ])('are refused where %s', async (message, body) => {
    const [status, text] = await ask('POST', 'deployments', body)
    expect([status, text]).toEqual([400, expect.stringContaining(message)])
  })
})
