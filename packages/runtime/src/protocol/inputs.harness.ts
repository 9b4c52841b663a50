import fc from 'fast-check'
import type { Member, ServiceModel, Shape } from './model.ts'
import { membersOf, shapeOf } from './model.ts'

/** Texts that have broken other servers: names of prototypes, halves of characters, what writes backwards, and what looks like another text. */
const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '__proto__',
  'constructor',
  'toString',
  '\ud800',
  '\udc00\ud800',
  '\u202egnp.exe',
  'аdmin',
  'Admin',
  'ADMIN\u0130',
  '\u212aelvin',
  '👩‍👩‍👧',
  '\ufeff',
  '../../etc/passwd',
  'a/b',
  'a\nb',
  '%00%zz',
  '"><script>alert(1)</script>',
  "' OR 1=1 --",
  '{####}',
  '-1',
  '1e309',
  'x'.repeat(3000),
  'é'.repeat(200),
] as const

const nested = (depth: number): unknown => (depth === 0 ? 'x' : { a: [nested(depth - 1)] })

/** Values that are of no type in particular. */
export const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  2 ** 53,
  1.5,
  [],
  {},
  [null],
  [[[]]],
  { __proto__: null },
  JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}'),
  nested(60),
]

export interface InputOptions {
  /** Values that mean something, by the name of the member that they are for. */
  readonly known: Readonly<Record<string, readonly string[]>>
}

/** Inputs of an operation, mostly of its shape: a request that is wrong all over is refused for the first thing. */
export function inputsOf(model: ServiceModel, shapeName: string, { known }: InputOptions): fc.Arbitrary<unknown> {
  const odd = fc.constantFrom(...ODD_VALUES)

  const valuesFor = (name: string, { shape: reference }: Member, depth: number): fc.Arbitrary<unknown> => {
    const shape = shapeOf(model, reference)
    return fc.oneof({ weight: 12, arbitrary: valuesOf(name, shape, depth) }, { weight: 1, arbitrary: odd })
  }

  const valuesOf = (name: string, shape: Shape, depth: number): fc.Arbitrary<unknown> => {
    switch (shape.type) {
      case 'structure':
        return structureOf(shape, depth)
      case 'list':
        return shape.member
          ? fc.array(valuesFor(name, shape.member, depth + 1), { maxLength: depth > 3 ? 1 : 3 })
          : fc.constant([])
      case 'map':
        return shape.value
          ? fc.dictionary(textOf(name, {}), valuesFor(name, shape.value, depth + 1), { maxKeys: 3 })
          : fc.constant({})
      case 'boolean':
        return fc.boolean()
      case 'integer':
      case 'long':
        return fc.oneof(fc.integer({ min: shape.min ?? 0, max: shape.max ?? 60 }), fc.constantFrom(-1, 0, 2 ** 31))
      case 'float':
      case 'double':
        return fc.double({ noNaN: true })
      case 'timestamp':
        return fc.integer({ min: 0, max: 2 ** 31 })
      case 'blob':
        return fc.constantFrom('', 'aGVsbG8=', '%%%')
      default:
        return textOf(name, shape)
    }
  }

  const textOf = (name: string, { enum: members }: Pick<Shape, 'enum'>): fc.Arbitrary<string> => {
    const meant = [...(known[name] ?? []), ...(members ?? [])]
    const anything = fc.oneof(fc.constantFrom(...ODD_TEXTS), fc.string({ unit: 'binary', maxLength: 20 }))
    return meant.length > 0
      ? fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...meant) }, { weight: 1, arbitrary: anything })
      : fc.oneof(anything, fc.constantFrom('a', 'email', '123456'))
  }

  const structureOf = (shape: Shape, depth: number): fc.Arbitrary<unknown> => {
    const members = membersOf(shape).filter(([name]) => depth < 4 || shape.required?.includes(name))
    const record = fc.record(
      Object.fromEntries(members.map(([name, member]) => [name, valuesFor(name, member, depth + 1)])),
      { requiredKeys: members.map(([name]) => name).filter((name) => shape.required?.includes(name)) },
    )
    return record
  }

  return structureOf(shapeOf(model, shapeName), 0)
}
