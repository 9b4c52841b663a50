import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { protectedStack } from '../support/protected-stack.ts'
import { stacksOf } from '../support/stacks.ts'

const origin = inject('origin')
const account = '616161616161'
const region = 'eu-west-1'
const { cloudFormation, cognito } = awsClients({ origin, account, region })
const stackName = uniqueName('console')

type Json = Readonly<Record<string, unknown>>

async function get<T = Json>(path: string, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(`${origin}/_sallyport/${path}`, { headers })
  const body = (await response.json()) as T
  expect([path, response.status, response.status < 400 ? undefined : body]).toEqual([path, 200, undefined])
  return body
}

const send = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${origin}/_sallyport/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

async function post<T = Json>(path: string, body: unknown): Promise<T> {
  const response = await send(path, body)
  const answer = (await response.json()) as T
  expect([path, response.status, response.status < 400 ? undefined : answer]).toEqual([path, 200, undefined])
  return answer
}

let poolId: string
let clientId: string
let apiId: string
const domain = uniqueName('console')

interface Resource {
  readonly logicalId: string
  readonly physicalId: string
  readonly constructPath?: string
  readonly shownAs?: Json
}

beforeAll(async () => {
  const template = protectedStack({ domain })
  Object.assign(template.Resources.Client, { Metadata: { 'aws:cdk:path': 'Partner/Client<b>/Resource' } })
  await stacksOf(cloudFormation).create(stackName, template)
  await stacksOf(cloudFormation).settled(stackName)
  const { resources } = await get<{ resources: Resource[] }>(`stacks/${stackName}?account=${account}`)
  const physical = (id: string) => resources.find(({ logicalId }) => logicalId === id)?.physicalId ?? ''
  poolId = physical('Pool')
  clientId = physical('Client')
  apiId = physical('Api')
  expect(resources.find(({ logicalId }) => logicalId === 'Client')).toMatchObject({
    constructPath: 'Partner/Client<b>/Resource',
    shownAs: { kind: 'client', id: clientId },
  })
})

const ref = () => ({ account, region, poolId, clientId })

describe('stacks', () => {
  it('are listed with what happened to them', async () => {
    const { stacks } = await get<{ stacks: Json[] }>('stacks')
    expect(stacks).toContainEqual(
      expect.objectContaining({ name: stackName, account, region, status: 'CREATE_COMPLETE' }),
    )
    const { events, next } = await get<{ events: Json[]; next: string }>(`stacks/${stackName}/events?limit=3`)
    expect(events[0]).toMatchObject({ isStack: true, status: 'CREATE_COMPLETE' })
    const rest = await get<{ events: Json[] }>(`stacks/${stackName}/events?after=${encodeURIComponent(next)}`)
    expect(rest.events.at(-1)).toMatchObject({ isStack: true, status: 'CREATE_IN_PROGRESS' })
    const { operations } = await get<{ operations: { changes: Json[] }[] }>(`stacks/${stackName}/changes`)
    expect(operations).toMatchObject([{ action: 'create', status: 'CREATE_COMPLETE', endedAt: expect.any(String) }])
    expect(operations[0]?.changes).toContainEqual(
      expect.objectContaining({ logicalId: 'Client', outcome: 'created', constructPath: 'Partner/Client<b>/Resource' }),
    )
  })

  it('that are not there are not found', async () => {
    for (const name of ['nosuch', '%3Cscript%3E', '%zz', `${stackName}?region=us-east-1`]) {
      const response = await fetch(`${origin}/_sallyport/stacks/${name}`)
      expect([name, response.status]).toEqual([name, 404])
    }
  })
})

it('the map shows pools, clients and what a stage answers, and no secret', async () => {
  const map = await get<{ pools: Json[]; apis: Json[]; functions: Json[] }>('map')
  const pool = map.pools.find(({ id }) => id === poolId)
  expect(pool).toMatchObject({
    ...{ account, region },
    issuer: expect.stringContaining(poolId),
    domains: [{ domain, isCustom: false, local: `${origin}/_aws/cognito/${domain}/oauth2/token` }],
    resourceServers: [{ identifier: 'orders', scopes: [{ fullName: 'orders/read' }, { fullName: 'orders/write' }] }],
    clients: [{ id: clientId, hasSecret: true, flows: ['client_credentials'], scopes: ['orders/read'] }],
  })
  expect(map.apis.find(({ id }) => id === apiId)).toMatchObject({
    kind: 'REST',
    stages: [
      {
        methods: [
          {
            method: 'GET',
            path: '/orders',
            authorization: { type: 'COGNITO_USER_POOLS', name: 'machines', scopes: ['orders/read'] },
            integration: { type: 'MOCK' },
          },
        ],
      },
    ],
  })
  const { secret } = await post<{ secret: string }>('clients/reveal', ref())
  expect(JSON.stringify(map)).not.toContain(secret)
})

