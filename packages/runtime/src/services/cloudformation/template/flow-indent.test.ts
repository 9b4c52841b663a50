import { describe, expect, test } from 'vitest'
import { indentFlow } from './flow-indent.ts'
import { parseTemplateText } from './parse.ts'

const VALUE = { list: ['a', { b: "it's" }, []], 'key: [x': 'text, {y} # no comment', more: { deep: [1, true, ''] } }
/** Every line of it at the left margin. */
const AT_MARGIN = JSON.stringify(VALUE, null, 1)
  .split('\n')
  .map((line) => line.trimStart())
  .join('\n')

describe('collections and texts may be closed at any indent', () => {
  test.each<[string, unknown]>([
    // Recorded from AWS: deployed as it is written.
    ['a:\n  - |-\n    x\n  - {\n    b: !Ref c\n  }\n', { a: ['x', { b: { Ref: 'c' } }] }],
    ['Tags: [\n  a,\n  b\n]\nnext: c', { Tags: ['a', 'b'], next: 'c' }],
    ['a:\n  b: {\n    c: d,\n  }\n  e: f', { a: { b: { c: 'd' }, e: 'f' } }],
    ['a:\n  b: "one\ntwo"\n  c: \'three\n  four\'', { a: { b: 'one two', c: 'three four' } }],
    ['a:\n  !Sub\n  ["x",\n{ y: !GetAtt z.w }]', { a: { 'Fn::Sub': ['x', { y: { 'Fn::GetAtt': 'z.w' } }] } }],
    [`a:\n  b: ${AT_MARGIN}\nc: d`, { a: { b: VALUE }, c: 'd' }],
    [`a:\n  - b:\n    - ${AT_MARGIN}\n    - !Sub ${AT_MARGIN}`, { a: [{ b: [VALUE, { 'Fn::Sub': VALUE }] }] }],
    [`a:\n  b: ${AT_MARGIN}\n`.replaceAll('\n', '\r\n'), { a: { b: VALUE } }],
    ['a: [\n\tb,\n\tc\n]', { a: ['b', 'c'] }],
    ['a:\n  [plain that isn\'t\n  quoted, "b":"c: [",\n]', { a: ["plain that isn't quoted", { b: 'c: [' }] }],
  ])('%j', (text, value) => {
    expect(parseTemplateText(text)).toEqual(value)
  })
})

test('what only looks like a bracket or a quote stays as it is', () => {
  const text = [
    '# a comment with [',
    'block: |',
    '  [ not a list',
    '',
    '  "',
    "plain: don't [open",
    '  { "anything',
    'list:',
    "- it's # {",
    '- !Sub ">"',
    '- >-',
    '  folded "',
    '- key: x',
    '  url: http://[::1]',
    "\"quoted: [\": 'it''s'",
    'end: [',
    ']',
  ].join('\n')
  expect(indentFlow(text).added).toEqual([...Array(16).fill(0), 1])
  expect(parseTemplateText(text)).toEqual({
    block: '[ not a list\n\n"\n',
    plain: 'don\'t [open { "anything',
    list: ["it's", { 'Fn::Sub': '>' }, 'folded "', { key: 'x', url: 'http://[::1]' }],
    'quoted: [': "it's",
    end: [],
  })
})

test('a mistake is told where it stands in the text as it was written', () => {
  const mistake = () => parseTemplateText('a:\n  b: [\nc,\n@]')
  expect(mistake).toThrow('Template format error: YAML not well-formed. (line 4, column 1)')
})
