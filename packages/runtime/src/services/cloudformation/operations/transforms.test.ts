import { beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../kernel/json.ts'
import { HOME, startCloudFormation, type TestCloudFormation, thing } from '../cloudformation.harness.ts'
import { failedTransform } from '../errors.ts'
import type { SamRequest } from '../transforms/sam/sam-translator.ts'

const SAM = 'AWS::Serverless-2016-10-31'
const Capabilities = ['CAPABILITY_AUTO_EXPAND' as const]
const AUTO_EXPAND = 'InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_AUTO_EXPAND]'

const template = {
  Transform: SAM,
  Globals: { Function: { Timeout: 3 } },
  Parameters: { P: { Type: 'String', Default: 'by default' }, Secret: { Type: 'String', Default: 's', NoEcho: true } },
  Resources: { A: { Type: 'AWS::Serverless::Function', Connectors: {} } },
}
const TemplateBody = JSON.stringify(template)

let asked: SamRequest[]
let makes: (request: SamRequest) => object
let cfn: TestCloudFormation
beforeEach(async () => {
  asked = []
  makes = ({ template: { Parameters }, parameters }) => ({
    Parameters,
    Resources: { A: thing({ Value: `${parameters.P}, ${parameters.Secret}` }) },
  })
  cfn = await startCloudFormation({
    sam: async (request) => {
      asked.push(request)
      return makes(request) as JsonObject
    },
  })
})

const changeSet = (more: object = {}) =>
  cfn.call('CreateChangeSet', {
    StackName: 'S',
    ChangeSetName: 'C',
    ChangeSetType: 'CREATE',
    ...('UsePreviousTemplate' in more ? {} : { TemplateBody }),
    ...more,
  })

const processed = async (StackName: string, more: object = {}) =>
  JSON.parse((await cfn.call('GetTemplate', { StackName, ...more })).TemplateBody ?? '')

describe('a template with a transform', () => {
  test('is expanded with its parameters, and its stack is that of the result', async () => {
    const Parameters = [{ ParameterKey: 'P', ParameterValue: 'given' }]
    expect(await cfn.create('S', template, { Capabilities, Parameters })).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      Parameters: [
        { ParameterKey: 'P', ParameterValue: 'given' },
        { ParameterKey: 'Secret', ParameterValue: '****' },
      ],
    })
    expect(asked).toEqual([{ template, parameters: { P: 'given', Secret: 's' }, region: HOME.region }])
    expect(Object.values(await cfn.fakes())).toMatchObject([{ properties: { Value: 'given, s' } }])
  })

  test('asks whoever does not look at a change set first for a capability (documented)', async () => {
    const refused = { StackName: 'S', TemplateBody }
    expect(await cfn.refusal('CreateStack', refused)).toBe(AUTO_EXPAND)
    await cfn.create('S', template, { Capabilities })
    expect(await cfn.refusal('UpdateStack', refused)).toBe(AUTO_EXPAND)
    expect(await cfn.refusal('UpdateStack', { ...refused, Capabilities })).toBe(
      'ValidationError: No updates are to be performed.',
    )
  })

  test('is shown in two stages, of which the processed one is shown by default', async () => {
    await changeSet()
    const one = { StackName: 'S', ChangeSetName: 'C' }
    expect(await processed('S', { ChangeSetName: 'C' })).toMatchObject({
      Resources: { A: { Type: 'Test::Fake::Thing' } },
    })
    expect(await cfn.call('GetTemplate', { ...one, TemplateStage: 'Original' })).toEqual({
      TemplateBody,
      StagesAvailable: ['Original', 'Processed'],
    })
    await cfn.call('ExecuteChangeSet', one)
    expect(await cfn.settled('S')).toMatchObject({ StackStatus: 'CREATE_COMPLETE' })
    expect(asked).toHaveLength(1)
    expect(await processed('S', { TemplateStage: 'Processed' })).toMatchObject({ Resources: { A: {} } })
    expect(await processed('S', { TemplateStage: 'Original' })).toEqual(template)
  })

  test('is expanded anew when it is kept and its parameters change', async () => {
    await cfn.create('S', template, { Capabilities })
    await changeSet({
      ChangeSetType: 'UPDATE',
      UsePreviousTemplate: true,
      Parameters: [{ ParameterKey: 'P', ParameterValue: 'other' }],
    })
    expect(await processed('S', { ChangeSetName: 'C' })).toMatchObject({
      Resources: { A: { Properties: { Value: 'other, s' } } },
    })
    expect(await processed('S')).toMatchObject({ Resources: { A: { Properties: { Value: 'by default, s' } } } })
  })

  test('keeps values of its parameters out of the store', async () => {
    const Parameters = [{ ParameterKey: 'Secret', ParameterValue: 'never to be seen' }]
    await cfn.create('S', template, { Capabilities, Parameters })
    const kept = await cfn.store.list({ kind: 'cloudformation/template', place: `${HOME.account}/${HOME.region}` })
    expect(JSON.stringify(kept)).toContain('Serverless')
    expect(JSON.stringify(kept)).not.toContain('never to be seen')
  })

  test('is summarized as it was written', async () => {
    expect(await cfn.call('GetTemplateSummary', { TemplateBody })).toMatchObject({
      DeclaredTransforms: [SAM],
      ResourceTypes: ['AWS::Serverless::Function'],
      Parameters: [{ ParameterKey: 'P' }, { ParameterKey: 'Secret' }],
    })
    expect(await cfn.call('ValidateTemplate', { TemplateBody })).toMatchObject({ DeclaredTransforms: [SAM] })
    expect(asked).toEqual([])
  })
})

describe('a transform that fails', () => {
  const WHY = `Transform ${SAM} failed with: Invalid`
  const failed = () => cfn.call('DescribeChangeSet', { StackName: 'S', ChangeSetName: 'C' })

  test('fails the change set, and refuses what has none', async () => {
    makes = () => {
      throw failedTransform(SAM, 'Invalid')
    }
    await changeSet()
    expect(await failed()).toMatchObject({ Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE', StatusReason: WHY })
    expect(await cfn.refusal('CreateStack', { StackName: 'T', TemplateBody, Capabilities })).toBe(
      `ValidationError: ${WHY}`,
    )
  })

  test('or makes a template that is wrong does the same', async () => {
    makes = () => ({ Resources: { R: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } } } })
    await changeSet()
    expect(await failed()).toMatchObject({ Status: 'FAILED', StatusReason: 'Requires capabilities : [CAPABILITY_IAM]' })
    makes = () => ({ Resources: { A: thing({ Value: { Ref: 'Nobody' } }) } })
    await changeSet({ ChangeSetName: 'D' })
    expect(await cfn.call('DescribeChangeSet', { StackName: 'S', ChangeSetName: 'D' })).toMatchObject({
      StatusReason:
        'Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template',
    })
  })

  test('makes what is not emulated is refused by its name, at once', async () => {
    makes = () => ({ Resources: { A: { Type: 'AWS::Kinesis::Stream' } } })
    await expect(changeSet()).rejects.toThrow('Not emulated by Sallyport: AWS::Kinesis::Stream (A).')
  })
})
