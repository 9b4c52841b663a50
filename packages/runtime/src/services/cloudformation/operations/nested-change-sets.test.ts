import { beforeEach, describe, expect, test } from 'vitest'
import { startCloudFormation, type TestCloudFormation, thing } from '../cloudformation.harness.ts'
import { changeSets } from '../repository.ts'

let cfn: TestCloudFormation
beforeEach(async () => {
  cfn = await startCloudFormation()
  await cfn.other()('s3', 'CreateBucket', { Bucket: 'templates' })
})

async function nested(Key: string, template: object, more: object = {}): Promise<object> {
  const Body = new TextEncoder().encode(JSON.stringify(template))
  await cfn.other()('s3', 'PutObject', { Bucket: 'templates', Key, Body })
  const TemplateURL = `https://s3.us-east-1.amazonaws.com/templates/${Key}`
  return { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL, ...more } }
}

const child = (Value: string, more: object = {}) => ({
  Parameters: { Given: { Type: 'String', AllowedPattern: '[a-z]+', Default: 'given' } },
  Resources: { A: thing({ Value }), B: thing({ Value: { Ref: 'Given' } }), ...more },
  Outputs: { O: { Value: { 'Fn::GetAtt': ['A', 'Value'] } } },
})

async function plan(Resources: object, ChangeSetType: 'CREATE' | 'UPDATE' = 'CREATE', more: object = {}) {
  const TemplateBody = JSON.stringify({ Resources })
  const input = { StackName: 'S', ChangeSetName: 'c', ChangeSetType, TemplateBody, IncludeNestedStacks: true, ...more }
  const { Id = '' } = await cfn.call('CreateChangeSet', input)
  return cfn.call('DescribeChangeSet', { ChangeSetName: Id })
}

type Described = Awaited<ReturnType<typeof plan>>

const changeOf = ({ Changes = [] }: Described, logicalId = 'N') => {
  return Changes.find(({ ResourceChange }) => ResourceChange?.LogicalResourceId === logicalId)?.ResourceChange ?? {}
}
const inner = (outer: Described, logicalId?: string) => {
  return cfn.call('DescribeChangeSet', { ChangeSetName: changeOf(outer, logicalId).ChangeSetId ?? '' })
}
const actions = ({ Changes = [] }: Described) => {
  return Changes.map(({ ResourceChange: change }) => `${change?.Action} ${change?.LogicalResourceId}`)
}
const execute = async (root: Described) => {
  await cfn.call('ExecuteChangeSet', { ChangeSetName: root.ChangeSetId ?? '' })
  return cfn.settled(root.StackId ?? '')
}
const left = async () => (await changeSets.list(cfn.store, { account: '123456789012', region: 'us-east-1' }, {})).length

