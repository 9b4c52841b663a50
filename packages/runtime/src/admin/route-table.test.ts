import { expect, it } from 'vitest'
import { RouteTable } from './route-table.ts'

const table = new RouteTable({ 'GET a/{name}': 1, 'GET a/b': 2, 'POST a/b': 3, 'GET a/{name}/c': 4, 'GET ': 5 })

it('prefers what is written to what is left open', () => {
  expect(table.find('GET', 'a/b')).toEqual({ value: 2, params: {} })
  expect(table.find('GET', 'a/x')).toEqual({ value: 1, params: { name: 'x' } })
  expect(table.find('GET', '')).toEqual({ value: 5, params: {} })
})

it('decodes what a path says, once', () => {
  expect(table.find('GET', 'a/%3Cb%3E%2Fc%252F/c')).toEqual({ value: 4, params: { name: '<b>/c%2F' } })
  expect(table.find('GET', 'a/%zz')).toEqual({ value: 1, params: { name: '%zz' } })
})

it('finds nothing where there is nothing', () => {
  expect(['a', 'a/', 'a//c', 'a/b/', 'a/b/c/d', '__proto__'].map((path) => table.find('GET', path))).toEqual(
    Array(6).fill(undefined),
  )
  expect(table.methodsOf('a/b')).toEqual(['GET', 'POST'])
})
