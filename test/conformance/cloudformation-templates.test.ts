import {
  CreateStackCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation'
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'

const origin = inject('origin')
const ACCOUNT = '777700000006'
const { cloudFormation, s3 } = awsClients({ origin, account: ACCOUNT })
const stacks = stacksOf(cloudFormation)
const thing = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'v' } }
const create = (template: object | string, parameters: Record<string, string> = {}) =>
  stacks.create(uniqueName('template'), template, {
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
  })

/** The outputs of a stack with these values. */
async function evaluated(values: Record<string, unknown>, more: object = {}): Promise<Record<string, string>> {
  const Outputs = Object.fromEntries(Object.entries(values).map(([name, Value]) => [name, { Value }]))
  const stack = await create({ Resources: { Thing: thing }, ...more, Outputs })
  expect(stack.StackStatus).toBe('CREATE_COMPLETE')
  return outputsOf(stack)
}

describe('functions', () => {
  it('give what they give on AWS', async () => {
    const values = {
      Join: { 'Fn::Join': ['-', ['a', 'b', { Ref: 'AWS::Region' }]] },
      Sub: {
        'Fn::Sub': ['$' + '{Colour} $' + '{Thing.Type} $' + '{!Literal} $' + '{AWS::AccountId}', { Colour: 'blue' }],
      },
      Select: { 'Fn::Select': [1, { 'Fn::Split': ['|', 'a|b|c'] }] },
      Base64: { 'Fn::Base64': 'hello' },
      Cidr: { 'Fn::Select': [2, { 'Fn::Cidr': ['10.0.0.0/16', 4, 8] }] },
      Map: { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'small'] },
      If: { 'Fn::If': ['Here', 'here', 'there'] },
      GetAtt: { 'Fn::GetAtt': ['Thing', 'Value'] },
      Partition: { Ref: 'AWS::Partition' },
      Suffix: { Ref: 'AWS::URLSuffix' },
    }
    const more = {
      Mappings: { Sizes: { 'us-east-1': { small: '1' }, 'eu-west-1': { small: '2' } } },
      Conditions: { Here: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] } },
    }
    expect(await evaluated(values, more)).toEqual({
      Join: 'a-b-us-east-1',
      Sub: `blue String $${'{Literal}'} ${ACCOUNT}`,
      Select: 'b',
      Base64: 'aGVsbG8=',
      Cidr: '10.0.2.0/24',
      Map: '1',
      If: 'here',
      GetAtt: 'v',
      Partition: 'aws',
      Suffix: 'amazonaws.com',
    })
  })

  it('have short tags in YAML, whose texts stay texts', async () => {
    const stack = await create(
      `
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Name: { Type: String, Default: world }
Mappings: { M: { a: { b: mapped } } }
Conditions:
  Somebody: !And [!Not [!Equals [!Ref Name, nobody]], !Or [!Equals [a, b], !Equals [a, a]]]
Resources:
  Thing:
    Type: AWS::SSM::Parameter
    Properties: { Type: String, Value: !Sub 'hello #{Name}' }
  Number:
    Type: AWS::SSM::Parameter
    Properties: { Type: String, Value: 012345678901 }
Outputs:
  GetAtt: { Value: !GetAtt Thing.Value }
  Number: { Value: !GetAtt [Number, Value] }
  Join: { Value: !Join ['', [!Select [0, !Split [',', 'x,y']], !FindInMap [M, a, b]]] }
  If: { Value: !If [Somebody, !Base64 yes, no] }
  Conditional: { Condition: Somebody, Value: there }
`.replaceAll('#{', '$' + '{'),
    )
    expect(outputsOf(stack)).toEqual({
      GetAtt: 'hello world',
      Number: '012345678901',
      Join: 'xmapped',
      If: 'eWVz',
      Conditional: 'there',
    })
  })

  it('leave out what NoValue stands for, and what a condition excludes', async () => {
    const stack = await create({
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        Thing: {
          ...thing,
          Properties: { ...thing.Properties, Description: { 'Fn::If': ['Never', 'x', { Ref: 'AWS::NoValue' }] } },
        },
        Excluded: { ...thing, Condition: 'Never' },
      },
      Outputs: { Excluded: { Condition: 'Never', Value: 'x' } },
    })
    expect(Object.keys(await stacks.ids(stack.StackName ?? ''))).toEqual(['Thing'])
    expect(stack.Outputs ?? []).toEqual([])
  })
})

