import { request } from 'node:http'
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  CreateGroupCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { type RawRequest, sendRaw } from '../support/raw-http.ts'

const origin = inject('origin')
const { host } = new URL(origin)
const PAGE = { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate', 'user-agent': 'Mozilla/5.0' }
const ask = (path: string, { headers, ...more }: RawRequest = {}) =>
  sendRaw(origin, `/_sallyport/${path}`, { method: 'GET', headers: { host, ...headers }, ...more })
const TELLING = ['map', 'requests', 'requests/stream', 'status', 'metrics']
/** Who signs in, and the codes with which anybody could. */
const OF_PEOPLE = ['pools/us-east-1_aaaaaaaaa/users', 'pools/us-east-1_aaaaaaaaa/users/ann', 'outbox', 'outbox/stream']
const json = { 'content-type': 'application/json' }
const move = { method: 'POST', body: '{"advanceSeconds":0}' }

/** As the page has it; empty where the build has no console. */
async function keyOfPage(): Promise<string> {
  const { body } = await ask('', { headers: PAGE })
  return /name="sallyport-console" content="([^"]*)"/.exec(body)?.[1] ?? ''
}

describe('a page of another origin', () => {
  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a deployed API, under this very origin', { origin, 'sec-fetch-site': 'same-origin' }],
    ['a file', { origin: 'null' }],
  ])('of %s changes and reads nothing', async (_, headers) => {
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
      const { status } = await ask('clock', { ...move, headers: { ...headers, 'content-type': type } })
      expect([type, status]).toEqual([type, 403])
    }
    for (const path of ['clients/reveal', 'tokens', 'calls', 'reset', 'stop']) {
      expect((await ask(path, { method: 'POST', body: '{}', headers: { ...headers, ...json } })).status).toBe(403)
    }
    for (const path of [...TELLING, ...OF_PEOPLE]) {
      expect([path, (await ask(path, { headers })).status]).toEqual([path, 403])
    }
  })

  it('that has rebound its name is at the wrong host', async () => {
    const key = await keyOfPage()
    for (const rebound of ['evil.example', 'evil.example:4566', '127.0.0.1.evil.example', 'localhost.evil.example']) {
      for (const path of ['', 'map', ...OF_PEOPLE, ...['map', ...OF_PEOPLE].map((path) => `${path}?console=${key}`)]) {
        const { status, body } = await ask(path, { headers: { host: rebound, ...PAGE } })
        expect([rebound, path, status]).toEqual([rebound, path, 403])
        expect(body).not.toContain('sallyport-console')
      }
    }
  })

  it('is given no key', async () => {
    const { body } = await ask('', { headers: { 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' } })
    expect(/content="([^"]+)"/.exec(body.replace(/viewport.*|color-scheme.*/g, ''))?.[1] ?? '').toBe('')
  })
})

it('gives no service worker out under its own address', async () => {
  const headers = { host, 'service-worker': 'script' }
  const answer = await sendRaw(origin, '/_aws/execute-api/abc123/prod/sw.js', { method: 'GET', headers })
  expect([answer.status, answer.body]).toEqual([403, expect.stringContaining('ServiceWorkerNotAllowed')])
})

