import { describe, expect, test } from 'vitest'
import type { ParameterValue } from '../records.ts'
import { ResolutionBudget } from './budget.ts'
import { checkTemplate } from './check-template.ts'
import { checkRules, evaluateConditions } from './evaluate.ts'
import { parseTemplate } from './load.ts'

const EVERYTHING = { find: () => undefined, isKnown: () => true, hasAttribute: () => true }

function evaluationOf(template: object, parameters: Record<string, string> = {}) {
  const read = parseTemplate(JSON.stringify({ Resources: { A: { Type: 'T' } }, ...template }))
  checkTemplate(read, EVERYTHING)
  const values: ParameterValue[] = Object.entries(parameters).map(([key, value]) => ({ key, value }))
  const place = { account: '123456789012', region: 'us-east-1' }
  return {
    template: read,
    parameters: values,
    place,
    stackId: 'id',
    stackName: 'name',
    notificationArns: [],
    budget: new ResolutionBudget(),
  }
}

const conditionsOf = async (Conditions: object, more: object = {}, parameters: Record<string, string> = {}) => ({
  ...(await evaluateConditions(evaluationOf({ Conditions, ...more }, parameters))),
})

describe('conditions', () => {
  test('functions, nested and by name, in whatever order they are declared', async () => {
    const conditions = {
      Last: { 'Fn::And': [{ Condition: 'IsProd' }, { 'Fn::Not': [{ Condition: 'IsTest' }] }] },
      Either: { 'Fn::Or': [{ Condition: 'IsTest' }, { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] }] },
      IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
      IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, { 'Fn::FindInMap': ['Names', 'test', 'name'] }] },
      Number: { 'Fn::Equals': [{ Ref: 'Count' }, 5] },
      Chosen: { 'Fn::Equals': [{ 'Fn::If': ['IsProd', 'a', 'b'] }, 'a'] },
      Alone: { Condition: 'IsProd' },
    }
    const more = {
      Parameters: { Stage: { Type: 'String' }, Count: { Type: 'Number' } },
      Mappings: { Names: { test: { name: 'test' } } },
    }
    expect(await conditionsOf(conditions, more, { Stage: 'prod', Count: '5' })).toEqual({
      Last: true,
      Either: true,
      IsProd: true,
      IsTest: false,
      Number: true,
      Chosen: true,
      Alone: true,
    })
  })

  test('names of Object.prototype are conditions like others', async () => {
    const conditions = { constructor: { 'Fn::Equals': ['a', 'b'] }, toString: { Condition: 'constructor' } }
    const known = await conditionsOf(conditions)
    expect(Object.entries(known)).toEqual([
      ['constructor', false],
      ['toString', false],
    ])
  })

  test('a circle is refused', async () => {
    const conditions = {
      A: { Condition: 'B' },
      B: { 'Fn::Not': [{ Condition: 'A' }] },
      C: { 'Fn::Equals': ['a', 'a'] },
    }
    await expect(conditionsOf(conditions)).rejects.toThrow('Circular dependency between conditions: [A, B]')
    await expect(conditionsOf({ A: { Condition: 'A' } })).rejects.toThrow('[A]')
  })

  test('a chain of thousands is no problem', async () => {
    const chain = Array.from({ length: 5000 }, (_, i) => [`C${i}`, { Condition: `C${i + 1}` }])
    const known = await conditionsOf({ ...Object.fromEntries(chain), C5000: { 'Fn::Equals': ['a', 'a'] } })
    expect(known).toMatchObject({ C0: true, C4999: true })
  })

  test.each([
    [{ A: { 'Fn::Equals': ['a'] } }, 'Template error: every Fn::Equals object requires a list of 2 string parameters.'],
    [{ A: { 'Fn::Not': [] } }, 'Template error: every Fn::Not object requires a list of 1 condition parameters.'],
    [
      { A: { 'Fn::And': [{ Condition: 'B' }] } },
      'Template error: every Fn::And object requires a list of at least 2 and at most 10 boolean parameters.',
    ],
    [
      { A: { Condition: 'Nobody' } },
      'Template format error: Unresolved condition dependency Nobody in the Conditions block of the template',
    ],
    [
      { A: { 'Fn::Equals': [{ Ref: 'A' }, 'x'] } },
      /^Template format error: Unresolved dependencies \[A\]\. Cannot reference/,
    ],
    [{ A: { 'Fn::GetAtt': ['A', 'Arn'] } }, /^Template Error: Encountered unsupported function: Fn::GetAtt /],
  ])('%j is refused', async (conditions, message) => {
    await expect(conditionsOf(conditions)).rejects.toThrow(message)
  })

  test('resources and outputs name conditions that exist', () => {
    const message = 'Template format error: Unresolved condition dependency X in the Resources block of the template'
    expect(() => evaluationOf({ Resources: { A: { Type: 'T', Condition: 'X' } } })).toThrow(message)
    expect(() => evaluationOf({ Outputs: { O: { Value: 'x', Condition: 'constructor' } } })).toThrow('constructor')
  })
})

