import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Key } from '../../kernel/transaction.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { RouteRecord } from './records.ts'
import { checkKey, deleteRoute, putRoute } from './route-key.ts'

const place = { account: '000000000000', region: 'us-east-1' }
const segment = fc.constantFrom('a', 'b-c', '{x}', '{xy}', '{x.z}', '{p+}', '{q+}')
const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => `/${segments.join('/')}`)
const routeKey = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(fc.constantFrom('GET', 'ANY'), path).map(([method, path]) => `${method} ${path}`) },
  { weight: 1, arbitrary: fc.constant('$default') },
)
const step = fc.record({ routeId: fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5', 'r6'), routeKey, kept: fc.boolean() })

/** The rule as it reads: each route beside each other one. */
function conflicts(one: string, other: string): boolean {
  if (one === other) return true
  const [segments, others] = [one.split('/'), other.split('/')]
  const level = segments.findIndex((segment, i) => segment !== others[i])
  const [name = '', beside = ''] = [segments[level], others[level]]
  return name.startsWith('{') && beside.startsWith('{') && name.endsWith('+}') === beside.endsWith('+}')
}

it('refuses what differs from another route in a variable, whatever was there before', async () => {
  const store = await openSqliteStore({ path: undefined })
  let apis = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const apiId = `api${apis++}`
      const routes = new Map<string, RouteRecord>()
      for (const { routeId, routeKey, kept } of steps) {
        const before = routes.get(routeId)
        await store.transact(async (tx) => {
          if (before && !kept) {
            deleteRoute(tx, place, apiId, before)
            routes.delete(routeId)
            return
          }
          const route: RouteRecord = { routeId, routeKey, authorizationType: 'NONE' }
          const others = [...routes.values()].filter((other) => other.routeId !== routeId)
          const isRefused = others.some((other) => conflicts(routeKey, other.routeKey))
          const checked = checkKey(tx, place, apiId, route)
          if (isRefused) return expect(checked).rejects.toMatchObject({ code: 'ConflictException' })
          await checked
          putRoute(tx, place, apiId, route, before)
          routes.set(routeId, route)
        })
      }
    }),
    { numRuns: 300 },
  )
  await store.close()
})

it('looks at few of many routes', async () => {
  const store = await openSqliteStore({ path: undefined })
  const routeOf = (i: number): RouteRecord => ({
    routeId: `r${i}`,
    routeKey: `GET /{area}/route${i}/{id}`,
    authorizationType: 'NONE',
  })
  await store.transact(async (tx) => {
    for (let i = 0; i < 500; i++) putRoute(tx, place, 'api', routeOf(i))
  })
  let looked = 0
  const counting = {
    get: <T>(key: Key) => store.get<T>(key),
    list: async <T>(range: Parameters<typeof store.list>[0]) => {
      const found = await store.list<T>(range)
      looked += found.length
      return found
    },
  }
  await checkKey(counting, place, 'api', routeOf(500))
  expect(looked).toBeLessThan(5)
  await store.close()
})
