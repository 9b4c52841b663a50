import { describe, expect, test } from 'vitest'
import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import { type PropertyType, readResourceTypes, type TypeSpecification } from '../specification.ts'
import { PROPERTY_FUNCTIONS } from '../template/intrinsics/index.ts'
import { callOf } from '../template/resolve.ts'
import { conform } from './conform.ts'

const { types } = readResourceTypes()
const isOpen = (value: JsonValue) => callOf(value, PROPERTY_FUNCTIONS) !== undefined
const problemsOf = (properties: JsonObject, specification: TypeSpecification) =>
  conform(properties, specification, isOpen).problems

const CALL = { Ref: 'P' }

/** A value of a type in which a function stands wherever one may; each definition is gone into once. */
function withFunctions(type: PropertyType, spec: TypeSpecification, seen: readonly string[] = []): JsonValue {
  if (type === 'tag') return { Key: CALL, Value: { 'Fn::Sub': 'x' } }
  if (typeof type === 'string') {
    const name = type.slice(1)
    if (!type.startsWith('#') || seen.includes(name)) return CALL
    const members = Object.entries(spec.definitions[name] ?? {})
    return Object.fromEntries(members.map(([key, member]) => [key, withFunctions(member.type, spec, [...seen, name])]))
  }
  if ('list' in type) return [withFunctions(type.list, spec, seen), CALL, { 'Fn::If': ['C', 'x', CALL] }]
  if ('map' in type) return { key: withFunctions(type.map, spec, seen) }
  return withFunctions(type.union[0] as PropertyType, spec, seen)
}

describe.each(Object.entries(types))('%s', (_, specification) => {
  const entries = Object.entries(specification.properties)
  const required = Object.fromEntries(entries.filter(([, each]) => each.required).map(([name]) => [name, CALL]))

  test('takes a function for a property, and in every place inside one', () => {
    expect(problemsOf(Object.fromEntries(entries.map(([name]) => [name, CALL])), specification)).toEqual([])
    for (const [name, { type }] of entries) {
      const given = { ...required, [name]: withFunctions(type, specification) }
      expect(problemsOf(given, specification), name).toEqual([])
    }
  })
})

describe('tags', () => {
  const bucket = types['AWS::S3::Bucket'] as TypeSpecification
  test.each<[unknown, boolean]>([
    [{ Key: 'k', Value: 'v' }, true],
    [{ Key: 'k', Value: 5 }, true],
    [{ Key: CALL, Value: { 'Fn::Join': ['-', ['a', CALL]] } }, true],
    [CALL, true],
    [{ 'Fn::If': ['C', { Key: 'k', Value: 'v' }, { Ref: 'AWS::NoValue' }] }, true],
    [{ Key: 'k' }, false],
    [{ Key: 'k', Value: 'v', More: 1 }, false],
    [{ Key: 'k', Value: { not: 'a function' } }, false],
    ['k=v', false],
  ])('%j', (tag, fits) => {
    const wrong = { path: '/Tags/0', kind: 'type', name: 'Tags', wanted: 'Tag' }
    expect(problemsOf({ Tags: [tag as JsonValue] }, bucket)).toEqual(fits ? [] : [wrong])
  })
})
