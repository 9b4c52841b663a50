import { beforeEach, describe, expect, test } from 'vitest'
import { ELSEWHERE, fake, startCloudFormation, type TestCloudFormation, thing } from '../cloudformation.harness.ts'

let cfn: TestCloudFormation
beforeEach(async () => {
  cfn = await startCloudFormation()
})

const one = (Value = 'x') => ({ Resources: { A: thing({ Value }) } })

describe('events', () => {
  test('are paged, newest first, without gaps', async () => {
    const Resources = Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`R${i}`, thing({})]))
    await cfn.create('S', { Resources })
    const all: string[] = []
    const sizes: number[] = []
    let NextToken: string | undefined
    do {
      const page = await cfn.call('DescribeStackEvents', { StackName: 'S', ...(NextToken ? { NextToken } : {}) })
      const ids = (page.StackEvents ?? []).map(({ EventId }) => EventId)
      all.push(...ids)
      sizes.push(ids.length)
      NextToken = page.NextToken
    } while (NextToken)
    expect(sizes).toEqual([100, 100, 42])
    expect(new Set(all).size).toBe(242)
    expect(await cfn.refusal('DescribeStackEvents', { StackName: 'S', NextToken: 'x' })).toMatch(/^ValidationError/)
  })

  test('never stand still, whatever the clock does', async () => {
    await cfn.create('S', one('1'))
    cfn.clock.advance(-3_600_000)
    await cfn.update('S', one('2'))
    cfn.clock.advance(7_200_000)
    await cfn.update('S', one('3'))
    const { StackEvents = [] } = await cfn.call('DescribeStackEvents', { StackName: 'S' })
    const times = StackEvents.map(({ Timestamp }) => Timestamp.getTime())
    expect(times).toEqual([...new Set(times)].sort((a, b) => b - a))
    expect(times[0]).toBeGreaterThanOrEqual(cfn.clock.now())
  })

  test('of stacks and change sets that are not there', async () => {
    expect(await cfn.refusal('DescribeStackEvents', { StackName: 'nobody' })).toBe(
      'ValidationError: Stack [nobody] does not exist',
    )
    expect(await cfn.refusal('DescribeEvents', { StackName: 'nobody' })).toBe(
      'ValidationError: Stack [nobody] does not exist',
    )
    expect(await cfn.refusal('DescribeEvents', {})).toMatch(/must be specified/)
    expect(await cfn.refusal('DescribeEvents', { OperationId: '0c0c0c0c-0000-4000-8000-000000000000' })).toMatch(
      /OperationId but no StackName is not emulated/,
    )
  })
})