describe('a client', () => {
  it('is made, rotated and deleted', async () => {
    const name = '<img src=x onerror=alert(1)>'
    const asked = { account, region, poolId, name: 'partner', scopes: ['orders/write'], accessTokenSeconds: 600 }
    expect((await send('clients/create', { ...asked, name })).status).toBe(400)
    const made = await post<{ client: { id: string }; secret: string }>('clients/create', asked)
    expect(made.client).toMatchObject({ name: 'partner', accessTokenSeconds: 600, hasSecret: true })
    const own = { ...ref(), clientId: made.client.id }
    const first = await post<{ secrets: { id: string }[] }>('clients/secrets', own)
    expect(JSON.stringify(first)).not.toContain(made.secret)
    const added = await post<{ id: string; secret: string }>('clients/add-secret', own)
    expect(added.secret).not.toBe(made.secret)
    await post('clients/delete-secret', { ...own, secretId: first.secrets[0]?.id })
    expect(await post('clients/secrets', own)).toEqual({ secrets: [{ id: added.id, createdAt: expect.any(String) }] })
    const token = await post('tokens', own)
    expect(token).toMatchObject({ status: 200, tokenType: 'Bearer', expiresInSeconds: 600 })
    await post('clients/delete', own)
    const gone = await send('clients/reveal', own)
    expect([gone.status, await gone.json()]).toMatchObject([400, { code: 'ResourceNotFoundException' }])
  })

  it.each([
    [{ account: '1' }, 'account'],
    [{ region: 'here' }, 'region'],
    [{ poolId: 7 }, 'poolId'],
    [{ clientId: '' }, 'clientId'],
  ])('is not found by %j', async (wrong, name) => {
    const response = await send('clients/reveal', { ...ref(), ...wrong })
    expect([response.status, await response.json()]).toEqual([400, { error: expect.stringContaining(name) }])
  })
})

describe('who may call what', () => {
  interface Matrix {
    readonly clients: { id: string }[]
    readonly methods: string[]
    readonly cells: Json[][]
  }

  it('is told of each client and method, with the reason', async () => {
    const asked = { account, region, poolId, name: 'writer', scopes: ['orders/write'] }
    const { client: writer } = await post<{ client: { id: string } }>('clients/create', asked)
    const idle = await cognito.send(new CreateUserPoolClientCommand({ UserPoolId: poolId, ClientName: 'idle' }))
    const { clients, methods, cells } = await get<Matrix>('map/access')
    const column = methods.indexOf(`${apiId}/prod GET /orders`)
    const cell = (id: string) => cells[clients.findIndex((client) => client.id === id)]?.[column]
    expect(cell(clientId)).toEqual({ verdict: 'yes', by: ['orders/read'] })
    expect(cell(writer.id)).toEqual({
      verdict: 'no',
      reason: 'token has scopes [orders/write], method wants one of [orders/read]',
    })
    expect(cell(idle.UserPoolClient?.ClientId ?? '')).toMatchObject({
      verdict: 'no',
      reason: expect.stringContaining('it gets no token'),
    })
    // As the gateway decides it.
    for (const [id, status] of [
      [clientId, 200],
      [writer.id, 401],
    ] as const) {
      const call = {
        method: 'GET',
        target: { apiId, stage: 'prod', path: '/orders' },
        client: { ...ref(), clientId: id },
      }
      expect(await post('calls', call)).toMatchObject({ status })
    }
  })

  it('is told of a token, which is verified', async () => {
    const { accessToken } = await post<{ accessToken: string }>('tokens', ref())
    const inspected = await post<{ methods: Json[] }>('tokens/inspect', { token: `Bearer ${accessToken}` })
    expect(inspected).toMatchObject({
      header: { alg: 'RS256' },
      claims: { client_id: clientId, token_use: 'access' },
      signature: 'verified',
      isExpired: false,
      issuedBy: { poolId, account, region },
      clientId,
      scopes: ['orders/read'],
    })
    expect(inspected.methods).toContainEqual({
      method: `${apiId}/prod GET /orders`,
      verdict: 'yes',
      by: ['orders/read'],
    })
    const [header = '', , signature = ''] = accessToken.split('.')
    const forged = { iss: (inspected as unknown as { claims: Json }).claims.iss, scope: 'orders/<b>' }
    const payload = Buffer.from(JSON.stringify(forged)).toString('base64url')
    const wrong = await post('tokens/inspect', { token: `${header}.${payload}.${signature}` })
    expect(wrong).toMatchObject({ signature: 'wrong', scopes: ['orders/<b>'], methods: [], issuedBy: { poolId } })
    const foreign = Buffer.from('{"iss":"https://elsewhere"}').toString('base64url')
    const unknown = await post('tokens/inspect', { token: `${header}.${foreign}.${signature}` })
    expect(unknown).toMatchObject({ signature: 'unknown-issuer', methods: [] })
    for (const token of ['x', 'a.b.c', 'e30.e30.', '<script>']) {
      expect(await post('tokens/inspect', { token })).toMatchObject({ signature: 'unreadable', methods: [] })
    }
  })
})

