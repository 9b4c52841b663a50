import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { knownFacts } from './known-facts.ts'

const ROOT = new URL('../../', import.meta.url)
const SUITE = new URL('test/conformance/', ROOT)
const NUMBER = String.raw`\d+(?:(?:\.\d+)+[a-z]?|[a-z])`
const LIST = `${NUMBER}(?:, ${NUMBER})*`

const suite = readdirSync(SUITE)
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => ({ name, text: readFileSync(new URL(name, SUITE), 'utf8') }))

/**
 * Numbers in parentheses that say of what they are: `(lambda 1.4.5, 1.4.6)`; and in a file whose tables fill in the number,
 * `(lambda %s)`, those that its rows begin with.
 */
function casesOf(service: string): Set<string> {
  const named = new RegExp(String.raw`\(${service} (${LIST})\)`, 'g')
  const row = new RegExp(String.raw`\[\s*'(${NUMBER})',`, 'g')
  const numbers = suite.flatMap(({ text }) => [
    ...text.matchAll(named),
    ...(text.includes(`(${service} %s)`) ? text.matchAll(row) : []),
  ])
  return new Set(numbers.flatMap(([, list = '']) => list.split(', ')))
}

function rowsOf(section: string): string[] {
  const row = new RegExp(String.raw`^\| (${LIST}) \|`, 'gm')
  return [...section.matchAll(row)].flatMap(([, list = '']) => list.split(', '))
}

function pageOf(service: string) {
  const page = readFileSync(new URL(`docs/fidelity-${service}.md`, ROOT), 'utf8')
  const [, inPart = '', leftOut = ''] = page.split(/^## What (?:is|cannot).*$/m)
  return { inPart: rowsOf(inPart), leftOut: rowsOf(leftOut) }
}

describe.each(['lambda', 'api-gateway', 'cognito', 'cognito-people'])('the page on what is known of %s', (service) => {
  const cases = casesOf(service)
  const { inPart, leftOut } = pageOf(service)

  it('leaves out what the conformance suite does not have', () => {
    expect(leftOut.filter((number) => cases.has(number))).toEqual([])
  })

  it('tells of cases that are there', () => {
    expect(inPart.filter((number) => !cases.has(number))).toEqual([])
  })

  it('tells of each number once', () => {
    for (const numbers of [inPart, leftOut]) {
      expect(numbers.length).toBeGreaterThan(0)
      expect(numbers).toEqual([...new Set(numbers)])
    }
  })
})

it('what is known of API Gateway is a case or left out, number by number', () => {
  const known = new Set([...casesOf('api-gateway'), ...pageOf('api-gateway').leftOut])
  const last = new Map<string, number>()
  for (const number of known) {
    // Two parts are a fact in the sections that have no parts themselves, elsewhere a table.
    const [, section = '', at = ''] = /^((?:0|8|\d+\.\d+))\.(\d+)$/.exec(number) ?? []
    if (section) last.set(section, Math.max(last.get(section) ?? 0, Number(at)))
  }
  expect(last.size).toBeGreaterThan(20)
  const all = [...last].flatMap(([section, end]) => Array.from({ length: end }, (_, i) => `${section}.${i + 1}`))
  expect(all.filter((number) => !known.has(number))).toEqual([])
})

it.each(Object.entries(knownFacts))('what is known of %s is a case or left out, number by number', (service, facts) => {
  const told = new Set([...casesOf(service), ...pageOf(service).leftOut])
  expect(facts.length).toBeGreaterThan(150)
  expect(facts.filter((number) => !told.has(number))).toEqual([])
  expect([...told].filter((number) => /\.\d+\.\d+$/.test(number) && !facts.includes(number))).toEqual([])
})

it('each number in the name of a case says of what it is', () => {
  const bare = new RegExp(String.raw`^.*\b(?:it|test|describe)\b.*\((?:${LIST})\).*$`, 'gm')
  expect(suite.flatMap(({ name, text }) => (text.match(bare) ?? []).map((line) => `${name}: ${line.trim()}`))).toEqual(
    [],
  )
})