describe('resources', () => {
  beforeEach(async () => {
    await cfn.create('S', { Resources: { A: thing({}, { Metadata: { 'aws:cdk:path': 'S/A' } }), B: thing({}) } })
  })

  test('one, all, or by physical id', async () => {
    const { StackResources = [] } = await cfn.call('DescribeStackResources', { StackName: 'S' })
    const [a] = StackResources
    expect(a).toMatchObject({
      StackName: 'S',
      LogicalResourceId: 'A',
      ResourceType: 'Test::Fake::Thing',
      ResourceStatus: 'CREATE_COMPLETE',
      DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
    })
    const byId = await cfn.call('DescribeStackResources', { PhysicalResourceId: a?.PhysicalResourceId ?? '' })
    expect(byId.StackResources).toEqual(StackResources)
    const filtered = await cfn.call('DescribeStackResources', { StackName: 'S', LogicalResourceId: 'B' })
    expect(filtered.StackResources).toHaveLength(1)
    const listed = await cfn.call('ListStackResources', { StackName: 'S' })
    expect(listed.StackResourceSummaries?.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(['A', 'B'])
    const { StackResourceDetail } = await cfn.call('DescribeStackResource', { StackName: 'S', LogicalResourceId: 'A' })
    expect(StackResourceDetail).toMatchObject({ PhysicalResourceId: a?.PhysicalResourceId })
    expect(StackResourceDetail?.Metadata).toBe('{"aws:cdk:path":"S/A"}')
  })

  test('refusals, text for text', async () => {
    expect(await cfn.refusal('DescribeStackResource', { StackName: 'S', LogicalResourceId: 'X' })).toBe(
      'ValidationError: Resource X does not exist for stack S',
    )
    for (const operation of ['ListStackResources', 'DescribeStackResources', 'GetTemplate'] as const) {
      expect(await cfn.refusal(operation, { StackName: 'nobody' })).toBe(
        'ValidationError: Stack with id nobody does not exist',
      )
    }
    expect(await cfn.refusal('DescribeStackResources', {})).toMatch(/must be specified/)
    expect(await cfn.refusal('DescribeStackResources', { PhysicalResourceId: 'x' })).toBe(
      'ValidationError: Stack for x does not exist',
    )
  })
})

describe('templates', () => {
  const YAML = 'Resources:\n  A: {Type: Test::Fake::Thing,   Properties: {Count: 1.0}} # a comment\n'

  test('are given back unchanged, of stacks and of change sets', async () => {
    await cfn.create('S', YAML)
    expect((await cfn.call('GetTemplate', { StackName: 'S' })).TemplateBody).toBe(YAML)
    const changed = `${YAML}  B: {Type: Test::Fake::Thing}\n`
    await cfn.call('CreateChangeSet', { StackName: 'S', ChangeSetName: 'c', TemplateBody: changed })
    const ofChangeSet = await cfn.call('GetTemplate', {
      StackName: 'S',
      ChangeSetName: 'c',
      TemplateStage: 'Processed',
    })
    expect(ofChangeSet).toEqual({ TemplateBody: changed, StagesAvailable: ['Original', 'Processed'] })
    expect((await cfn.call('GetTemplate', { StackName: 'S' })).TemplateBody).toBe(YAML)
    expect(await cfn.refusal('GetTemplate', {})).toBe(
      'ValidationError: StackName is required if ChangeSetName is not specified.',
    )
    expect(await cfn.refusal('GetTemplate', { ChangeSetName: 'c' })).toBe(
      'ValidationError: StackName is a required parameter.',
    )
    const absent = 'arn:aws:cloudformation:us-east-1:123456789012:changeSet/c/d065e78c'
    expect(await cfn.refusal('GetTemplate', { ChangeSetName: absent })).toBe(
      `ChangeSetNotFound: ChangeSet [${absent}] does not exist`,
    )
  })

  test('that nobody needs any more are dropped from the store', async () => {
    for (const value of ['1', '2', '3', '4']) {
      await (value === '1' ? cfn.create('S', one(value)) : cfn.update('S', one(value)))
    }
    expect(await cfn.store.list({ kind: 'cloudformation/template' })).toHaveLength(1)
  })

  test('summaries', async () => {
    const template = {
      AWSTemplateFormatVersion: '2010-09-09',
      Description: 'about',
      Metadata: { a: 1 },
      Parameters: { P: { Type: 'Number', Default: 5, AllowedValues: [5, 6], Description: 'd', NoEcho: true } },
      Resources: {
        A: thing({}),
        B: thing({}),
        N: fake('Named', {}),
        R: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } },
      },
    }
    const TemplateBody = JSON.stringify(template)
    expect(await cfn.call('GetTemplateSummary', { TemplateBody })).toEqual({
      Parameters: [
        {
          ParameterKey: 'P',
          ParameterType: 'Number',
          DefaultValue: '5',
          NoEcho: true,
          Description: 'd',
          ParameterConstraints: { AllowedValues: ['5', '6'] },
        },
      ],
      Description: 'about',
      Capabilities: ['CAPABILITY_IAM'],
      CapabilitiesReason: 'The following resource(s) require capabilities: [AWS::IAM::Role]',
      ResourceTypes: ['Test::Fake::Thing', 'Test::Fake::Named', 'AWS::IAM::Role'],
      Version: '2010-09-09',
      Metadata: '{"a":1}',
      DeclaredTransforms: [],
      ResourceIdentifierSummaries: [
        { ResourceType: 'Test::Fake::Thing', LogicalResourceIds: ['A', 'B'], ResourceIdentifiers: ['Id'] },
        { ResourceType: 'Test::Fake::Named', LogicalResourceIds: ['N'], ResourceIdentifiers: ['Name'] },
        { ResourceType: 'AWS::IAM::Role', LogicalResourceIds: ['R'], ResourceIdentifiers: ['RoleName'] },
      ],
    })
    expect(await cfn.call('ValidateTemplate', { TemplateBody })).toMatchObject({
      Description: 'about',
      Capabilities: ['CAPABILITY_IAM'],
      Parameters: [{ ParameterKey: 'P', DefaultValue: '5', NoEcho: true }],
    })
    await cfn.create('S', one())
    expect(await cfn.call('GetTemplateSummary', { StackName: 'S' })).toMatchObject({
      ResourceTypes: ['Test::Fake::Thing'],
    })
    await cfn.call('CreateChangeSet', {
      StackName: 'T',
      ChangeSetName: 'c',
      ChangeSetType: 'CREATE',
      TemplateBody: YAML,
    })
    expect(await cfn.refusal('GetTemplateSummary', { StackName: 'T' })).toBe(
      'ValidationError: GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.',
    )
    expect(await cfn.refusal('ValidateTemplate', { TemplateBody: '{"Resources": {}}' })).toBe(
      'ValidationError: Template format error: At least one Resources member must be defined.',
    )
    expect(await cfn.refusal('GetTemplateSummary', { StackSetName: 'set' })).toMatch(/StackSetName is not emulated/)
  })
})

