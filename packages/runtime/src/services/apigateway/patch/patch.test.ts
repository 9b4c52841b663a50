import { describe, expect, test } from 'vitest'
import { noParameter } from '../errors.ts'
import { listingDialect, pathDialect, plainDialect } from './dialects.ts'
import { applyPatch, type PatchRule } from './patch.ts'
import { entries, flag, integer, members, text, valueSet } from './rules.ts'

interface Thing {
  readonly name?: string
  readonly on: boolean
  readonly size?: number
  readonly map?: Readonly<Record<string, string>>
  readonly list: readonly string[]
}

const THING: Thing = { name: 'a', on: true, size: 1, map: { 'a/b': 'x' }, list: ['one', 'two'] }

const RULES: readonly PatchRule<Thing>[] = [
  text('name', ['replace', 'remove']),
  flag('on'),
  integer('size', (size) => size < 10, 'too large'),
  entries('map', { missing: noParameter }),
  ...valueSet<Thing>('list'),
]

const patched = (...operations: object[]) => applyPatch(THING, operations, RULES, plainDialect)

test('operations apply in their order; none changes nothing', () => {
  expect(patched()).toEqual(THING)
  const later = [
    { op: 'replace', path: '/name', value: 'b' },
    { op: 'replace', path: '/name', value: 'c' },
  ]
  expect(patched(...later)).toEqual({ ...THING, name: 'c' })
  expect(THING.name).toBe('a')
})

test('a value that is left out takes the member away, or means false', () => {
  const ops = ['/name', '/on', '/size'].map((path) => ({ op: 'replace', path }))
  expect(patched(...ops)).toEqual({ map: THING.map, list: THING.list, on: false })
})

test('an escaped slash is one, and an escaped tilde too', () => {
  expect(patched({ op: 'replace', path: '/map/a~1b', value: 'y' }).map).toEqual({ 'a/b': 'y' })
  expect(patched({ op: 'add', path: '/map/~01', value: 'y' }).map).toEqual({ 'a/b': 'x', '~1': 'y' })
})

test('a map goes with its last entry', () => {
  expect(patched({ op: 'remove', path: '/map/a~1b' }).map).toBeUndefined()
})

test('entries may have any name', () => {
  const { map } = patched({ op: 'add', path: '/map/__proto__', value: 'y' })
  expect(Object.entries(map ?? {})).toEqual([
    ['a/b', 'x'],
    ['__proto__', 'y'],
  ])
})

describe('a list', () => {
  test('takes values in the path and beside it, each once', () => {
    expect(
      patched(
        { op: 'add', path: '/list', value: 'three' },
        { op: 'add', path: '/list/one' },
        { op: 'remove', path: '/list', value: 'two' },
      ).list,
    ).toEqual(['three', 'one'])
  })

  test('appends what replaces another', () => {
    expect(patched({ op: 'replace', path: '/list/one', value: 'new' }).list).toEqual(['two', 'new'])
  })

  test('may take them in the path only', () => {
    const add = [{ op: 'add', path: '/list', value: 'x' }]
    expect(() => applyPatch(THING, add, [members<Thing>('list')], plainDialect)).toThrow('Invalid patch path /list')
  })
})

test.each([
  [{ op: 'replace', path: '/map/none', value: 'y' }, 'Invalid parameter name specified'],
  [{ op: 'remove', path: '/map/none' }, 'Invalid parameter name specified'],
  [{ op: 'add', path: '/map/none', value: '' }, 'Invalid null or empty value in map'],
  [{ op: 'add', path: '/map/', value: 'x' }, 'Invalid patch path /map/'],
  [{ op: 'replace', path: '/size', value: '11' }, 'too large'],
  [{ op: 'replace', path: 'name', value: 'x' }, 'Invalid patch path name'],
])('%j is refused', (operation, message) => {
  expect(() => patched(operation)).toThrow(message)
})

test('each dialect has its words', () => {
  const unknown = { op: 'replace', path: '/x' }
  const wrong = { op: 'add', path: '/on', value: 'true' }
  const messages = (dialect: typeof plainDialect) =>
    [unknown, wrong].map((operation) => {
      try {
        applyPatch(THING, [operation], RULES, dialect)
      } catch (error) {
        return error instanceof Error ? error.message : ''
      }
      return undefined
    })
  expect(messages(plainDialect)).toEqual([
    'Invalid patch path /x',
    'Invalid patch operation specified. Must be one of: [replace]',
  ])
  expect(messages(pathDialect)).toEqual(['Invalid patch path /x', 'Invalid patch path /on'])
  expect(messages(listingDialect(['/on', '/name']))).toEqual([
    "Invalid patch path  '/x' specified for op 'replace'. Must be one of: [/on, /name]",
    "Invalid patch path  '/on' specified for op 'add'. Please choose supported operations",
  ])
})
