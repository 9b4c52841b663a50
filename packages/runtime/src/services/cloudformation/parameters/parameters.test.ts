import { beforeAll, describe, expect, test } from 'vitest'
import { startCloudFormation, type TestCloudFormation, thing } from '../cloudformation.harness.ts'

let cfn: TestCloudFormation
beforeAll(async () => {
  cfn = await startCloudFormation()
})

const template = (Parameters: object, Properties: object = {}) => ({ Parameters, Resources: { A: thing(Properties) } })
const given = (values: Record<string, string>) =>
  Object.entries(values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }))

describe('refusals, text for text', () => {
  const string = { Type: 'String' }
  const stored = { Type: 'AWS::SSM::Parameter::Value<String>' }
  test.each<[object, Record<string, string>, string]>([
    [{ A: string, B: string, C: { ...string, Default: 'x' } }, {}, 'Parameters: [A, B] must have values'],
    [{}, { X: '1', Y: '2' }, 'Parameters: [X, Y] do not exist in the template'],
    [{}, { constructor: '1' }, 'Parameters: [constructor] do not exist in the template'],
    [{ P: { ...string, AllowedValues: ['a', 'b'] } }, { P: 'c' }, "Parameter 'P' must be one of AllowedValues"],
    [{ Value: { Type: 'Number' } }, { Value: 'x' }, "Parameter 'Value' must be a number."],
    [{ Value: { Type: 'Number' } }, { Value: '0x10' }, "Parameter 'Value' must be a number."],
    [{ Value: { Type: 'Number' } }, { Value: '' }, "Parameter 'Value' must be a number."],
    [{ V: { Type: 'List<Number>' } }, { V: '1,x' }, "Parameter 'V' must be a number."],
    [{ P: { ...string, AllowedPattern: '[a-z]+' } }, { P: 'abc1' }, "Parameter 'P' must match pattern [a-z]+"],
    [
      { P: { ...string, AllowedPattern: '[a-z]+', ConstraintDescription: 'small letters' } },
      { P: '1' },
      'Parameter P failed to satisfy constraint: small letters',
    ],
    [{ P: { ...string, MinLength: 3 } }, { P: 'ab' }, "Parameter 'P' must contain at least 3 characters"],
    [{ P: { ...string, MaxLength: '3' } }, { P: 'abcd' }, "Parameter 'P' must contain at most 3 characters"],
    [{ P: { Type: 'Number', MinValue: 3 } }, { P: '2' }, "Parameter 'P' must be a number not less than 3"],
    [{ P: { Type: 'Number', MaxValue: 3 } }, { P: '3.5' }, "Parameter 'P' must be a number not greater than 3"],
    [{ P: string }, { P: 'x'.repeat(4097) }, 'Parameter P has a value of more than 4096 bytes'],
    [
      { P: { ...string, AllowedPattern: '(' } },
      { P: 'x' },
      "Parameter 'P' has an AllowedPattern that is not a regular expression: (",
    ],
    [
      { P: stored, Q: stored },
      { P: '/none/a', Q: '/none/b' },
      'Parameter P should either have input value or default value',
    ],
    [
      { P: { ...stored, Default: '/none/a' }, Q: { ...stored, Default: '/none/b' } },
      {},
      'Unable to fetch parameters [/none/a,/none/b] from parameter store for this account.',
    ],
  ])('%j with %j', async (parameters, values, message) => {
    const input = {
      StackName: 'Refused',
      TemplateBody: JSON.stringify(template(parameters)),
      Parameters: given(values),
    }
    expect(await cfn.refusal('CreateStack', input)).toBe(`ValidationError: ${message}`)
    expect(await cfn.refusal('CreateChangeSet', { ...input, ChangeSetName: 'c', ChangeSetType: 'CREATE' })).toBe(
      `ValidationError: ${message}`,
    )
  })

  test('a value together with UsePreviousValue', async () => {
    const TemplateBody = JSON.stringify(template({ P: string }))
    await cfn.create('Stack', TemplateBody, { Parameters: given({ P: 'before' }) })
    const update = (ParameterValue: string) => ({
      StackName: 'Stack',
      TemplateBody,
      Parameters: [{ ParameterKey: 'P', ParameterValue, UsePreviousValue: true }],
    })
    const refusal =
      'ValidationError: Invalid input for parameter key P. Cannot specify usePreviousValue as true and non empty value for a parameter'
    expect(await cfn.refusal('UpdateStack', update('now'))).toBe(refusal)
    expect(await cfn.refusal('CreateChangeSet', { ...update('now'), ChangeSetName: 'c' })).toBe(refusal)
    expect(await cfn.refusal('UpdateStack', update(''))).toBe('ValidationError: No updates are to be performed.')
    await cfn.remove('Stack')
  })

  test('a key given twice', async () => {
    const TemplateBody = JSON.stringify(template({ P: string }))
    const Parameters = [...given({ P: '1' }), ...given({ P: '2' })]
    expect(await cfn.refusal('CreateStack', { StackName: 'Refused', TemplateBody, Parameters })).toBe(
      'ValidationError: Duplicate input parameter keys are not allowed.',
    )
  })

  test.each([
    ['(a+)+b', "Parameter 'P' must match pattern (a+)+b"],
    ['(a+)+\\1b', "Parameter 'P' has an AllowedPattern that takes too long to match: (a+)+\\1b"],
  ])('a pattern that backtracks ends: %s', async (AllowedPattern, message) => {
    const TemplateBody = JSON.stringify(template({ P: { ...string, AllowedPattern } }))
    const Parameters = given({ P: `${'a'.repeat(40)}c` })
    expect(await cfn.refusal('CreateStack', { StackName: 'Refused', TemplateBody, Parameters })).toBe(
      `ValidationError: ${message}`,
    )
  })
})