describe("the console's own page", () => {
  const own = { origin, 'sec-fetch-site': 'same-origin' }

  it('may call with its key, as JSON', async ({ skip }) => {
    const key = await keyOfPage()
    if (key === '') skip('this build has no console')
    const headers = { ...own, 'x-sallyport-console': key }
    expect((await ask('clock', { ...move, headers: { ...headers, ...json } })).status).toBe(200)
    expect((await ask('clock', { ...move, headers: { ...headers, 'content-type': 'text/plain' } })).status).toBe(415)
    expect((await ask(`map?console=${key}`, { headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(200)
    const other = await ask('clock', { ...move, headers: { ...headers, ...json, 'x-sallyport-console': `${key}x` } })
    expect([other.status, JSON.parse(other.body)]).toMatchObject([403, { code: 'ConsoleKeyUnknown' }])
  })

  it('has headers that keep it alone', async () => {
    const { headers } = await ask('', { headers: PAGE })
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'; script-src 'self'"),
      'cross-origin-opener-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
  })
})

it('asks tools for JSON where there are secrets', async () => {
  for (const path of ['clients/reveal', 'tokens', 'calls', 'clients/create']) {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const { status } = await ask(path, { method: 'POST', body: '{}', headers: { 'content-type': type } })
      expect([path, type, status]).toEqual([path, type, 415])
    }
    expect((await ask(path)).status).toBe(405)
    for (const body of ['', 'null', '[]', '{', '"x"']) {
      expect((await ask(path, { method: 'POST', body, headers: json })).status).toBe(400)
    }
  }
})

describe('a path', () => {
  // Pools are looked for where there is anything.
  beforeAll(() => awsClients({ origin }).cognito.send(new CreateUserPoolCommand({ PoolName: 'attacked' })))

  it.each([
    'assets/../../package.json',
    'assets/..%2f..%2fpackage.json',
    'assets/%2e%2e/%2e%2e/package.json',
    'assets/..%5c..%5cpackage.json',
    'assets/%252e%252e%252fpackage.json',
    'assets//etc/passwd',
    'assets/%00',
    'assets/.env',
    '../package.json',
    'requests/%zz',
    'stacks/%zz/events',
    'functions/%3Cscript%3E/logs',
    'pools/%3Cscript%3E/users',
    'pools/%zz/users',
    'pools/us-east-1_aaaaaaaaa/users/..%2f..%2fmap',
  ])('%s leads nowhere', async (path) => {
    const { status, body, headers } = await ask(path)
    expect([path, status]).toEqual([path, 404])
    expect(body).not.toContain('"sallyport"')
    expect(headers['content-type']).not.toContain('html')
  })
})

describe('what people have written', () => {
  /** Usernames and names of groups have no blanks. */
  const MARKUP = '<img/src=x/onerror="hacked=1"></script><script>hacked=1</script>'
  const { cognito } = awsClients({ origin })
  let UserPoolId = ''

  beforeAll(async () => {
    const { UserPool } = await cognito.send(
      new CreateUserPoolCommand({
        PoolName: 'attacked',
        AdminCreateUserConfig: {
          InviteMessageTemplate: { EmailSubject: `Hi ${MARKUP}`, EmailMessage: `${MARKUP} {username} {####}` },
        },
      }),
    )
    UserPoolId = UserPool?.Id ?? ''
    const UserAttributes = [
      { Name: 'email', Value: 'ann@example.com' },
      { Name: 'name', Value: MARKUP },
    ]
    await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: MARKUP, UserAttributes }))
    const group = { UserPoolId, GroupName: MARKUP }
    await cognito.send(new CreateGroupCommand({ ...group, Description: MARKUP }))
    await cognito.send(new AdminAddUserToGroupCommand({ ...group, Username: MARKUP }))
  })
  afterAll(async () => {
    await cognito.send(new DeleteUserPoolCommand({ UserPoolId }))
  })

  it('is handed out as text of JSON, which no browser takes for a page', async () => {
    const users = `pools/${UserPoolId}/users`
    for (const path of [users, `${users}/${encodeURIComponent(MARKUP)}`, `outbox?userPoolId=${UserPoolId}`]) {
      for (const headers of [{}, PAGE]) {
        const answer = await ask(path, { headers })
        expect([path, answer.status, answer.headers['content-type']]).toEqual([path, 200, 'application/json'])
        expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
        expect(JSON.stringify(JSON.parse(answer.body))).toContain(JSON.stringify(MARKUP).slice(1, -1))
      }
    }
  })

  it('is found neither by a page of another origin nor with a method that changes', async () => {
    const users = `pools/${UserPoolId}/users`
    for (const path of [users, 'outbox']) {
      const foreign = await ask(path, { headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } })
      expect([path, foreign.status]).toEqual([path, 403])
      expect(foreign.body).not.toContain('ann@example.com')
      expect(foreign.headers['access-control-allow-origin']).toBeUndefined()
      expect([path, (await ask(path, { method: 'POST', body: '{}', headers: json })).status]).toEqual([path, 405])
    }
  })
})

describe('a stream', () => {
  interface Reader {
    readonly status: number
    readonly text: () => string
    leave(): void
  }

  const listen = (path = 'requests/stream'): Promise<Reader> =>
    new Promise((resolve, reject) => {
      const outgoing = request(`${origin}/_sallyport/${path}`, { agent: false }, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (part: string) => {
          text += part
        })
        response.on('error', () => {})
        resolve({ status: response.statusCode ?? 0, text: () => text, leave: () => outgoing.destroy() })
      })
      outgoing.on('error', reject)
      outgoing.end()
    })

  const batchesOf = (text: string) =>
    [...text.matchAll(/event: requests\ndata: (.*)\n/g)].map(
      ([, data = '']) => JSON.parse(data) as { requests: { requestId: string }[]; leftOut: number },
    )

  it('of two thousand calls stays readable', async () => {
    const reader = await listen('requests/stream?api=nosuchapi0')
    const startedAt = Date.now()
    const call = () => fetch(`${origin}/_aws/execute-api/nosuchapi0/prod/x`).then((response) => response.arrayBuffer())
    for (let i = 0; i < 100; i++) await Promise.all(Array.from({ length: 20 }, call))
    const seen = () => batchesOf(reader.text()).reduce((sum, batch) => sum + batch.requests.length + batch.leftOut, 0)
    await expect.poll(seen, { timeout: 10_000 }).toBeGreaterThanOrEqual(2000)
    const batches = batchesOf(reader.text())
    const seconds = (Date.now() - startedAt) / 1000
    reader.leave()
    expect(Math.max(...batches.map((batch) => batch.requests.length))).toBeLessThanOrEqual(50)
    expect(batches.length).toBeLessThanOrEqual(10 * seconds + 2)
  })

  it('has some tens of readers, and room again when they leave', async () => {
    const readers = await Promise.all(Array.from({ length: 60 }, () => listen()))
    const statuses = readers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(32)
    expect(statuses.filter((status) => status === 503).length).toBeGreaterThanOrEqual(28)
    for (const reader of readers) reader.leave()
    await expect
      .poll(async () => {
        const reader = await listen()
        reader.leave()
        return reader.status
      })
      .toBe(200)
  })
})