describe('rules', () => {
  const Parameters = { Stage: { Type: 'String' }, Zones: { Type: 'CommaDelimitedList' } }
  const check = async (rule: object, parameters: Record<string, string>) => {
    const evaluation = evaluationOf({ Parameters, Rules: { Rule: rule } }, parameters)
    await checkRules(evaluation, await evaluateConditions(evaluation))
  }
  const values = { Stage: 'prod', Zones: 'a,b' }

  test('the one that the CDK puts into every stack', async () => {
    const rule = {
      Assertions: [
        {
          Assert: { 'Fn::Not': [{ 'Fn::Contains': [['1', '2', '3', '4', '5'], { Ref: 'Stage' }] }] },
          AssertDescription: "CDK bootstrap stack version 6 required. Please run 'cdk bootstrap'.",
        },
      ],
    }
    await check(rule, { Stage: '33', Zones: '' })
    await expect(check(rule, { Stage: '5', Zones: '' })).rejects.toThrow(
      "Template error: CDK bootstrap stack version 6 required. Please run 'cdk bootstrap'. (rule Rule)",
    )
  })

  test.each<[object, boolean]>([
    [{ 'Fn::EachMemberIn': [{ Ref: 'Zones' }, ['a', 'b', 'c']] }, true],
    [{ 'Fn::EachMemberIn': [{ Ref: 'Zones' }, ['a']] }, false],
    [{ 'Fn::EachMemberEquals': [{ Ref: 'Zones' }, 'a'] }, false],
    [{ 'Fn::EachMemberEquals': [['x', 'x'], 'x'] }, true],
    [{ 'Fn::Contains': [{ 'Fn::RefAll': 'String' }, 'prod'] }, true],
    [{ 'Fn::And': [{ 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }, { 'Fn::Equals': ['a', 'a'] }] }, true],
  ])('%j is %s', async (Assert, holds) => {
    const result = check({ Assertions: [{ Assert }] }, values)
    if (holds) await result
    else await expect(result).rejects.toThrow('Template error: assertion is false (rule Rule)')
  })

  test('a rule whose condition does not hold asserts nothing', async () => {
    const Assertions = [{ Assert: { 'Fn::Equals': ['a', 'b'] } }]
    await check({ RuleCondition: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] }, Assertions }, values)
    await expect(
      check({ RuleCondition: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }, Assertions }, values),
    ).rejects.toThrow('assertion is false')
  })

  test('what asks for attributes of networks is refused by name', async () => {
    await expect(check({ Assertions: [{ Assert: { 'Fn::ValueOf': ['a', 'b'] } }] }, values)).rejects.toThrow(
      'Fn::ValueOf is not emulated by Sallyport.',
    )
  })
})
