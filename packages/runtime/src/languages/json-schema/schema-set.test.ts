import { assert, jsonValue, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Budget, BudgetExceededError } from '../budget.ts'
import type { JsonValue } from './json.ts'
import { SchemaError } from './keyword.ts'
import { SchemaSet } from './schema-set.ts'

const BASE = 'https://schemas.test/models'

function judge(schema: JsonValue, value: JsonValue, others: Record<string, JsonValue> = {}) {
  const documents = Object.entries({ Body: schema, ...others }).map(
    ([name, each]) => [`${BASE}/${name}`, each] as const,
  )
  return new SchemaSet(new Map(documents)).judge(`${BASE}/Body`, value, new Budget())
}

const fits = (schema: JsonValue, value: JsonValue) => judge(schema, value) === undefined

describe('a value fits', () => {
  // By the published suite for draft 4, all of whose cases without remote schemas and `id` hold.
  it.each<[JsonValue, JsonValue, JsonValue]>([
    [{}, 7, undefined as never],
    [{ type: 'integer' }, 1.0, 1.5],
    [{ type: ['string', 'null'] }, null, 1],
    [{ type: 'object' }, {}, []],
    [{ enum: [1, 'a', { b: [1, { c: 2, d: 3 }] }] }, { b: [1, { d: 3, c: 2 }] }, { b: [1, { c: 2 }] }],
    [{ enum: [false] }, false, 0],
    [{ minimum: 1 }, 1, 0],
    [{ minimum: 1, exclusiveMinimum: true }, 2, 1],
    [{ maximum: 1 }, 'text', 2],
    [{ maximum: 1, exclusiveMaximum: true }, 0, 1],
    [{ multipleOf: 0.5 }, 1.5, 1.4],
    [{ minLength: 2 }, 'ab', '𝒳'],
    [{ maxLength: 1 }, '𝒳', 'ab'],
    [{ pattern: 'a+' }, 'xaay', 'b'],
    [{ minItems: 1 }, [0], []],
    [{ maxItems: 1 }, [0], [0, 1]],
    [
      { uniqueItems: true },
      [1, true, '1', { a: 1 }],
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
    ],
    [{ items: { type: 'string' } }, ['a'], ['a', 1]],
    [{ items: [{ type: 'string' }], additionalItems: false }, ['a'], ['a', 1]],
    [{ items: [{}], additionalItems: { type: 'null' } }, [1, null], [1, 2]],
    [{ required: ['a', 'toString'] }, { a: 1, toString: 1 }, { a: 1 }],
    [{ required: ['a', 'toString'], properties: { a: {}, toString: {} } }, { a: 1, toString: 1 }, { a: 1 }],
    [{ required: ['a', 'b'], properties: { a: {} } }, { a: 1, b: 1 }, { a: 1 }],
    [{ required: ['a'], properties: { a: {} } }, 'no object', {}],
    [{ minProperties: 1 }, { a: 1 }, {}],
    [{ maxProperties: 1 }, { a: 1 }, { a: 1, b: 1 }],
    [{ properties: { a: { type: 'null' } } }, { a: null, b: 1 }, { a: 1 }],
    [{ patternProperties: { '^a': { type: 'null' } } }, { b: 1, ab: null }, { ab: 1 }],
    [{ properties: { a: {} }, patternProperties: { b: {} }, additionalProperties: false }, { a: 1, xb: 1 }, { c: 1 }],
    [{ additionalProperties: { type: 'null' } }, { a: null }, { a: 1 }],
    [{ dependencies: { a: ['b'] } }, { b: 1 }, { a: 1 }],
    [{ dependencies: { a: { required: ['b'] } } }, { a: 1, b: 1 }, { a: 1 }],
    [{ allOf: [{ minimum: 1 }, { maximum: 2 }] }, 1, 3],
    [{ anyOf: [{ type: 'null' }, { minimum: 2 }] }, null, 1],
    [{ oneOf: [{ minimum: 1 }, { minimum: 2 }] }, 1, 2],
    [{ not: { type: 'null' } }, 1, null],
    [{ definitions: { 'a/b~': { type: 'null' } }, $ref: '#/definitions/a~1b~0' }, null, 1],
    // What stands beside a reference does not count in draft 4.
    [{ definitions: { a: {} }, $ref: '#/definitions/a', type: 'null' }, 1, undefined as never],
    [{ type: 'object', properties: { next: { $ref: '#' } } }, { next: { next: {} } }, { next: { next: 1 } }],
  ])('%j', (schema, good, bad) => {
    expect(fits(schema, good)).toBe(true)
    if (bad !== undefined) expect(fits(schema, bad)).toBe(false)
  })

  it('a schema of another document, also by an address that is not whole', () => {
    const Pet: JsonValue = { required: ['name'], properties: { mother: { $ref: 'Body#/definitions/animal' } } }
    const body: JsonValue = { $ref: `${BASE}/Pet`, definitions: { animal: { $ref: 'Pet' } } }
    expect(judge(body, { name: 'a', mother: { name: 'b' } }, { Pet })).toBeUndefined()
    expect(judge(body, { name: 'a', mother: {} }, { Pet })).toEqual([
      'object has missing required properties (["name"])',
    ])
  })

  it('or it does not, but nothing is thrown', () => {
    const schema: JsonValue = {
      anyOf: [
        { type: 'object', additionalProperties: { $ref: '#' } },
        { items: { $ref: '#' }, uniqueItems: true },
      ],
    }
    assert(
      property(jsonValue(), (value) => {
        judge(schema, value as JsonValue)
      }),
      { seed: 55, numRuns: 300 },
    )
  })
})

