import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'

const origin = inject('origin')
const ACCOUNT = '777700000009'
const { cloudFormation, ssm } = awsClients({ origin, account: ACCOUNT })
const stacks = stacksOf(cloudFormation)
const thing = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'v' } }
const create = (template: object | string, parameters: Record<string, string> = {}) =>
  stacks.create(uniqueName('template'), template, {
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
  })

describe('parameters', () => {
  it('have defaults, types, and values that are kept secret', async () => {
    const template = {
      Parameters: {
        List: { Type: 'CommaDelimitedList', Default: 'a,b' },
        Number: { Type: 'Number', Default: 5, MinValue: 1, MaxValue: 9 },
        Secret: { Type: 'String', NoEcho: true },
        Allowed: { Type: 'String', AllowedValues: ['x', 'y'], Default: 'x' },
      },
      Resources: { Thing: { ...thing, Properties: { Type: 'String', Value: { Ref: 'Secret' } } } },
      Outputs: { List: { Value: { 'Fn::Join': ['+', { Ref: 'List' }] } }, Number: { Value: { Ref: 'Number' } } },
    }
    const stack = await create(template, { Secret: 'hidden', Number: '7' })
    expect(outputsOf(stack)).toEqual({ List: 'a+b', Number: '7' })
    expect(stack.Parameters).toContainEqual({ ParameterKey: 'Secret', ParameterValue: '****' })
    const { Thing } = await stacks.ids(stack.StackName ?? '')
    expect((await ssm.send(new GetParameterCommand({ Name: Thing }))).Parameter?.Value).toBe('hidden')

    const updated = await stacks.update(stack.StackName ?? '', template, {
      Parameters: [
        { ParameterKey: 'Secret', UsePreviousValue: true },
        { ParameterKey: 'Number', ParameterValue: '8' },
      ],
    })
    expect(outputsOf(updated).Number).toBe('8')
    expect((await ssm.send(new GetParameterCommand({ Name: Thing }))).Parameter?.Value).toBe('hidden')
  })

  it('of SSM’s types are looked up, shown with what was found, and looked up again by an update', async () => {
    const Name = uniqueName('/lookup')
    await ssm.send(new PutParameterCommand({ Name, Value: 'first', Type: 'String' }))
    const template = {
      Parameters: { Found: { Type: 'AWS::SSM::Parameter::Value<String>', Default: Name } },
      Resources: { Thing: thing },
      Outputs: { Found: { Value: { Ref: 'Found' } } },
    }
    const stack = await create(template)
    expect(outputsOf(stack)).toEqual({ Found: 'first' })
    expect(stack.Parameters).toEqual([{ ParameterKey: 'Found', ParameterValue: Name, ResolvedValue: 'first' }])
    await ssm.send(new PutParameterCommand({ Name, Value: 'second', Type: 'String', Overwrite: true }))
    expect(outputsOf(await stacks.update(stack.StackName ?? '', template))).toEqual({ Found: 'second' })

    const missing = await refusalOf(create(template, { Found: '/nobody/has/this' }))
    expect(missing).toMatchObject({ name: 'ValidationError' })
    expect(missing.message).toContain('/nobody/has/this')
  })

  it.each([
    ['that is missing', { P: { Type: 'String' } }, {}, 'Parameters: [P] must have values'],
    ['that is unknown', {}, { Q: 'x' }, 'Parameters: [Q] do not exist in the template'],
    [
      'that is not allowed',
      { P: { Type: 'String', AllowedValues: ['x'] } },
      { P: 'y' },
      'must be one of AllowedValues',
    ],
    ['that is no number', { P: { Type: 'Number' } }, { P: 'y' }, "Parameter 'P' must be a number."],
    [
      'that breaks its pattern',
      { P: { Type: 'String', AllowedPattern: '[a-z]+', ConstraintDescription: 'small letters' } },
      { P: 'Y' },
      'Parameter P failed to satisfy constraint: small letters',
    ],
    ['that is too long', { P: { Type: 'String', MaxLength: 1 } }, { P: 'yy' }, "Parameter 'P' must contain at most 1"],
  ])('are refused with a value %s', async (_, Parameters, values: Record<string, string>, text) => {
    const refusal = await refusalOf(create({ Parameters, Resources: { Thing: thing } }, values))
    expect(refusal).toMatchObject({ name: 'ValidationError', status: 400 })
    expect(refusal.message).toContain(text)
  })

  it('are refused with a value beside UsePreviousValue, and with a name that Parameter Store does not know', async () => {
    const template = { Parameters: { P: { Type: 'String' } }, Resources: { Thing: thing } }
    const { StackName = '' } = await create(template, { P: 'before' })
    const both = [{ ParameterKey: 'P', ParameterValue: 'now', UsePreviousValue: true }]
    expect((await refusalOf(stacks.update(StackName, template, { Parameters: both }))).message).toBe(
      'Invalid input for parameter key P. Cannot specify usePreviousValue as true and non empty value for a parameter',
    )
    const stored = { ...template, Parameters: { P: { Type: 'AWS::SSM::Parameter::Value<String>' } } }
    expect((await refusalOf(create(stored, { P: '/absent' }))).message).toBe(
      'Parameter P should either have input value or default value',
    )
  })

  it('must satisfy the template’s rules', async () => {
    const template = {
      Parameters: { Stage: { Type: 'String' }, Size: { Type: 'String' } },
      Rules: {
        BigInProduction: {
          RuleCondition: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
          Assertions: [
            { Assert: { 'Fn::Contains': [['m', 'l'], { Ref: 'Size' }] }, AssertDescription: 'production is not small' },
          ],
        },
      },
      Resources: { Thing: thing },
    }
    expect((await create(template, { Stage: 'test', Size: 's' })).StackStatus).toBe('CREATE_COMPLETE')
    expect((await create(template, { Stage: 'prod', Size: 'l' })).StackStatus).toBe('CREATE_COMPLETE')
    const refusal = await refusalOf(create(template, { Stage: 'prod', Size: 's' }))
    expect(refusal).toMatchObject({ name: 'ValidationError', status: 400 })
    expect(refusal.message).toContain('production is not small')
  })
})
