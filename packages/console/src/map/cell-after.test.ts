import { expect, it } from 'vitest'
import { cellAfter } from './cell-after.ts'

it.each([
  ['ArrowDown', [0, 0], [1, 0]],
  ['ArrowRight', [0, 0], [0, 1]],
  ['ArrowLeft', [1, 1], [1, 0]],
  ['ArrowUp', [1, 1], [0, 1]],
  ['ArrowUp', [0, 1], undefined],
  ['ArrowRight', [0, 2], undefined],
  ['ArrowDown', [1, 0], undefined],
  ['Enter', [0, 0], undefined],
  ['constructor', [0, 0], undefined],
] as const)('%s leads from %o to %o', (key, from, to) => {
  expect(cellAfter(key, from, [2, 3])).toEqual(to)
})
