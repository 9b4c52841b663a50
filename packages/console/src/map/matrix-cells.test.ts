import { expect, it } from 'vitest'
import type { AccessCell, AccessMatrix, ServerMap } from '../api/contract.ts'
import { matrixOf, sentenceOf } from './matrix-cells.ts'

const place = { account: '000000000000', region: 'us-east-1' }
const client = (id: string, name: string) => ({
  ...place,
  ...{ id, name, poolId: 'pool', hasSecret: true, flows: [], flowsEnabled: true, scopes: [] },
  ...{ accessTokenSeconds: 3600, createdAt: '', updatedAt: '' },
})
const method = (verb: string, path: string) => ({
  ...{ id: `api/prod ${verb} ${path}`, method: verb, path, needsApiKey: false },
  authorization: { type: 'NONE', scopes: [] },
})
const methods = [method('GET', '/orders'), method('POST', '/orders')]
const pool = { ...place, id: 'pool', name: 'pool', arn: '', issuer: '', domains: [], resourceServers: [] }
const map: ServerMap = {
  pools: [{ ...pool, clients: [client('1', 'reader'), client('2', 'writer')] }],
  apis: [
    {
      ...place,
      ...{ id: 'api', name: 'shop', kind: 'REST' },
      stages: [{ name: 'prod', url: '', local: '', methods }],
    },
  ],
  functions: [],
}
const yes: AccessCell = { verdict: 'yes', by: ['orders/read'] }
const no: AccessCell = { verdict: 'no', reason: 'it lacks orders/write.' }
const access: AccessMatrix = {
  clients: [
    { id: '1', poolId: 'pool', scopes: [] },
    { id: '2', poolId: 'pool', scopes: [], refused: 'it has no secret' },
  ],
  methods: ['api/prod GET /orders', 'api/prod POST /orders'],
  cells: [
    [yes, no],
    [no, yes],
  ],
  leftOut: { clients: 0, methods: 3 },
}

it('has methods as rows and clients as columns', () => {
  const matrix = matrixOf(map, access, '')
  expect(matrix.clients).toEqual([
    { id: '1', name: 'reader' },
    { id: '2', name: 'writer', refused: 'it has no secret' },
  ])
  expect(matrix.rows.map(({ where, cells }) => [where, ...cells.map(({ verdict }) => verdict)])).toEqual([
    ['shop/prod', 'yes', 'no'],
    ['shop/prod', 'no', 'yes'],
  ])
  expect(matrix.leftOut).toBe(3)
})

it.each([
  ['writer', 1, 2],
  ['post', 2, 1],
  ['shop', 2, 2],
  ['nobody', 0, 0],
])('of %s it has %i clients and %i methods', (text, clients, rows) => {
  const matrix = matrixOf(map, access, text)
  expect([matrix.clients.length, matrix.rows.length]).toEqual([clients, rows])
})

it('takes the cell of the client and the method that are left', () => {
  expect(matrixOf(map, access, 'writer').rows.map(({ cells }) => cells[0]?.verdict)).toEqual(['no', 'yes'])
})

it.each([
  [yes, 'reader may call GET /orders: its token needs orders/read.'],
  [no, 'reader may not call GET /orders: it lacks orders/write.'],
  [{ verdict: 'open' }, 'Everybody may call GET /orders, reader too.'],
  [
    { verdict: 'depends', reason: 'a function decides' },
    'Whether reader may call GET /orders is told by each call: a function decides.',
  ],
] as const)('%o is said in a sentence', (cell, sentence) => {
  expect(sentenceOf('reader', method('GET', '/orders'), cell as AccessCell)).toBe(sentence)
})
