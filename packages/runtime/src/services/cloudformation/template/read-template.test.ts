import { describe, expect, test } from 'vitest'
import { parseTemplate } from './load.ts'
import type { ResourceDeclaration } from './template.ts'

const read = (template: unknown) => parseTemplate(JSON.stringify(template))
const refusal = (template: unknown) => {
  try {
    read(template)
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('was read')
}
const A = { A: { Type: 'T' } }

describe('refusals, text for text', () => {
  test.each([
    [{}, 'Template format error: At least one Resources member must be defined.'],
    [{ Resources: {} }, 'Template format error: At least one Resources member must be defined.'],
    [{ Resources: { A: 'x' } }, 'Template format error: Any Resources member must be an object.'],
    [
      { Resources: { A: {} } },
      'Template format error: [/Resources/A] Every Resources object must contain a Type member.',
    ],
    [{ Resources: { A: { Type: 'T', Invalid: 1 } } }, "Invalid template resource property 'Invalid'"],
    [{ Resources: { 'A-B': { Type: 'T' } } }, 'Template format error: Resource name A-B is non alphanumeric.'],
    [
      { Resources: { 'AWS::NoValue': { Type: 'T' } } },
      'Template format error: Resource name AWS::NoValue is non alphanumeric.',
    ],
    [
      { Resources: A, Parameters: { 'AWS::NoValue': { Type: 'String' } } },
      'Template format error: Parameter name AWS::NoValue is non alphanumeric.',
    ],
    [{ Resources: A, Conditions: { 'a b': {} } }, 'Template format error: Condition name a b is non alphanumeric.'],
    [{ Resources: A, Outputs: { O: {} } }, 'Template format error: Every Outputs member must contain a Value object'],
    [{ Resources: A, Outputs: { O: 'x' } }, 'Template format error: Every Outputs member must contain a Value object'],
    [
      { Resources: A, Outputs: { MyOutput: { Value: null } } },
      "[/Outputs/MyOutput/Value] 'null' values are not allowed in templates",
    ],
    [{ Resources: A, Mappings: { A: 'x' } }, 'Template format error: Every Mappings member A must be a map'],
    [{ Resources: A, Mappings: { M: { A: 'x' } } }, 'Template format error: Every Mappings member A must be a map'],
    [
      { Resources: A, Mappings: { M: { A: { B: {} } } } },
      'Template format error: Every Mappings attribute must be a String or a List.',
    ],
    [
      { Resources: A, Parameters: { P: {} } },
      'Template format error: Every Parameters object must contain a Type member.',
    ],
    [
      { Resources: A, Parameters: { P: { Type: 'Wrong' } } },
      'Template format error: Unrecognized parameter type: Wrong',
    ],
    [
      { Resources: A, Parameters: { P: { Type: 'String', MinLength: 'x' } } },
      'Template format error: Every MinLength of a parameter must be a number (parameter P).',
    ],
    [
      { Transform: ['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31', 'Mine'], Resources: A },
      'The transform AWS::LanguageExtensions, Mine is not emulated by Sallyport.',
    ],
    [{ Globals: {}, Resources: A }, 'Invalid template property or properties [Globals]'],
    [{ Resources: A, Extra: 1 }, 'Invalid template property or properties [Extra]'],
    [
      { Resources: A, AWSTemplateFormatVersion: '2011' },
      /^Template format error: Template version 2011 is not supported/,
    ],
    [
      { Resources: { A: { Type: 'T', DeletionPolicy: 'Keep' } } },
      'Template format error: Unrecognized DeletionPolicy "Keep" for resource "A"',
    ],
    [
      { Resources: A, Description: 'x'.repeat(1025) },
      "Template format error: 'Description' length is greater than 1024.",
    ],
    [{ Resources: A, Transform: { Name: 'Mine' } }, 'The transform Mine is not emulated by Sallyport.'],
    [
      { Resources: { ...A, B: { Type: 'T', Properties: { P: { 'Fn::Transform': { Name: 'Mine' } } } } } },
      'The transform Mine is not emulated by Sallyport.',
    ],
  ])('%j', (template, message) => {
    if (typeof message === 'string') expect(refusal(template)).toBe(message)
    else expect(refusal(template)).toMatch(message)
  })

  test('more members than the quotas allow', () => {
    const many = (count: number, value: object) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`R${i}`, value]))
    expect(refusal({ Resources: many(501, { Type: 'T' }) })).toBe(
      'Template format error: Number of resources, 501, is greater than maximum allowed, 500',
    )
    expect(refusal({ Resources: A, Parameters: many(201, { Type: 'String' }) })).toBe(
      'Template format error: Number of parameters, 201, is greater than maximum allowed, 200',
    )
    expect(refusal({ Resources: A, Outputs: many(201, { Value: 'x' }) })).toBe(
      'Template format error: Number of outputs, 201, is greater than maximum allowed, 200',
    )
  })

  test('a nest that is too deep', () => {
    const text = `{"Resources":{"A":{"Type":"T","Properties":{"P":${'['.repeat(100_000)}${']'.repeat(100_000)}}}}}`
    expect(() => parseTemplate(text)).toThrow('Template format error: nested deeper than 200 levels.')
  })
})

test('a condition may have the name of a pseudo parameter', () => {
  const conditions = { 'AWS::NoValue': { 'Fn::Equals': ['a', 'b'] } }
  const template = read({ Resources: { A: { Type: 'T', Condition: 'AWS::NoValue' } }, Conditions: conditions })
  expect(template.resources.A?.condition).toBe('AWS::NoValue')
  expect(template.conditions).toEqual(conditions)
})

test('names of Object.prototype are names like others', () => {
  const text = `{"Resources":{"constructor":{"Type":"T"},"toString":{"Type":"T","Properties":{"__proto__":{"x":1}}}},
    "Parameters":{"valueOf":{"Type":"String"}},"Conditions":{"hasOwnProperty":{"Fn::Equals":["a","b"]}}}`
  const template = parseTemplate(text)
  expect(Object.keys(template.resources)).toEqual(['constructor', 'toString'])
  expect(template.resources.valueOf).toBeUndefined()
  expect(template.conditions.constructor).toBeUndefined()
  const declared: readonly ResourceDeclaration[] = Object.values(template.resources)
  expect(Object.keys(declared[1]?.properties ?? {})).toEqual(['__proto__'])
  expect(({} as Record<string, unknown>).x).toBeUndefined()
})

test('what is no object', () => {
  for (const text of ['[]', '"text"', '- a', 'text']) {
    expect(() => parseTemplate(text)).toThrow('Template format error: unsupported structure.')
  }
})

test('a key __proto__ is no way around the names', () => {
  expect(() => parseTemplate('{"Resources":{"A":{"Type":"T"}},"Rules":{"__proto__":{"Assertions":[]}}}')).toThrow(
    'Rule name __proto__ is non alphanumeric.',
  )
})

test('a template for the Serverless Application Model may say what only its transform understands', () => {
  const template = read({
    Transform: 'AWS::Serverless-2016-10-31',
    Globals: { Function: { Timeout: 3 } },
    Resources: { F: { Type: 'AWS::Serverless::Function', Connectors: {} } },
  })
  expect(template.transforms).toEqual(['AWS::Serverless-2016-10-31'])
  expect(template.resources.F?.type).toBe('AWS::Serverless::Function')
})