describe('a schema cannot be used', () => {
  it.each<JsonValue>([
    { type: 'text' },
    { minimum: 'a' },
    { required: true },
    { properties: [] },
    { items: 7 },
    { allOf: {} },
    { not: null },
    { pattern: 7 },
    { $ref: 'https://elsewhere.test/schema' },
    { $ref: 'file:///etc/passwd' },
    { $ref: '#/constructor' },
    { $ref: '#/%' },
    { $ref: '#' },
    { definitions: { a: { $ref: '#/definitions/b' }, b: { $ref: '#/definitions/a' } }, $ref: '#/definitions/a' },
    JSON.parse(`${'{"not":'.repeat(1000)}{}${'}'.repeat(1000)}`) as JsonValue,
  ])('%j', (schema) => {
    expect(() => judge(schema, {})).toThrow(SchemaError)
  })
})

describe('nobody waits for', () => {
  const nested = (depth: number): JsonValue => (depth === 0 ? {} : { a: nested(depth - 1) })

  it.each<[string, JsonValue, JsonValue]>([
    ['schemas that double at each level', twice({ $ref: '#' }), nested(400)],
    ['schemas that lead back without looking further', { allOf: [{ $ref: '#' }] }, 1],
    ['values of which there are many', { items: { type: 'string' } }, Array.from({ length: 3_000_000 }, () => 1)],
    ['long texts again and again', { allOf: Array(1000).fill({ maxLength: 9_000_000 }) }, '𝒳'.repeat(5_000_000)],
    ['lists in lists that are compared', { uniqueItems: true, items: { $ref: '#' } }, lists(400)],
  ])('%s', (_, schema, value) => {
    expect(() => judge(schema, value)).toThrow(BudgetExceededError)
  })

  it('more than a hundred things that do not fit', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => i)
    expect(judge({ items: { enum: [{ a: 1 }] } }, many)).toHaveLength(100)
    expect(judge({ items: { type: 'string' } }, many)).toHaveLength(1)
  })

  it('a long text to be repeated', () => {
    const [words = ''] = judge({ pattern: 'b' }, 'a'.repeat(1_000_000)) ?? []
    expect(words.length).toBeLessThan(2000)
  })

  function twice(schema: JsonValue): JsonValue {
    return { properties: { a: { allOf: [schema, schema] } } }
  }
  function lists(depth: number): JsonValue {
    return depth === 0 ? Array.from({ length: 1000 }, (_, i) => i) : [lists(depth - 1)]
  }
})
