import { expect, it } from 'vitest'
import type { ClientView, MethodView, ServerMap } from '../api/contract.ts'
import { pictureOf, reach } from './picture-layout.ts'

const place = { account: '000000000000', region: 'us-east-1' }

const client = (name: string, ...scopes: string[]): ClientView => ({
  ...place,
  ...{ id: name, name, poolId: 'pool', hasSecret: true, flows: ['client_credentials'], flowsEnabled: true, scopes },
  ...{ accessTokenSeconds: 3600, createdAt: '', updatedAt: '' },
})

const method = (verb: string, functionName: string, ...scopes: string[]): MethodView => ({
  ...{ id: `api/prod ${verb} /`, method: verb, path: '/', needsApiKey: false },
  authorization: { type: 'COGNITO_USER_POOLS', scopes },
  integration: { type: 'AWS_PROXY', functionName },
})

function mapOf(clients: readonly ClientView[], methods: readonly MethodView[]): ServerMap {
  const pool = { ...place, id: 'pool', name: 'pool', arn: '', issuer: '', domains: [], resourceServers: [], clients }
  const stage = { name: 'prod', url: '', local: '', methods }
  return {
    pools: [pool],
    apis: [{ ...place, id: 'api', name: 'api', kind: 'REST', stages: [stage] }],
    functions: [],
  }
}

const small = mapOf(
  [client('reader', 'orders/read'), client('writer', 'orders/write')],
  [method('GET', 'list', 'orders/read'), method('POST', 'make', 'orders/write')],
)

it('has clients, scopes, methods and what answers in columns of their own', () => {
  const { nodes, edges, rows } = pictureOf(small, '')
  expect(nodes.map(({ column, row, text }) => [column, row, text])).toEqual([
    [0, 0, 'reader'],
    [1, 0, 'read'],
    [0, 1, 'writer'],
    [1, 1, 'write'],
    [2, 0, 'GET /'],
    [3, 0, 'list'],
    [2, 1, 'POST /'],
    [3, 1, 'make'],
  ])
  expect(edges).toHaveLength(6)
  expect(rows).toBe(2)
})

it('shows what hangs together with what is looked for', () => {
  const { nodes } = pictureOf(small, 'READER')
  expect(nodes.map(({ text }) => text)).toEqual(['reader', 'read', 'GET /', 'list'])
  expect(pictureOf(small, 'nobody').nodes).toEqual([])
})

it('leads from a node to both sides, and never back', () => {
  const edges = [
    ['a', 's'],
    ['b', 's'],
    ['s', 'm'],
  ] as const
  expect([...reach(['a'], edges)].sort()).toEqual(['a', 'm', 's'])
  expect([...reach(['s'], edges)].sort()).toEqual(['a', 'b', 'm', 's'])
})

it('says how much there was no room for', () => {
  const many = Array.from({ length: 200 }, (_, index) => client(`client-${index}`, 'orders/read'))
  const { nodes, rows, leftOut, edges } = pictureOf(mapOf(many, []), '')
  expect([nodes.length, rows, leftOut, edges.length]).toEqual([81, 80, 120, 80])
})