describe('a change set that includes nested stacks', () => {
  test('shows what there will be in a stack that is still to be made, and makes just that', async () => {
    const root = await plan({ N: await nested('a', child('one')) })
    expect(root).toMatchObject({ Status: 'CREATE_COMPLETE', IncludeNestedStacks: true })
    expect(root.ParentChangeSetId).toBeUndefined()
    const change = changeOf(root)
    expect(change.ChangeSetId).toMatch(/:changeSet\/c-N-[A-Za-z0-9]{12}\//)
    const within = await inner(root)
    expect(within).toMatchObject({
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
      IncludeNestedStacks: true,
      ParentChangeSetId: root.ChangeSetId,
      RootChangeSetId: root.ChangeSetId,
      StackId: change.PhysicalResourceId,
    })
    expect(actions(within)).toEqual(['Add A', 'Add B'])
    const id = within.StackId ?? ''
    expect(await cfn.find(id)).toMatchObject({ StackStatus: 'REVIEW_IN_PROGRESS', ParentId: root.StackId })

    // What is at the template's address by then does not matter.
    await nested('a', child('changed'))
    expect((await execute(root)).StackStatus).toBe('CREATE_COMPLETE')
    expect((await cfn.resources('S')).N?.[1]).toBe(id)
    expect(await cfn.find(id)).toMatchObject({ StackStatus: 'CREATE_COMPLETE', ChangeSetId: within.ChangeSetId })
    expect(Object.values(await cfn.fakes()).map(({ properties }) => properties.Value)).toEqual(
      expect.arrayContaining(['one', 'given']),
    )
    expect((await inner(root)).ExecutionStatus).toBe('EXECUTE_COMPLETE')
    expect((await cfn.call('ListChangeSets', { StackName: id })).Summaries).toEqual([])
  })

  test('shows the changes of nested stacks, through all levels', async () => {
    const middle = async (key: string, value: string) => ({
      Resources: { M: await nested(key, child(value)), T: thing({}) },
    })
    await cfn.create('S', { Resources: { N: await nested('m1', await middle('i1', 'one')), Z: thing() } })
    const root = await plan({ N: await nested('m2', await middle('i2', 'two')), Z: thing() }, 'UPDATE')
    expect(actions(root)).toEqual(['Modify N'])
    const second = await inner(root)
    expect(actions(second)).toEqual(['Modify M'])
    const third = await inner(second, 'M')
    expect(actions(third)).toEqual(['Modify A'])
    expect(third).toMatchObject({ ParentChangeSetId: second.ChangeSetId, RootChangeSetId: root.ChangeSetId })
    const { Summaries = [] } = await cfn.call('ListChangeSets', { StackName: third.StackId ?? '' })
    expect(Summaries).toMatchObject([{ ParentChangeSetId: second.ChangeSetId, RootChangeSetId: root.ChangeSetId }])

    expect((await execute(root)).StackStatus).toBe('UPDATE_COMPLETE')
    for (const { ChangeSetId: ChangeSetName = '' } of [root, second, third]) {
      expect((await cfn.call('DescribeChangeSet', { ChangeSetName })).ExecutionStatus).toBe('EXECUTE_COMPLETE')
    }
  })

  test('has none for a nested stack that stays as it is, or whose template only has another address', async () => {
    await cfn.create('S', { Resources: { N: await nested('a', child('one')), O: await nested('o', child('o')) } })
    const root = await plan({ N: await nested('b', child('one')), O: await nested('o', child('o')) }, 'UPDATE')
    expect(actions(root)).toEqual(['Modify N'])
    expect(changeOf(root).ChangeSetId).toBeUndefined()
    expect((await execute(root)).StackStatus).toBe('UPDATE_COMPLETE')
  })

  test('takes values that are not known yet for what they are, and the real ones when it is executed', async () => {
    const Given = { 'Fn::GetAtt': ['A', 'Secret'] }
    const N = await nested('a', child('one'), { Parameters: { Given } })
    const root = await plan({ A: thing({ Secret: 'secret' }), N })
    const within = await inner(root)
    expect(within.Status).toBe('CREATE_COMPLETE')
    expect(within.Parameters).toEqual([{ ParameterKey: 'Given', ParameterValue: '{{changeSet:KNOWN_AFTER_APPLY}}' }])
    expect((await execute(root)).StackStatus).toBe('CREATE_COMPLETE')
    expect((await cfn.find(within.StackId ?? '')).Parameters?.[0]?.ParameterValue).toBe('secret')
  })

  test.each([
    ['an address', { TemplateURL: { 'Fn::GetAtt': ['A', 'Secret'] } }],
    ['its parameters', { Parameters: { 'Fn::GetAtt': ['A', 'Value'] } }],
    ['its tags', { Tags: [{ Value: 'no key' }] }],
    ['parameters of a wrong kind', { Parameters: ['x'] }],
  ])('has none where nothing can be said yet for %s', async (_name, properties) => {
    const root = await plan({ A: thing(), N: await nested('a', child('one'), properties) }, 'CREATE', {
      DisableValidation: true,
    })
    expect(root.Status).toBe('CREATE_COMPLETE')
    expect(changeOf(root).ChangeSetId).toBeUndefined()
  })

  test('is not made for nested stacks unless that is asked for', async () => {
    const root = await plan({ N: await nested('a', child('one')) }, 'CREATE', { IncludeNestedStacks: false })
    expect(changeOf(root)).not.toHaveProperty('ChangeSetId', expect.anything())
    expect((await cfn.call('ListStacks', {})).StackSummaries).toHaveLength(1)
    expect((await execute(root)).StackStatus).toBe('CREATE_COMPLETE')
  })
})

describe('what is wrong with a nested template', () => {
  test.each([
    ['a reference to nothing', child('one', { X: thing({ Value: { Ref: 'Nobody' } }) }), /Unresolved resource dep/],
    ['a type that is not emulated', child('one', { X: { Type: 'Test::Fake::Unbuilt' } }), /Test::Fake::Unbuilt/],
    ['a property that does not exist', child('one', { X: thing({ Nonsense: 1 }) }), /EarlyValidation/],
    ['a template that does not begin', 'no template', /./],
  ])('fails the change sets with it: %s', async (_name, template, reason) => {
    const root = await plan({ N: await nested('a', template as object) })
    expect(root).toMatchObject({ Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE' })
    const { ChangeSetId, PhysicalResourceId = '' } = changeOf(root)
    expect(root.StatusReason).toBe(
      `Nested change set ${ChangeSetId} was not successfully created: Currently in FAILED.`,
    )
    const within = await cfn.call('DescribeChangeSet', {
      StackName: PhysicalResourceId,
      ChangeSetName: ChangeSetId ?? '',
    })
    expect(within.Status).toBe('FAILED')
    expect(within.StatusReason).toMatch(reason)
    expect(await cfn.call('GetTemplate', { ChangeSetName: ChangeSetId })).toHaveProperty('TemplateBody')
    await cfn.call('DeleteChangeSet', { ChangeSetName: root.ChangeSetId ?? '' })
    expect(await left()).toBe(0)
  })

  test('a template that is nowhere', async () => {
    const TemplateURL = 'https://s3.us-east-1.amazonaws.com/templates/missing'
    const root = await plan({ N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL } } })
    expect(root.Status).toBe('FAILED')
    expect((await inner(root)).StatusReason).toMatch(/^S3 error: /)
  })

  test('a template that is nested in itself', async () => {
    const TemplateURL = 'https://s3.us-east-1.amazonaws.com/templates/self'
    const template = { Resources: { N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL } } } }
    await nested('self', template)
    const TemplateBody = JSON.stringify(template)
    const input = { StackName: 'S', ChangeSetName: 'c', ChangeSetType: 'CREATE', TemplateBody } as const
    expect(await cfn.refusal('CreateChangeSet', { ...input, IncludeNestedStacks: true })).toBe(
      'NotImplementedException: A change set for more than 200 nested stacks is not emulated by Sallyport.',
    )
    expect((await cfn.call('ListStacks', {})).StackSummaries).toEqual([])
  })
})

