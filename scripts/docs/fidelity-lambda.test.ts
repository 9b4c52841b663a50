import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const ROOT = new URL('../../', import.meta.url)
const SUITE = new URL('test/conformance/', ROOT)
const NUMBERS = /\b(lambda|api-gateway) (\d+\.[\da-z.]+(?:, \d+\.[\da-z.]+)*)/g

const numbersIn = (text: string): string[] =>
  [...text.matchAll(NUMBERS)].flatMap(([, service, list = '']) => list.split(', ').map((n) => `${service} ${n}`))

it('what the page leaves out of the conformance suite is not in it', () => {
  const leftOut = numbersIn(
    readFileSync(new URL('docs/fidelity-lambda.md', ROOT), 'utf8').split('## What cannot')[1] ?? '',
  )
  const files = readdirSync(SUITE).filter((name) => name.endsWith('.test.ts'))
  const cases = new Set(files.flatMap((name) => numbersIn(readFileSync(new URL(name, SUITE), 'utf8'))))
  expect(leftOut.length).toBeGreaterThan(0)
  expect(cases.size).toBeGreaterThan(0)
  expect(leftOut.filter((number) => cases.has(number))).toEqual([])
})
