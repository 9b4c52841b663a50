import { expect, it } from 'vitest'
import { newLines } from './tell-how-to-call.ts'

const BEFORE = ['Methods', "  curl '/a'", "  curl '/b'", 'Console', '  /_sallyport/']

it('tells all of it the first time, and later what is new, below its title', () => {
  expect(newLines(BEFORE, [])).toEqual(BEFORE)
  expect(newLines(BEFORE, BEFORE)).toEqual([])
  expect(newLines(['Methods', "  curl '/c'", "  curl '/b'", 'Console', '  /_sallyport/'], BEFORE)).toEqual([
    'Methods',
    "  curl '/c'",
  ])
  expect(newLines(BEFORE.slice(3), BEFORE)).toEqual([])
})
