import { expect, test } from 'vitest'
import type { AccessMatrix, ClientView, MethodView, ServerMap } from '../../admin/contract/map.ts'
import { readyLines } from './ready-lines.ts'

const HOME = { account: '000000000000', region: 'us-east-1' }
const AT = '2030-01-01T00:00:00.000Z'
const ONE = '1example1example1example123'
const TWO = '2example2example2example234'
const SERVER = { origin: 'http://127.0.0.1:4566', flags: '', home: HOME }

const client = (id: string, name: string): ClientView => ({
  ...HOME,
  id,
  name,
  poolId: 'us-east-1_a',
  hasSecret: true,
  flows: ['client_credentials'],
  flowsEnabled: true,
  scopes: ['orders/read'],
  accessTokenSeconds: 3600,
  createdAt: AT,
  updatedAt: AT,
})

const method = (verb: string, path: string, more: Partial<MethodView> = {}): MethodView => ({
  id: `api/prod ${verb} ${path}`,
  method: verb,
  path,
  authorization: { type: 'COGNITO_USER_POOLS', scopes: ['orders/read'] },
  needsApiKey: false,
  ...more,
})

function mapOf(clients: readonly ClientView[], methods: readonly MethodView[]): ServerMap {
  const url = 'https://api.execute-api.us-east-1.amazonaws.com/prod'
  const local = 'http://127.0.0.1:4566/_aws/execute-api/api/prod'
  return {
    pools: [
      {
        ...HOME,
        id: 'us-east-1_a',
        name: 'pool',
        arn: 'arn',
        issuer: 'https://issuer',
        domains: [{ domain: 'd', isCustom: false, tokenUrl: 'https://d', local: 'http://127.0.0.1:4566/t' }],
        resourceServers: [],
        clients,
      },
    ],
    apis: [{ ...HOME, id: 'api', name: 'orders', kind: 'REST', stages: [{ name: 'prod', url, local, methods }] }],
    functions: [],
  }
}

function accessOf(map: ServerMap, verdict: (client: string, method: string) => 'yes' | 'no' | 'open'): AccessMatrix {
  const clients = map.pools.flatMap((pool) => pool.clients.map(({ id }) => ({ id, poolId: pool.id, scopes: [] })))
  const methods = map.apis.flatMap(({ stages }) => stages.flatMap((stage) => stage.methods.map(({ id }) => id)))
  const cells = clients.map(({ id }) => methods.map((method) => ({ verdict: verdict(id, method) })))
  return { clients, methods, cells, leftOut: { clients: 0, methods: 0 } }
}

test('each method has a line with a client that may call it', () => {
  const map = mapOf(
    [client(ONE, 'reader'), client(TWO, "writer's")],
    [
      method('GET', '/orders'),
      method('POST', '/orders', { authorization: { type: 'JWT', scopes: ['orders/write', 'orders/all'] } }),
      method('GET', '/health', { authorization: { type: 'NONE', scopes: [] }, needsApiKey: true }),
      method('DELETE', '/orders', { authorization: { type: 'COGNITO_USER_POOLS', scopes: ['orders/none'] } }),
      method('ANY', '/x', { authorization: { type: 'CUSTOM', scopes: [] } }),
      method('OPTIONS', '/x', { authorization: { type: 'NONE', scopes: [] } }),
    ],
  )
  const access = accessOf(map, (id, called) => {
    if (called.includes('DELETE')) return 'no'
    return called.includes('POST') === (id === TWO) ? 'yes' : 'no'
  })
  const functionUrls = [{ functionName: 'f', local: 'http://127.0.0.1:4566/f' }] as never
  expect(readyLines({ map, access, functionUrls }, SERVER)).toEqual([
    'Token endpoints',
    '  http://127.0.0.1:4566/t   # sallyport token reader --curl',
    'Methods',
    `  curl -H "Authorization: $(sallyport token reader)" 'http://127.0.0.1:4566/_aws/execute-api/api/prod/orders'   # orders, for orders/read`,
    `  curl -X POST -H "Authorization: $(sallyport token 'writer'\\''s')" 'http://127.0.0.1:4566/_aws/execute-api/api/prod/orders'   # orders, for orders/write or orders/all`,
    `  curl -H "x-api-key: $API_KEY" 'http://127.0.0.1:4566/_aws/execute-api/api/prod/health'   # orders`,
    `  curl -X DELETE 'http://127.0.0.1:4566/_aws/execute-api/api/prod/orders'   # orders, for orders/none, which no client may call`,
    `  curl 'http://127.0.0.1:4566/_aws/execute-api/api/prod/x'   # orders, for whom a function lets`,
    'Functions',
    "  curl 'http://127.0.0.1:4566/f'   # f",
    'Console',
    '  http://127.0.0.1:4566/_sallyport/',
  ])
})

test('a client whose name another has, too, goes by its id, and a server elsewhere by its port', () => {
  const map = mapOf([client(ONE, 'twin'), client(TWO, 'twin')], [method('GET', '/orders')])
  const access = accessOf(map, () => 'yes')
  const lines = readyLines({ map, access, functionUrls: [] }, { ...SERVER, flags: '--port 4567' })
  expect(lines).toContain(`  http://127.0.0.1:4566/t   # sallyport token ${ONE} --port 4567 --curl`)
  expect(lines.join('\n')).toContain(`$(sallyport token ${ONE} --port 4567)`)
})

test('a client that is elsewhere is asked for there', () => {
  const map = mapOf([client(ONE, 'reader')], [method('GET', '/orders')])
  const lines = (home: typeof HOME) =>
    readyLines({ map, access: accessOf(map, () => 'yes'), functionUrls: [] }, { ...SERVER, home }).join('\n')
  expect(lines({ ...HOME, region: 'eu-west-1' })).toContain('$(sallyport token reader --region us-east-1)')
  expect(lines({ account: '111111111111', region: 'us-east-1' })).toContain(
    '# sallyport token reader --account 000000000000 --curl',
  )
})

test('of many methods some are shown, and of nothing the console', () => {
  const map = mapOf(
    [client(ONE, 'reader')],
    Array.from({ length: 30 }, (_, i) => method('GET', `/${i}`)),
  )
  const lines = readyLines({ map, access: accessOf(map, () => 'yes'), functionUrls: [] }, SERVER)
  expect(lines.filter((line) => line.startsWith('  curl'))).toHaveLength(12)
  expect(lines).toContain('  … and 18 more, in the console')
  const nothing = { map: { pools: [], apis: [], functions: [] }, access: accessOf(mapOf([], []), () => 'no') }
  expect(readyLines({ ...nothing, functionUrls: [] }, SERVER)).toEqual([
    'Console',
    '  http://127.0.0.1:4566/_sallyport/',
  ])
})

test('a name that is longer than the id is none to type', () => {
  const map = mapOf([client('3', 'longer than its id')], [method('GET', '/orders')])
  const lines = readyLines({ map, access: accessOf(map, () => 'yes'), functionUrls: [] }, SERVER)
  expect(lines.join('\n')).toContain('$(sallyport token 3)')
})
