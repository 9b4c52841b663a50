import { expect, it } from 'vitest'
import { DomainDirectory, findMapping } from './domain-directory.ts'
import type { CustomDomain } from './ports.ts'

const domain = (...keys: string[]): CustomDomain => ({
  mappings: keys.map((key) => ({ key, apiId: key || 'root', stage: 'live' })),
})

it.each([
  // Of one level, a key is the first segment.
  [['', 'orders'], '/orders', 'orders', '/live/'],
  [['', 'orders'], '/orders/', 'orders', '/live/'],
  [['', 'orders'], '//orders/1', 'orders', '/live/1'],
  [['', 'orders'], '/ordersandmore', 'root', '/live/ordersandmore'],
  [['', 'orders'], '/', 'root', '/live/'],
  // Of several, the longest beginning.
  [['', 'orders', 'orders/v1/items'], '/orders/v1/items/7', 'orders/v1/items', '/live/7'],
  [['', 'orders', 'orders/v1/items'], '/orders/v1/item', 'orders', '/live/v1/item'],
  [['', 'orders', 'orders/v1/items'], '/ordersandmore', 'orders', '/live/andmore'],
  [['', 'orders', 'orders/v1/items'], '/customers', 'root', '/live/customers'],
])('9.6.1, 9.6.2: of %j, %s leads to %s as %s', (keys, path, apiId, stageAndPath) => {
  expect(findMapping(domain(...keys), path)).toMatchObject({ apiId, stageAndPath })
})

it('9.6.3: finds nothing where no key fits', () => {
  expect(findMapping(domain('orders'), '/Orders')).toBeUndefined()
  expect(findMapping(domain('orders'), '/')).toBeUndefined()
})

it('leaves the stage to the path where a mapping names none', () => {
  const mapped = findMapping({ mappings: [{ key: 'v1', apiId: 'abc' }] }, '/v1/prod/pets')
  expect(mapped).toEqual({
    apiId: 'abc',
    stageAndPath: '/prod/pets',
    mapping: { key: 'v1', stage: undefined, sent: '/v1/prod/pets', lowersHeaders: false },
  })
})

it('12.6.9: has header names in lower case as soon as any key has several levels', () => {
  expect(findMapping(domain('', 'orders/v1'), '/pets')?.mapping.lowersHeaders).toBe(true)
  expect(findMapping(domain('', 'orders'), '/orders')?.mapping.lowersHeaders).toBe(false)
})

it('asks its source once, until something changes', async () => {
  let changed = () => {}
  let asked = 0
  const source = {
    find: async () => {
      asked++
      return domain('')
    },
    onChange: (listener: () => void) => {
      changed = listener
    },
  }
  const directory = new DomainDirectory(source)
  expect(directory.current('api.example.com')).toBeUndefined()
  await directory.load('api.example.com')
  expect(directory.current('api.example.com')).toEqual(domain(''))
  changed()
  expect(directory.current('api.example.com')).toBeUndefined()
  await directory.load('api.example.com')
  expect(asked).toBe(2)
})
