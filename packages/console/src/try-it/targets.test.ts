import { expect, it } from 'vitest'
import { filledPath, pairsIn, targetNamed, targetsOf, variablesOf } from './targets.ts'

const method = (verb: string, path: string) => ({
  ...{ id: `api/prod ${verb} ${path}`, method: verb, path, needsApiKey: false },
  authorization: { type: 'NONE', scopes: [] },
})
const targets = targetsOf({
  pools: [],
  functions: [],
  apis: [
    {
      ...{ account: '0', region: 'r', id: 'api', name: 'shop', kind: 'REST' },
      stages: [{ name: 'prod', url: '', local: '', methods: [method('GET', '/'), method('POST', '/')] }],
    },
  ],
})

it('finds the method that an address names, else the first', () => {
  const params = { api: 'api', stage: 'prod', method: 'POST', path: '/' }
  expect(targetNamed(targets, params)?.method.method).toBe('POST')
  expect(targetNamed(targets, { ...params, path: '/gone' })?.method.method).toBe('GET')
  expect(targetNamed([], params)).toBeUndefined()
})

it.each([
  ['/orders', {}, '/orders'],
  ['/orders/{id}', { id: 'a/b?' }, '/orders/a%2Fb%3F'],
  ['/files/{proxy+}', { 'proxy+': 'a/b c' }, '/files/a/b%20c'],
  ['/orders/{id}', {}, '/orders/{id}'],
  ['$default', { $default: 'any' }, '/any'],
  ['$default', {}, '/'],
])('%s with %o is %s', (path, values, filled) => {
  expect(filledPath(path, values as Record<string, string>)).toBe(filled)
})

it('knows what stands in braces', () => {
  expect(variablesOf('/a/{b}/c/{d+}')).toEqual(['b', 'd+'])
})

it('reads names and values, line by line', () => {
  expect(pairsIn('Accept: a:b\n\n x-key :1\nalone', ':')).toEqual([
    { name: 'Accept', value: 'a:b' },
    { name: 'x-key', value: '1' },
    { name: 'alone', value: '' },
  ])
})