describe('a nested change set', () => {
  test('is executed and deleted with its root only', async () => {
    const root = await plan({ N: await nested('a', child('one')) })
    const { ChangeSetId: ChangeSetName = '' } = changeOf(root)
    const text = (done: string) =>
      `ValidationError: ChangeSet [${ChangeSetName}] is of a nested stack. It can only be ${done} with its root change ` +
      `set [${root.ChangeSetId}]`
    expect(await cfn.refusal('ExecuteChangeSet', { ChangeSetName })).toBe(text('executed'))
    expect(await cfn.refusal('DeleteChangeSet', { ChangeSetName })).toBe(text('deleted'))
  })

  test.each(['DeleteChangeSet', 'DeleteStack'] as const)(
    'goes with %s, and so does a stack made for it',
    async (name) => {
      const root = await plan({ N: await nested('m', { Resources: { N: await nested('a', child('one')) } }) })
      const ids = [await inner(root), await inner(await inner(root))].map(({ StackId = '' }) => StackId)
      await cfn.call(name, { StackName: 'S', ChangeSetName: 'c' } as never)
      for (const id of ids) expect((await cfn.find(id)).StackStatus).toBe('DELETE_COMPLETE')
      expect(await left()).toBe(0)
      const all = (await cfn.call('DescribeStacks', {})).Stacks?.map(({ StackStatus }) => StackStatus)
      expect(all).toEqual(name === 'DeleteStack' ? [] : ['REVIEW_IN_PROGRESS'])
    },
  )

  test('leaves a stack that was there before', async () => {
    await cfn.create('S', { Resources: { N: await nested('a', child('one')) } })
    const root = await plan({ N: await nested('b', child('two')) }, 'UPDATE')
    const { StackId = '' } = await inner(root)
    await cfn.call('DeleteChangeSet', { StackName: 'S', ChangeSetName: 'c' })
    expect((await cfn.find(StackId)).StackStatus).toBe('CREATE_COMPLETE')
    expect(await left()).toBe(0)
  })

  test('goes, and its stack, where the execution fails before its turn', async () => {
    cfn.world.fail('create A')
    const N = { ...(await nested('a', child('one'))), DependsOn: 'A' }
    const root = await plan({ A: thing(), N })
    const { StackId = '' } = await inner(root)
    expect((await execute(root)).StackStatus).toBe('ROLLBACK_COMPLETE')
    expect((await cfn.find(StackId)).StackStatus).toBe('DELETE_COMPLETE')
    expect(await left()).toBe(1)
  })

  test('has failed where its update is rolled back with its parent', async () => {
    await cfn.create('S', { Resources: { N: await nested('a', child('one')) } })
    cfn.world.fail('create L')
    const root = await plan({ N: await nested('b', child('two')), L: { ...thing(), DependsOn: 'N' } }, 'UPDATE')
    expect((await execute(root)).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect((await inner(root)).ExecutionStatus).toBe('EXECUTE_FAILED')
    expect((await cfn.call('DescribeChangeSet', { ChangeSetName: root.ChangeSetId ?? '' })).ExecutionStatus).toBe(
      'EXECUTE_FAILED',
    )
  })

  test('is of no use any more where something else is done to the root', async () => {
    await cfn.create('S', { Resources: { N: await nested('a', child('one')) } })
    const root = await plan({ N: await nested('b', child('two')) }, 'UPDATE')
    await cfn.update('S', { Resources: { N: await nested('c', child('three')) } })
    expect((await inner(root)).ExecutionStatus).toBe('OBSOLETE')
  })
})
