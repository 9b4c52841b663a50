import { expect, it } from 'vitest'
import { hrefOf, parseRoute } from './route.ts'

it.each([
  ['', { view: '', rest: [], params: {} }],
  ['#/', { view: '', rest: [], params: {} }],
  ['#/flow', { view: 'flow', rest: [], params: {} }],
  ['#/flow/a%2Fb?refused=1&text=a%20b', { view: 'flow', rest: ['a/b'], params: { refused: '1', text: 'a b' } }],
  ['#/flow/%E0%A4%A?text=1?2', { view: 'flow', rest: ['%E0%A4%A'], params: { text: '1?2' } }],
])('%s is read', (hash, route) => {
  expect(parseRoute(hash)).toEqual(route)
})

it('gives an address that is read as the same route', () => {
  const route = { view: 'stacks', rest: ['<b>?#/%', 'events'], params: { at: '1&2=3', text: '#"<' } }
  expect(parseRoute(hrefOf(route))).toEqual(route)
})

it('gives equal routes equal addresses, whatever is empty and in whatever order', () => {
  expect(hrefOf({ view: 'flow', params: { b: '2', a: '1', c: '' } })).toBe('#/flow?a=1&b=2')
  expect(hrefOf({ view: 'flow', params: { a: '1', b: '2' } })).toBe('#/flow?a=1&b=2')
  expect(hrefOf({ view: 'flow' })).toBe('#/flow')
})