describe('a call', () => {
  const target = () => ({ apiId, stage: 'prod', path: '/orders' })

  it('is made with a token of a client, and explained', async () => {
    const answer = await post<{ requestId: string; curl: { token: string; call: string } }>('calls', {
      method: 'GET',
      target: target(),
      client: ref(),
      query: [{ name: 'q', value: "it's" }],
    })
    expect(answer).toMatchObject({ status: 200, body: { text: 'hello', isBinary: false, bytes: 5, isCut: false } })
    expect(answer.curl.call).toBe(
      `curl -i '${origin}/_aws/execute-api/${apiId}/prod/orders?q=it%27s' -H "authorization: Bearer $TOKEN"`,
    )
    expect(answer.curl.token).toContain(`-u "${clientId}:$CLIENT_SECRET"`)
    const trace = await get(`requests/${answer.requestId}`)
    expect(trace).toMatchObject({ status: 200, client: clientId })
    const listed = await get<{ requests: Json[] }>(`requests?client=${clientId}&plane=execute-api&api=${apiId}`)
    expect(listed.requests[0]).toMatchObject({ requestId: answer.requestId })
  })

  it('that is refused is one that was made', async () => {
    const answer = await post<{ requestId: string }>('calls', { method: 'get', target: target() })
    expect(answer).toMatchObject({ status: 401 })
    expect(await get(`requests/${answer.requestId}`)).toMatchObject({ refusal: 'token-missing', endedIn: 'authorizer' })
  })

  it('is not made where there is no token', async () => {
    const client = { ...ref(), scopes: ['orders/write'] }
    expect(await post('calls', { method: 'GET', target: target(), client })).toMatchObject({
      status: 0,
      tokenRefusal: { status: 400, error: 'invalid_grant' },
    })
  })

  it('reaches nothing but what clients call', async () => {
    for (const url of ['http://example.com/', `${origin}/_sallyport/stop`, `${origin}/?Action=ListUsers`]) {
      expect(await post('calls', { method: 'POST', target: { url } })).toMatchObject({
        status: expect.toSatisfy((s) => s === 403 || s === 404),
      })
    }
    const response = await send('calls', { method: 'GET', target: { url: 'file:///etc/passwd' } })
    expect(response.status).toBe(400)
  })

  it.each([
    [{}, 'method'],
    [{ method: 'GET' }, 'target'],
    [{ method: 'GET /', target: { url: 'http://x/' } }, 'method'],
    [{ method: 'GET', target: { url: 'x' } }, 'url'],
    [{ method: 'GET', target: { apiId: 'none', stage: 'x', path: '/' } }, 'stage'],
    [{ method: 'GET', target: { url: 'http://x/' }, headers: [{ name: 'a', value: 'b\r\nc: d' }] }, 'header'],
    [{ method: 'GET', target: { url: 'http://x/' }, body: 'x' }, 'sent'],
    [{ method: 'POST', target: { url: 'http://x/' }, body: 'x'.repeat(600_000) }, 'body'],
  ])('is refused for %#', async (body, named) => {
    const response = await send('calls', body)
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(((await response.json()) as { error: string }).error).toContain(named)
  })

  it('may have a body that other endpoints do not take', async () => {
    expect((await send('calls', ' '.repeat(3 * 1024 * 1024))).status).toBe(413)
    expect((await send('clients/create', ' '.repeat(70_000))).status).toBe(413)
  })
})