test('values of every type reach the resources, empty texts included', async () => {
  const parameters = {
    Text: { Type: 'String', AllowedPattern: '[\\w-]*' },
    Number: { Type: 'Number', Default: 5, MinValue: '1' },
    List: { Type: 'CommaDelimitedList', AllowedPattern: '[a-z ]+' },
    Numbers: { Type: 'List<Number>' },
    Group: { Type: 'AWS::EC2::SecurityGroup::Id', Default: 'sg-1' },
    valueOf: { Type: 'String', Default: 'v' },
  }
  const properties = {
    Value: { Ref: 'Text' },
    Count: { Ref: 'Number' },
    List: { Ref: 'List' },
    Json: [{ Ref: 'Numbers' }, { Ref: 'Group' }, { Ref: 'valueOf' }],
  }
  const Parameters = given({ Text: '', List: 'a, b', Numbers: '1,2.5' })
  const stack = await cfn.create('Values', template(parameters, properties), { Parameters })
  expect(stack.StackStatus).toBe('CREATE_COMPLETE')
  expect(Object.values(await cfn.fakes())[0]?.properties).toEqual({
    Value: '',
    Count: 5,
    List: ['a', 'b'],
    Json: [['1', '2.5'], 'sg-1', 'v'],
  })
  expect(stack.Parameters).toEqual([
    { ParameterKey: 'Text', ParameterValue: '' },
    { ParameterKey: 'Number', ParameterValue: '5' },
    { ParameterKey: 'List', ParameterValue: 'a, b' },
    { ParameterKey: 'Numbers', ParameterValue: '1,2.5' },
    { ParameterKey: 'Group', ParameterValue: 'sg-1' },
    { ParameterKey: 'valueOf', ParameterValue: 'v' },
  ])
})

test('UsePreviousValue keeps what the stack has; what is not given falls back to the default', async () => {
  const parameters = { A: { Type: 'String', Default: 'a' }, B: { Type: 'String', Default: 'b' } }
  const wanted = template(parameters, { Value: { 'Fn::Join': ['', [{ Ref: 'A' }, { Ref: 'B' }]] } })
  await cfn.create('Previous', wanted, { Parameters: given({ A: 'x', B: 'y' }) })
  const Parameters = [{ ParameterKey: 'A', UsePreviousValue: true }]
  const stack = await cfn.update('Previous', wanted, { Parameters })
  expect(stack.Parameters?.map(({ ParameterValue }) => ParameterValue)).toEqual(['x', 'b'])
  expect(await cfn.refusal('UpdateStack', { StackName: 'Previous', UsePreviousTemplate: true, Parameters })).toBe(
    'ValidationError: No updates are to be performed.',
  )
})

test('values of Parameter Store are read when the request is made, and pinned', async () => {
  const ssm = cfn.other()
  const put = (Name: string, Value: string, Type = 'String') =>
    ssm('ssm', 'PutParameter', { Name, Value, Type, Overwrite: true })
  await put('/text', 'one')
  await put('/list', 'a,b', 'StringList')
  const parameters = {
    Text: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/text' },
    List: { Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/list' },
    Name: { Type: 'AWS::SSM::Parameter::Name', Default: '/text' },
  }
  const wanted = template(parameters, { Value: { Ref: 'Text' }, List: { Ref: 'List' }, Json: { Ref: 'Name' } })
  const stack = await cfn.create('FromStore', wanted)
  expect(stack.Parameters).toEqual([
    { ParameterKey: 'Text', ParameterValue: '/text', ResolvedValue: 'one' },
    { ParameterKey: 'List', ParameterValue: '/list', ResolvedValue: 'a,b' },
    { ParameterKey: 'Name', ParameterValue: '/text' },
  ])

  const input = { StackName: 'FromStore', UsePreviousTemplate: true }
  expect(await cfn.refusal('UpdateStack', input)).toBe('ValidationError: No updates are to be performed.')
  await put('/text', 'two')
  await cfn.call('CreateChangeSet', { ...input, ChangeSetName: 'c' })
  await put('/text', 'three')
  await cfn.call('ExecuteChangeSet', { StackName: 'FromStore', ChangeSetName: 'c' })
  const updated = await cfn.settled('FromStore')
  expect(updated.Parameters?.[0]).toEqual({ ParameterKey: 'Text', ParameterValue: '/text', ResolvedValue: 'two' })
})