test('stacks are listed in pages, newest first', async () => {
  for (let i = 0; i < 101; i++) {
    await cfn.call('CreateChangeSet', {
      StackName: `S${i}`,
      ChangeSetName: 'c',
      ChangeSetType: 'CREATE',
      TemplateBody: JSON.stringify(one()),
    })
    cfn.clock.advance(1000)
  }
  const first = await cfn.call('ListStacks', {})
  expect(first.StackSummaries).toHaveLength(100)
  expect(first.StackSummaries?.[0]?.StackName).toBe('S100')
  const NextToken = first.NextToken ?? ''
  const second = await cfn.call('ListStacks', { NextToken })
  expect(second.StackSummaries?.map(({ StackName }) => StackName)).toEqual(['S0'])
  expect(await cfn.refusal('DescribeStacks', { NextToken })).toBe(`ValidationError: Invalid NextToken: ${NextToken}`)
  expect(await cfn.refusal('ListStacks', { NextToken: '100' })).toBe('ValidationError: Invalid NextToken: 100')
  expect((await cfn.call('DescribeStacks', {})).Stacks).toHaveLength(100)
})

test('DescribeStacks waits a moment for an operation to end', async () => {
  await cfn.call('CreateStack', { StackName: 'S', TemplateBody: JSON.stringify(one()) })
  const { Stacks } = await cfn.call('DescribeStacks', { StackName: 'S' })
  expect(Stacks?.[0]?.StackStatus).toBe('CREATE_COMPLETE')
})

test('two places never see each other', async () => {
  const { StackId = '' } = await cfn.create('S', one())
  for (const StackName of ['S', StackId]) {
    expect(await cfn.refusal('DescribeStacks', { StackName }, ELSEWHERE)).toBe(
      `ValidationError: Stack with id ${StackName} does not exist`,
    )
    expect(await cfn.refusal('DescribeStackEvents', { StackName }, ELSEWHERE)).toMatch(/does not exist$/)
    await cfn.call('DeleteStack', { StackName }, ELSEWHERE)
  }
  expect((await cfn.find('S')).StackStatus).toBe('CREATE_COMPLETE')
  const there = await cfn.create('S', one('there'), {}, ELSEWHERE)
  expect(there.StackId).toContain(':eu-west-1:')
  expect((await cfn.call('ListStacks', {})).StackSummaries).toHaveLength(1)
  const [id] = Object.values(await cfn.resources('S'))[0]?.slice(1) ?? []
  expect(await cfn.refusal('DescribeStackResources', { PhysicalResourceId: id ?? '' }, ELSEWHERE)).toMatch(
    /does not exist/,
  )
})

test('stacks of one name are told apart from those whose name begins alike', async () => {
  await cfn.create('S', one())
  await cfn.create('S-more', { Resources: { A: thing({}), B: thing({}) } })
  expect(Object.keys(await cfn.resources('S'))).toEqual(['A'])
  await cfn.remove('S')
  expect(Object.keys(await cfn.resources('S-more'))).toEqual(['A', 'B'])
})

test('what is not emulated is refused by name', async () => {
  expect(await cfn.refusal('DetectStackDrift', { StackName: 'S' })).toBe(
    'NotImplementedException: cloudformation DetectStackDrift is not emulated by Sallyport.',
  )
})