describe('people', () => {
  const HOSTILE = '<img src=x onerror="hacked=1">'
  interface Listed {
    readonly users: (Json & { readonly username: string })[]
    readonly count: number
    readonly next?: string
  }
  let pool: string
  beforeAll(async () => {
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'people' }))
    pool = UserPool?.Id ?? ''
    for (const Username of ['ann', 'anton', 'bob']) {
      await cognito.send(
        new AdminCreateUserCommand({
          UserPoolId: pool,
          Username,
          UserAttributes: [
            { Name: 'email', Value: `${Username}@example.com` },
            { Name: 'name', Value: HOSTILE },
          ],
        }),
      )
    }
    await cognito.send(new CreateGroupCommand({ UserPoolId: pool, GroupName: 'admins', Precedence: 1 }))
    await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId: pool, Username: 'ann', GroupName: 'admins' }))
    await cognito.send(new AdminDisableUserCommand({ UserPoolId: pool, Username: 'bob' }))
  })
  const list = (query: string) => get<Listed>(`pools/${pool}/users?${query}`)
  const names = ({ users }: Listed) => users.map(({ username }) => username)

  it('are listed in pages, and found by how they begin', async () => {
    const first = await list(`limit=2&account=${account}&region=${region}`)
    const rest = await list(`limit=2&after=${encodeURIComponent(first.next ?? '')}`)
    expect([first.users.length, first.count, rest.users.length, rest.next]).toEqual([2, 3, 1, undefined])
    expect([...names(first), ...names(rest)].sort()).toEqual(['ann', 'anton', 'bob'])
    expect(names(await list('text=an')).sort()).toEqual(['ann', 'anton'])
    expect(names(await list('text=bob@'))).toEqual(['bob'])
    expect(names(await list('text=%22%5C'))).toEqual([])
    expect(JSON.stringify(first)).not.toContain('assword"')
  })

  it('are shown with state, attributes and groups, and nothing that proves who they are', async () => {
    const ann = await get(`pools/${pool}/users/ann?account=${account}`)
    expect(ann).toMatchObject({
      username: 'ann',
      status: 'FORCE_CHANGE_PASSWORD',
      isEnabled: true,
      email: 'ann@example.com',
      groups: [{ name: 'admins', precedence: 1 }],
      secondFactors: [],
    })
    expect(ann.attributes).toContainEqual({ name: 'name', value: HOSTILE })
    const [message] = (await get<{ messages: { code: string }[] }>(`outbox?userPoolId=${pool}&to=ann`)).messages
    expect(message?.code).toMatch(/./)
    expect(JSON.stringify(ann)).not.toContain(message?.code)
    expect(await get(`pools/${pool}/users/bob`)).toMatchObject({ isEnabled: false })
  })

  it.each([
    ['pools/{pool}/users?limit=61', 400],
    ['pools/{pool}/users?after=nothing', 400],
    ['pools/{pool}/users?region=us-east-1', 404],
    ['pools/eu-west-1_Nobody123/users', 404],
    ['pools/%3Cscript%3E/users', 404],
    ['pools/{pool}/users/nobody', 404],
    ['outbox?limit=0', 400],
    ['outbox/stream?after=x', 400],
  ])('%s is refused with %i', async (path, status) => {
    const response = await fetch(`${origin}/_sallyport/${path.replace('{pool}', pool)}`)
    expect(response.status).toBe(status)
    expect(((await response.json()) as { error: string }).error).toMatch(/\w/)
  })

  it('hear of messages as they are sent', async () => {
    const { messages } = await get<{ messages: { number: number }[] }>('outbox?limit=1')
    const stop = new AbortController()
    const after = messages.at(-1)?.number ?? 0
    const response = await fetch(`${origin}/_sallyport/outbox/stream?after=${after}`, { signal: stop.signal })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: pool,
        Username: 'carl',
        UserAttributes: [{ Name: 'email', Value: 'carl@example.com' }],
      }),
    )
    let text = ''
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString()
      if (text.includes('carl@example.com')) break
    }
    expect(text).toMatch(/id: \d+\nevent: message\ndata: .*"kind":"AdminCreateUser"/)
    stop.abort()
  })
})