describe('a template', () => {
  it('is read from S3 when it is too large to be sent', async () => {
    const Bucket = uniqueName('templates')
    const filler = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`key${i}`, 'x'.repeat(1000)]))
    const Body = JSON.stringify({ Metadata: filler, Resources: { Thing: thing } })
    expect((await refusalOf(create(Body))).message).toContain('Member must have length less than or equal to 51200')
    await s3.send(new CreateBucketCommand({ Bucket }))
    await s3.send(new PutObjectCommand({ Bucket, Key: 'template.json', Body }))
    for (const base of [origin, 'https://s3.us-east-1.amazonaws.com']) {
      const TemplateURL = `${base}/${Bucket}/template.json`
      const stack = await stacks.create(uniqueName('large'), '', { TemplateBody: undefined, TemplateURL })
      expect(stack.StackStatus).toBe('CREATE_COMPLETE')
    }
  })

  it('is summed up and validated without being deployed', async () => {
    const TemplateBody = JSON.stringify({
      Description: 'd',
      Parameters: { P: { Type: 'String', Default: 'x' } },
      Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } } },
    })
    const summary = await cloudFormation.send(new GetTemplateSummaryCommand({ TemplateBody }))
    expect(summary).toMatchObject({
      Description: 'd',
      ResourceTypes: ['AWS::IAM::Role'],
      Capabilities: ['CAPABILITY_IAM'],
    })
    const valid = await cloudFormation.send(new ValidateTemplateCommand({ TemplateBody }))
    expect(valid.Parameters).toMatchObject([{ ParameterKey: 'P', DefaultValue: 'x' }])
    expect(await refusalOf(create(TemplateBody))).toMatchObject({
      name: 'InsufficientCapabilitiesException',
      message: 'Requires capabilities : [CAPABILITY_IAM]',
    })
  })

  const resource = (Properties: object) => ({ Resources: { Thing: { ...thing, Properties } } })
  it.each([
    ['{', 'Template format error: JSON not well-formed.'],
    ['a: [', 'Template format error: YAML not well-formed.'],
    [{}, 'Template format error: At least one Resources member must be defined.'],
    [{ Resources: {} }, 'Template format error: At least one Resources member must be defined.'],
    [
      { Resources: { A: {} } },
      'Template format error: [/Resources/A] Every Resources object must contain a Type member.',
    ],
    [{ Resources: { 'a-b': thing } }, 'Template format error: Resource name a-b is non alphanumeric.'],
    [{ Resources: { A: { ...thing, Invalid: 1 } } }, "Invalid template resource property 'Invalid'"],
    [
      resource({ Type: 'String', Value: { Ref: 'Nobody' } }),
      'Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template',
    ],
    [resource({ Type: 'String', Value: { 'Fn::Sub': '$' + '{Nobody}' } }), 'Nobody'],
    [resource({ Type: 'String', Value: { 'Fn::GetAtt': ['Nobody', 'Arn'] } }), 'Nobody'],
    [
      { Resources: { A: { ...thing, DependsOn: 'B' }, B: { ...thing, DependsOn: 'A' } } },
      'Circular dependency between resources: [A, B]',
    ],
    [
      {
        Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
        Resources: { A: { ...thing, DependsOn: 'B' }, B: { ...thing, Condition: 'Never' } },
      },
      'Template format error: Unresolved resource dependencies [B] in the Resources block of the template',
    ],
    [
      { Resources: { A: thing }, Conditions: { C: { 'Fn::Equals': ['a'] } } },
      'every Fn::Equals object requires a list of 2',
    ],
    [resource({ Type: 'String', Value: { 'Fn::Made': 'up' } }), 'Fn::Made'],
    [{ Resources: { A: thing }, Surprise: {} }, 'Surprise'],
  ])('is refused: %j', async (template, text) => {
    const refusal = await refusalOf(create(template))
    expect(refusal).toMatchObject({ name: 'ValidationError', status: 400 })
    expect(refusal.message).toContain(text)
  })

  it('of YAML may close a list at its parent’s indent', async () => {
    const lines = [
      'Resources:',
      '  Thing:',
      '    Type: AWS::SSM::Parameter',
      '    Properties: {',
      '      Type: String,',
    ]
    const stack = await create([...lines, '      Value: !Join ["-", [', '    a, b', '    ]]', '    }', ''].join('\n'))
    expect(stack.StackStatus).toBe('CREATE_COMPLETE')
  })

  it('of the CDK’s first version has modules in its metadata', async () => {
    const Properties = { Modules: 'aws-cdk=1.204.0,@aws-cdk/core=1.204.0' }
    const stack = await create({ Resources: { Thing: thing, CDKMetadata: { Type: 'AWS::CDK::Metadata', Properties } } })
    expect(stack.StackStatus).toBe('CREATE_COMPLETE')
  })

  it('is asked for by its change set’s ARN, or by its name and the stack’s', async () => {
    const refusal = await refusalOf(cloudFormation.send(new GetTemplateCommand({ ChangeSetName: 'changes' })))
    expect(refusal).toMatchObject({ name: 'ValidationError', message: 'StackName is a required parameter.' })
  })

  it('is not read from an address in the form of the AWS CLI', async () => {
    const TemplateURL = 's3://bucket/template.json'
    const refusal = await refusalOf(stacks.create(uniqueName('cli'), '', { TemplateBody: undefined, TemplateURL }))
    expect(refusal.message).toBe('S3 error: Domain name specified in bucket is not a valid S3 domain')
  })

  it('is refused with another transform than that of SAM, by name', async () => {
    const template = { Transform: ['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31'], Resources: { A: thing } }
    const refusal = await refusalOf(create(template))
    expect(refusal.status).toBe(400)
    expect(refusal.message).toContain('The transform AWS::LanguageExtensions is not emulated')
  })

  it('is summarized with its transform, and made only where that may be done', async () => {
    const TemplateBody = JSON.stringify({
      Transform: 'AWS::Serverless-2016-10-31',
      Globals: { Function: { Timeout: 3 } },
      Resources: { A: { Type: 'AWS::Serverless::Function' } },
    })
    const DeclaredTransforms = ['AWS::Serverless-2016-10-31']
    expect(await cloudFormation.send(new ValidateTemplateCommand({ TemplateBody }))).toMatchObject({
      DeclaredTransforms,
    })
    expect(await cloudFormation.send(new GetTemplateSummaryCommand({ TemplateBody }))).toMatchObject({
      DeclaredTransforms,
      ResourceTypes: ['AWS::Serverless::Function'],
    })
    const creation = new CreateStackCommand({ StackName: uniqueName('sam'), TemplateBody })
    expect(await refusalOf(cloudFormation.send(creation))).toMatchObject({
      name: 'InsufficientCapabilitiesException',
      message: 'Requires capabilities : [CAPABILITY_AUTO_EXPAND]',
    })
  })
})
