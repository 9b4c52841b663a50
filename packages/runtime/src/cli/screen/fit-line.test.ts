import { expect, it } from 'vitest'
import { fitLine } from './fit-line.ts'

it('leaves alone what fits', () => {
  expect(fitLine('deploying', 9)).toBe('deploying')
  expect(fitLine('', 0)).toBe('')
})

it('cuts what does not, and says so', () => {
  expect(fitLine('deploying Api', 9)).toBe('deployin…')
  expect(fitLine('deploying', 1)).toBe('…')
})

it('counts letters as wide as they are shown', () => {
  expect(fitLine('注文スタック', 12)).toBe('注文スタック')
  expect(fitLine('注文スタック', 11)).toBe('注文スタッ…')
  expect(fitLine('注文スタック', 10)).toBe('注文スタ…')
  expect(fitLine('cafe\u0301 au lait', 5)).toBe('cafe\u0301…')
})

it('holds nothing that could steer a terminal', () => {
  expect(fitLine('a\u001b[2Jb\nc', 20)).toBe('a [2Jb c')
})
