import { describe, expect, test } from 'vitest'
import { parseTemplateText } from './parse.ts'

const refusal = (text: string) => {
  try {
    parseTemplateText(text)
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('was read')
}

describe('JSON', () => {
  test.each([
    // Recorded from AWS (LocalStack's snapshot test_validate_invalid_json_template_should_fail, 2024-06-18).
    ['{"this is invalid JSON"="bobbins"}', 1, 25],
    ['{"a": tru}', 1, 8],
    ['{\n  "a": 1,\n}', 3, 2],
    ['{"a": [1, 2}', 1, 13],
    ['{"a": 1} x', 1, 11],
    ['{"a":\n', 2, 1],
    ['{"a": "unended', 1, 8],
    ['{"a": 01}', 1, 8],
    ['{"a": "line\nbreak"}', 1, 8],
    ['{]', 1, 3],
  ])('%j is not well-formed at line %i, column %i', (text, line, column) => {
    expect(refusal(text)).toBe(`Template format error: JSON not well-formed. (line ${line}, column ${column})`)
  })

  test('every text that JSON.parse takes is read', () => {
    const text = ' {"a":[1,-2.5e3,"\\u00e9\\n",true,false,null,{},[]],"__proto__":{"b":1},"":{}}\n'
    expect(parseTemplateText(text)).toEqual(JSON.parse(text))
  })
})

describe('YAML', () => {
  test('short tags are functions', () => {
    const text = `
      A: !Ref B
      C: !GetAtt D.E.F
      G: !Sub ["\${x}", {x: !Ref y}]
      H: !If [cond, !Ref a, !Ref "AWS::NoValue"]
      I: !Condition c
      J: !Equals [a, b]
      K: !GetAZs ''
      L: !Join [",", [a, !ImportValue n]]
      M: !GetStackOutput {StackName: s, OutputName: o}
      N: !Base64
        Fn::Sub: text
    `
    expect(parseTemplateText(text)).toEqual({
      A: { Ref: 'B' },
      C: { 'Fn::GetAtt': 'D.E.F' },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholder
      G: { 'Fn::Sub': ['${x}', { x: { Ref: 'y' } }] },
      H: { 'Fn::If': ['cond', { Ref: 'a' }, { Ref: 'AWS::NoValue' }] },
      I: { Condition: 'c' },
      J: { 'Fn::Equals': ['a', 'b'] },
      K: { 'Fn::GetAZs': '' },
      L: { 'Fn::Join': [',', ['a', { 'Fn::ImportValue': 'n' }]] },
      M: { 'Fn::GetStackOutput': { StackName: 's', OutputName: 'o' } },
      N: { 'Fn::Base64': { 'Fn::Sub': 'text' } },
    })
  })

  test('scalars', () => {
    const text = `
      date: 2012-10-17
      quoted: '2012-10-17'
      account: 012345678901
      long: 123456789012345678901234567890
      number: 42
      negative: -7
      float: 1.5
      letter: N
      null: ~
      1.10: key
      Yes: key
      007: key
      list: [1, yes, 2.5, text]
      agreed: yes
      disagreed: 'no'
      light: on
      text: "off"
      empty: ''
      block: |
        two
        lines
    `
    expect(parseTemplateText(text)).toEqual({
      date: '2012-10-17',
      quoted: '2012-10-17',
      account: '012345678901',
      long: '123456789012345678901234567890',
      number: 42,
      negative: -7,
      float: 1.5,
      letter: 'N',
      null: null,
      '1.10': 'key',
      Yes: 'key',
      '007': 'key',
      list: [1, true, 2.5, 'text'],
      agreed: true,
      disagreed: 'no',
      light: true,
      text: 'off',
      empty: '',
      block: 'two\nlines\n',
    })
  })

  test('is told where it is not well-formed', () => {
    expect(refusal('Resources:\n  A:\n    Type: x\n      Properties: y\n')).toMatch(
      /^Template format error: YAML not well-formed\. \(line 4, column \d+\)$/,
    )
    expect(refusal('a: !Unknown x')).toMatch(/^Template format error: YAML not well-formed\./)
    expect(refusal('')).toBe('Template format error: YAML not well-formed.')
  })

  test('aliases are refused, so that a short text cannot stand for a huge one', () => {
    const layers = Array.from({ length: 40 }, (_, i) => `l${i + 1}: &l${i + 1} [*l${i}, *l${i}]`)
    expect(refusal(['l0: &l0 [x]', ...layers].join('\n'))).toBe(
      'Template error: YAML aliases are not allowed in CloudFormation templates',
    )
  })

  test('a nest that is too deep is refused', () => {
    expect(refusal(`a: ${'['.repeat(100_000)}`)).toMatch(/^Template format error: YAML not well-formed/)
  })
})

test.each([
  ['YAML', 'Resources:\n  Topic: {Type: First}\n  Other: !Sub a\n  Topic:\n    Type: Second\n'],
  ['JSON', '{"Resources": {"Topic": {"Type": "First"}, "Other": {"Fn::Sub": "a"}, "Topic": {"Type": "Second"}}}'],
])('%s: of a key that stands twice the last one holds', (_form, text) => {
  expect(parseTemplateText(text)).toEqual({ Resources: { Topic: { Type: 'Second' }, Other: { 'Fn::Sub': 'a' } } })
})
