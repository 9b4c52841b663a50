import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Budget, BudgetExceededError } from '../budget.ts'
import { parseJson } from './json.ts'
import { jsonText } from './print.ts'
import { Double, List, type Value } from './value.ts'

/** What `JSON.parse` would give for it. */
function plain(value: Value | undefined): unknown {
  if (value instanceof Double) return value.value
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof List) return value.items.map(plain)
  if (!(value instanceof Map)) return value
  return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]))
}

const read = (text: string) => plain(parseJson(text, new Budget()))

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

it('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2, '\t'), (value, space) => {
      const text = JSON.stringify(value, undefined, space)
      // A Java zero has no sign.
      expect(read(text)).toEqual(JSON.parse(text, (_key, item) => (Object.is(item, -0) ? 0 : item)))
    }),
    { numRuns: 200 },
  )
})

it('writes what JSON.stringify writes', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'é', '\u{1F600}', '\ud800', '"', '\\', '\u001f', '\u007f') }),
      (text) => {
        expect(jsonText(new Map([[text, text]]), new Budget())).toBe(JSON.stringify({ [text]: text }))
      },
    ),
  )
})

it('refuses what JSON.parse refuses', () => {
  const piece = fc.constantFrom(
    ...'{}[]",:-+.eE0123 \n\t\\utnf',
    'true',
    'null',
    '"a"',
    '1',
    '-0',
    '\u0001',
    '\u00a0',
    'é',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('')
      expect(read(text) === undefined).toBe(parsed(text) === undefined)
    }),
    { numRuns: 2_000 },
  )
})

it.each<[string, Value]>([
  ['1', 1],
  ['-0', 0],
  ['999999999999999', 999_999_999_999_999],
  ['9007199254740993', 9_007_199_254_740_993n],
  ['1.0', new Double(1)],
  ['1e2', new Double(100)],
  ['-12', -12],
])('%s is what Java has it for', (text, value) => {
  expect(parseJson(text, new Budget())).toEqual(value)
})

it.each(['01', '-', '1.', '"\n"', '"a', '"\\"', '"\\x"', '{"a":1,}', '[1,]', '[', '', '1 2', 'nul'])(
  '%j is none',
  (text) => {
    expect(parseJson(text, new Budget())).toBeUndefined()
  },
)

it.each([255, 256, 257, 258, 16_639, 16_640, 16_641, 40_000])(
  'reads a text of %d characters, escapes at its end',
  (length) => {
    for (const end of ['"', '\\', '\u{1F600}"', '中\\"', 'a']) {
      const text = 'x'.repeat(length) + end
      expect(read(JSON.stringify([text, 1]))).toEqual([text, 1])
      expect(read(JSON.stringify(text).slice(0, -1))).toBeUndefined()
      expect(read(`"${text.replaceAll(/["\\]/g, '')}\n"`)).toBeUndefined()
    }
  },
)

it('keeps the order of names, the last of two alike, and pays for all', () => {
  expect([...(parseJson('{"b":1,"2":2,"1":3,"b":4}', new Budget()) as Map<string, number>)]).toEqual([
    ['b', 4],
    ['2', 2],
    ['1', 3],
  ])
  expect(() => parseJson(`[${'1,'.repeat(100)}1]`, new Budget(50))).toThrow(BudgetExceededError)
  expect(() => parseJson(`"${'a'.repeat(100_000)}"`, new Budget(50))).toThrow(BudgetExceededError)
})
