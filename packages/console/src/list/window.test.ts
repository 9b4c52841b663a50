import { describe, expect, it } from 'vitest'
import { rowAfter, scrollAfterAdding, scrollTo, windowOf } from './window.ts'

const at = (scrollTop: number, count = 10_000) => ({ scrollTop, height: 400, rowHeight: 40, count })

describe('the rows that are drawn', () => {
  it.each([
    ['at the top', at(0), { first: 0, end: 14 }],
    ['in the middle', at(40_000), { first: 996, end: 1014 }],
    ['between two rows', at(40_020), { first: 996, end: 1015 }],
    ['at the end', at(399_600), { first: 9986, end: 10_000 }],
    ['of a short list', at(0, 3), { first: 0, end: 3 }],
    ['of an empty list', at(0, 0), { first: 0, end: 0 }],
    ['where the list has become shorter than the scroll', at(40_000, 5), { first: 5, end: 5 }],
  ])('%s', (_, position, drawn) => {
    expect(windowOf(position)).toEqual(drawn)
  })

  it('are few, however many there are', () => {
    const { first, end } = windowOf({ ...at(4_000_000), count: 1_000_000 })
    expect(end - first).toBeLessThan(40)
  })
})

it.each([
  [0, 100, 0],
  [4, 100, 100],
  [30, 100, 840],
])('row %i is seen whole', (row, from, to) => {
  expect(scrollTo(row, at(from))).toBe(to)
})

it('keeps the place of who reads further down', () => {
  expect(scrollAfterAdding(3, at(400))).toBe(520)
  expect(scrollAfterAdding(3, at(0))).toBe(0)
})

it.each([
  ['ArrowDown', 5, 6],
  ['ArrowDown', 9999, 9999],
  ['ArrowUp', 0, 0],
  ['Home', 500, 0],
  ['End', 5, 9999],
  ['PageDown', 5, 14],
  ['PageUp', 5, 0],
  ['a', 5, undefined],
  ['toString', 5, undefined],
])('%s leads from row %i to %s', (key, row, to) => {
  expect(rowAfter(key, row, at(0))).toBe(to)
})
