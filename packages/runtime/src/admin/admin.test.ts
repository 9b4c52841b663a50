import { describe, expect, it } from 'vitest'
import { adminSource, keptRequest, type Sent, send } from './admin.harness.ts'
import { createAdmin } from './admin.ts'

let offset = 0
let resets = 0
let stops = 0
const source = adminSource({
  clock: {
    nowMs: () => Date.UTC(2030, 0, 1) + offset,
    offsetMs: () => offset,
    setOffset: async (ms) => {
      offset = ms
    },
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
})
const admin = createAdmin(source).handle

async function ask(method: string, path: string, body?: unknown, handle = admin, headers: Sent['headers'] = {}) {
  const response = await send(handle, path, { method, body, headers })
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
    tokenRequests: [],
    forwards: [],
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
  const embedded = createAdmin({ ...source, stop: undefined }).handle
  expect(await ask('POST', 'stop', '', embedded)).toEqual([409, expect.stringContaining('another program')])
})

it('names what there is instead of what there is not', async () => {
  expect(await ask('GET', 'reset')).toEqual([405, expect.stringContaining('POST')])
  expect(await ask('GET', 'moon')).toEqual([404, expect.stringContaining('GET health')])
})

it('lists the last requests, and explains one', async () => {
  const [status, body] = await ask('GET', 'requests?limit=5')
  const kept = keptRequest()
  expect([status, JSON.parse(body)]).toEqual([200, { kept: 1, requests: [kept.summary()] }])
  expect(JSON.parse((await ask('GET', 'requests/a%2Fb%3D'))[1])).toEqual(kept.trace())
})

it.each(['0', '-1', 'x', '1001', '1e2'])('refuses to list %s requests', async (limit) => {
  expect(await ask('GET', `requests?limit=${limit}`)).toEqual([400, expect.stringContaining('1 to 1000')])
})

it('says what is kept instead of a request that is not', async () => {
  expect(await ask('GET', 'requests/gone')).toEqual([404, expect.stringContaining('the last 1 of calls')])
  expect((await ask('GET', 'requests/%zz'))[0]).toBe(404)
  const off = createAdmin({ ...source, requests: { ...source.requests, limit: 0, count: 0 } }).handle
  expect(await ask('GET', 'requests/gone', '', off)).toEqual([404, expect.stringContaining('--requests 0')])
  expect((await ask('POST', 'requests/gone'))[0]).toBe(405)
})

it('takes from pages nothing but JSON', async () => {
  const sent = (contentType: string, headers = {}) =>
    ask('POST', 'clock', { advanceSeconds: 0 }, admin, { 'content-type': contentType, ...headers })
  expect((await sent('text/plain'))[0]).toBe(200)
  for (const headers of [{ origin: 'http://127.0.0.1:4566' }, { 'sec-fetch-site': 'same-origin' }]) {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', '']) {
      expect((await sent(type, headers))[0]).toBe(415)
    }
    expect((await sent('application/json', headers))[0]).toBe(200)
    expect((await sent('Application/JSON; charset=utf-8', headers))[0]).toBe(200)
  }
})

describe('deployments', () => {
  const asked = { action: 'deploy', directory: '/app/cdk.out', account: '111111111111', region: 'us-east-1' }

  it('are told line by line', async () => {
    const response = await send(admin, 'deployments', { method: 'POST', body: asked })
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
