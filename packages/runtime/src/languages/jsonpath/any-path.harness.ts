import fc from 'fast-check'

/** Whatever may be written as a JSON path, for tests of those who take paths. */

const NAMES = ['a', 'b', 'a b', '__proto__', 'constructor', 'é']
export const MEMBER_NAME = fc.constantFrom(...NAMES)
const number = fc.integer({ min: -4, max: 4 })
const quoted = MEMBER_NAME.map((each) => `'${each}'`)
const plain = fc.constantFrom('a', 'b', 'é', '__proto__')

/** Paths by their grammar, with all that nests. */
export const { path: anyPath } = fc.letrec<{ path: string; step: string; test: string; operand: string }>((tie) => ({
  path: fc
    .tuple(
      fc.constantFrom('$', '@'),
      fc.array(tie('step'), { maxLength: 5 }),
      plain.map((each) => `.${each}`),
    )
    .map(([from, steps, last]) => from + steps.join('') + last),
  step: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    plain.map((each) => `.${each}`),
    fc.constantFrom('.*', '[*]', '..*', '..[*]', '[:]'),
    plain.map((each) => `..${each}`),
    fc.array(quoted, { minLength: 1, maxLength: 30 }).map((all) => `[${all.join()}]`),
    fc.array(number, { minLength: 1, maxLength: 60 }).map((all) => `[${all.join()}]`),
    fc.tuple(number, number).map(([from, to]) => `[${from}:${to}]`),
    tie('test').map((test) => `[?(${test})]`),
  ),
  test: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    tie('path'),
    fc
      .tuple(tie('operand'), fc.constantFrom('==', '!=', '<', '<=', '>', '>=', 'in', 'nin'), tie('operand'))
      .map((all) => all.join(' ')),
    fc
      .tuple(tie('path'), fc.constantFrom('/a*/', '/(a|b)+é/i', '/[^a]{0,9}(?:b?)+/'))
      .map(([left, regex]) => `${left} =~ ${regex}`),
    tie('test').map((test) => `!(${test})`),
    fc.tuple(tie('test'), fc.constantFrom('&&', '||'), tie('test')).map((all) => all.join(' ')),
  ),
  operand: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom('1', '-2.5', 'true', 'null', "''", '[]', "[1, 'a', null]"),
    quoted,
    tie('path'),
  ),
}))
