import { beforeEach, describe, expect, test } from 'vitest'
import type { ResourceChangeDetail } from '../../../generated/cloudformation.ts'
import { ELSEWHERE, fake, startCloudFormation, type TestCloudFormation, thing } from '../cloudformation.harness.ts'

let cfn: TestCloudFormation
beforeEach(async () => {
  cfn = await startCloudFormation()
})

interface Request {
  readonly stack?: string
  readonly type?: 'CREATE' | 'UPDATE'
  readonly more?: object
}

const text = (template: object) => JSON.stringify(template)

/** Makes a change set and gives what DescribeChangeSet says of it, with values. */
async function changeSet(name: string, template: object, { stack = 'S', type = 'UPDATE', more = {} }: Request = {}) {
  const input = { StackName: stack, ChangeSetName: name, ChangeSetType: type, TemplateBody: text(template), ...more }
  await cfn.call('CreateChangeSet', input)
  return cfn.call('DescribeChangeSet', { StackName: stack, ChangeSetName: name, IncludePropertyValues: true })
}

async function execute(name: string, more: object = {}, stack = 'S') {
  await cfn.call('ExecuteChangeSet', { StackName: stack, ChangeSetName: name, ...more })
  return cfn.settled(stack)
}

const changesOf = ({ Changes = [] }: Awaited<ReturnType<typeof changeSet>>) =>
  Object.fromEntries(Changes.map(({ ResourceChange: change }) => [change?.LogicalResourceId, change]))

const base = {
  Parameters: { P: { Type: 'String', Default: 'one' } },
  Resources: {
    A: thing({ Value: { Ref: 'P' }, Fixed: 'f' }),
    B: thing({ Value: { 'Fn::GetAtt': ['A', 'Arn'] }, Fixed: { Ref: 'A' } }, { Metadata: { path: 'old' } }),
    C: thing({ Value: 'c' }, { DeletionPolicy: 'Retain' }),
  },
}

describe('a new stack', () => {
  test('waits for its change set, then is created by it', async () => {
    const described = await changeSet('first', base, {
      type: 'CREATE',
      more: {
        Description: 'about it',
        Tags: [{ Key: 'k', Value: 'v' }],
        Capabilities: ['CAPABILITY_IAM'],
        NotificationARNs: ['arn:aws:sns:us-east-1:123456789012:topic'],
        RoleARN: 'arn:aws:iam::123456789012:role/exec-role-of-cdk',
        DeploymentConfig: { Mode: 'STANDARD', DisableRollback: false },
        RollbackConfiguration: { MonitoringTimeInMinutes: 5 },
        IncludeNestedStacks: true,
        ImportExistingResources: true,
        OnStackFailure: 'ROLLBACK',
      },
    })
    expect(described).toMatchObject({
      ChangeSetName: 'first',
      StackName: 'S',
      Description: 'about it',
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
      Tags: [{ Key: 'k', Value: 'v' }],
      Capabilities: ['CAPABILITY_IAM'],
      NotificationARNs: ['arn:aws:sns:us-east-1:123456789012:topic'],
      DeploymentConfig: { Mode: 'STANDARD', DisableRollback: false },
      RollbackConfiguration: { MonitoringTimeInMinutes: 5 },
      Parameters: [{ ParameterKey: 'P', ParameterValue: 'one' }],
      IncludeNestedStacks: true,
      ImportExistingResources: true,
      OnStackFailure: 'ROLLBACK',
    })
    const review = await cfn.find('S')
    expect(review).toMatchObject({ StackStatus: 'REVIEW_IN_PROGRESS', StackStatusReason: 'User Initiated', Tags: [] })
    expect(review.ChangeSetId).toBeUndefined()
    expect((await cfn.call('GetTemplate', { StackName: 'S' })).TemplateBody).toBe('{}')
    expect(await cfn.events('S')).toEqual(['S REVIEW_IN_PROGRESS: User Initiated'])

    const stack = await execute('first')
    expect(stack).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      ChangeSetId: described.ChangeSetId,
      RoleARN: 'arn:aws:iam::123456789012:role/exec-role-of-cdk',
      LastUpdatedTime: new Date(cfn.clock.now()),
      DeploymentConfig: { Mode: 'STANDARD', DisableRollback: false },
    })
    const executed = await cfn.call('DescribeChangeSet', { ChangeSetName: described.ChangeSetId ?? '' })
    expect(executed.ExecutionStatus).toBe('EXECUTE_COMPLETE')
    expect(await cfn.refusal('DescribeChangeSet', { StackName: 'S', ChangeSetName: 'first' })).toBe(
      'ChangeSetNotFound: ChangeSet [first] does not exist',
    )
  })

  test('the entries are additions, in the order of need', async () => {
    const described = await changeSet('first', base, { type: 'CREATE' })
    expect(described.Changes?.map(({ ResourceChange }) => ResourceChange)).toEqual([
      {
        Action: 'Add',
        LogicalResourceId: 'A',
        ResourceType: 'Test::Fake::Thing',
        Replacement: 'True',
        Scope: [],
        Details: [],
        AfterContext: text({ Properties: { Value: 'one', Fixed: 'f' } }),
      },
      {
        Action: 'Add',
        LogicalResourceId: 'C',
        ResourceType: 'Test::Fake::Thing',
        Replacement: 'True',
        Scope: [],
        Details: [],
        AfterContext: text({ Properties: { Value: 'c' } }),
      },
      {
        Action: 'Add',
        LogicalResourceId: 'B',
        ResourceType: 'Test::Fake::Thing',
        Replacement: 'True',
        Scope: [],
        Details: [],
        AfterContext: text({
          Properties: { Value: '{{changeSet:KNOWN_AFTER_APPLY}}', Fixed: '{{changeSet:KNOWN_AFTER_APPLY}}' },
          Metadata: { path: 'old' },
        }),
      },
    ])
    const plain = await cfn.call('DescribeChangeSet', { StackName: 'S', ChangeSetName: 'first' })
    expect(plain.Changes?.[0]).toEqual({
      Type: 'Resource',
      ResourceChange: {
        Action: 'Add',
        Details: [],
        LogicalResourceId: 'A',
        ResourceType: 'Test::Fake::Thing',
        Scope: [],
      },
    })
    for (const member of ['ImportExistingResources', 'Tags', 'StatusReason', 'DeploymentConfig'] as const) {
      expect(plain[member], member).toBeUndefined()
    }
  })

  test('goes at once when it is deleted, and its name is free', async () => {
    const { StackId = '' } = await changeSet('first', base, { type: 'CREATE' })
    await cfn.call('DeleteChangeSet', { StackName: 'S', ChangeSetName: 'first' })
    expect((await cfn.find('S')).StackStatus).toBe('REVIEW_IN_PROGRESS')
    await cfn.call('DeleteStack', { StackName: StackId })
    expect((await cfn.find(StackId)).StackStatus).toBe('DELETE_COMPLETE')
    expect(await cfn.refusal('DescribeStacks', { StackName: 'S' })).toBe(
      'ValidationError: Stack with id S does not exist',
    )
    expect((await changeSet('first', base, { type: 'CREATE' })).Status).toBe('CREATE_COMPLETE')
  })

  test('is made by CreateStack as well, which leaves its change set obsolete', async () => {
    const { ChangeSetId = '' } = await changeSet('first', base, { type: 'CREATE' })
    await cfn.create('S', base)
    const described = await cfn.call('DescribeChangeSet', { ChangeSetName: ChangeSetId })
    expect(described.ExecutionStatus).toBe('OBSOLETE')
    expect(await cfn.refusal('ExecuteChangeSet', { ChangeSetName: ChangeSetId })).toBe(
      `InvalidChangeSetStatus: ChangeSet [${ChangeSetId}] cannot be executed in its current status of [OBSOLETE]`,
    )
  })
})

describe('a stack that exists', () => {
  beforeEach(async () => {
    await cfn.create('S', base)
  })
  const physical = async (logicalId: string) => (await cfn.resources('S'))[logicalId]?.[1]

  test('no changes', async () => {
    const described = await changeSet('none', base)
    expect(described).toMatchObject({
      Status: 'FAILED',
      ExecutionStatus: 'UNAVAILABLE',
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
      Changes: [],
    })
    expect(await cfn.refusal('ExecuteChangeSet', { StackName: 'S', ChangeSetName: 'none' })).toBe(
      `InvalidChangeSetStatus: ChangeSet [${described.ChangeSetId}] cannot be executed in its current status of [FAILED]`,
    )
  })

  test('a property changes by itself', async () => {
    const C = thing({ Value: 'new', Count: '5' }, { DeletionPolicy: 'Retain' })
    const described = await changeSet('c', { ...base, Resources: { ...base.Resources, C } })
    expect(described.Changes).toEqual([
      {
        Type: 'Resource',
        ResourceChange: {
          Action: 'Modify',
          LogicalResourceId: 'C',
          PhysicalResourceId: await physical('C'),
          ResourceType: 'Test::Fake::Thing',
          Replacement: 'False',
          Scope: ['Properties'],
          BeforeContext: text({ Properties: { Value: 'c' } }),
          AfterContext: text({ Properties: { Value: 'new', Count: 5 } }),
          Details: [
            {
              ChangeSource: 'DirectModification',
              Evaluation: 'Static',
              Target: {
                Attribute: 'Properties',
                Name: 'Value',
                Path: '/Properties/Value',
                RequiresRecreation: 'Never',
                BeforeValue: 'c',
                AfterValue: 'new',
                AttributeChangeType: 'Modify',
              },
            },
            {
              ChangeSource: 'DirectModification',
              Evaluation: 'Static',
              Target: {
                Attribute: 'Properties',
                Name: 'Count',
                Path: '/Properties/Count',
                RequiresRecreation: 'Never',
                AfterValue: '5',
                AttributeChangeType: 'Add',
              },
            },
          ],
        },
      },
    ])
    const plain = await cfn.call('DescribeChangeSet', { StackName: 'S', ChangeSetName: 'c' })
    expect(plain.Changes?.[0]?.ResourceChange).toMatchObject({
      Replacement: 'False',
      Details: [{ Target: { Attribute: 'Properties', Name: 'Value', RequiresRecreation: 'Never' } }, {}],
    })
    expect(plain.Changes?.[0]?.ResourceChange?.BeforeContext).toBeUndefined()
    expect(plain.Changes?.[0]?.ResourceChange?.Details?.[0]?.Target).not.toHaveProperty('BeforeValue')
  })

  test('a parameter changes: its reference is the static cause', async () => {
    const Parameters = [{ ParameterKey: 'P', ParameterValue: 'two' }]
    const changes = changesOf(await changeSet('c', base, { more: { Parameters } }))
    expect(Object.keys(changes)).toEqual(['A'])
    expect(changes.A?.Details).toEqual([
      {
        ChangeSource: 'ParameterReference',
        CausingEntity: 'P',
        Evaluation: 'Static',
        Target: expect.objectContaining({ Name: 'Value', BeforeValue: 'one', AfterValue: 'two' }),
      },
      {
        ChangeSource: 'DirectModification',
        Evaluation: 'Dynamic',
        Target: expect.objectContaining({ Name: 'Value', BeforeValue: 'one', AfterValue: 'two' }),
      },
    ])
  })

  test('a replacement, and what refers to it', async () => {
    const A = thing({ Value: { Ref: 'P' }, Fixed: 'g' }, { UpdateReplacePolicy: 'Retain' })
    const changes = changesOf(await changeSet('c', { ...base, Resources: { ...base.Resources, A } }))
    expect(changes.A).toMatchObject({
      Action: 'Modify',
      Replacement: 'True',
      PolicyAction: 'ReplaceAndRetain',
      Scope: ['Properties', 'UpdateReplacePolicy'],
    })
    expect(changes.B).toMatchObject({
      Action: 'Modify',
      // Whether it is replaced depends on an id that nobody knows yet.
      Replacement: 'Conditional',
      PolicyAction: 'ReplaceAndDelete',
      AfterContext: text({
        Properties: { Value: '{{changeSet:KNOWN_AFTER_APPLY}}', Fixed: '{{changeSet:KNOWN_AFTER_APPLY}}' },
        Metadata: { path: 'old' },
      }),
    })
    expect(
      (changes.B?.Details ?? []).map(({ Target, ...rest }: ResourceChangeDetail) => [
        Target?.Name,
        Target?.RequiresRecreation,
        rest,
      ]),
    ).toEqual([
      ['Value', 'Never', { ChangeSource: 'ResourceAttribute', CausingEntity: 'A.Arn', Evaluation: 'Static' }],
      ['Value', 'Never', { ChangeSource: 'DirectModification', Evaluation: 'Dynamic' }],
      ['Fixed', 'Always', { ChangeSource: 'ResourceReference', CausingEntity: 'A', Evaluation: 'Static' }],
      ['Fixed', 'Always', { ChangeSource: 'DirectModification', Evaluation: 'Dynamic' }],
    ])
  })

  test('properties that replace inside others, or under conditions', async () => {
    const resources = { D: thing({ Settings: { Size: 1, Color: 'red' }, Maybe: 'a' }) }
    await cfn.create('T', { Resources: resources })
    const change = async (properties: object) => {
      const described = await changeSet('c', { Resources: { D: thing(properties) } }, { stack: 'T' })
      await cfn.call('DeleteChangeSet', { StackName: 'T', ChangeSetName: 'c' })
      return [described.Changes?.[0]?.ResourceChange?.Replacement, described.Changes?.[0]?.ResourceChange?.PolicyAction]
    }
    expect(await change({ Settings: { Size: 1, Color: 'blue' }, Maybe: 'a' })).toEqual(['False', undefined])
    expect(await change({ Settings: { Size: 2, Color: 'red' }, Maybe: 'a' })).toEqual(['True', 'ReplaceAndDelete'])
    expect(await change({ Settings: { Size: 1, Color: 'red' }, Maybe: 'b' })).toEqual([
      'Conditional',
      'ReplaceAndDelete',
    ])
  })

  test('removals and additions', async () => {
    const D = thing({ Value: 'd' })
    const changes = changesOf(
      await changeSet('c', { Resources: { A: base.Resources.A, D }, Parameters: base.Parameters }),
    )
    expect(Object.keys(changes)).toEqual(['D', 'B', 'C'])
    expect(changes.B).toEqual({
      Action: 'Remove',
      PolicyAction: 'Delete',
      LogicalResourceId: 'B',
      PhysicalResourceId: await physical('B'),
      ResourceType: 'Test::Fake::Thing',
      Scope: [],
      Details: [],
      BeforeContext: expect.stringContaining('"Metadata":{"path":"old"}'),
    })
    expect(changes.C).toMatchObject({ Action: 'Remove', PolicyAction: 'Retain' })
    expect(changes.D).toMatchObject({ Action: 'Add' })
  })

  test('metadata, policies and tags change without their properties', async () => {
    const B = { ...base.Resources.B, Metadata: { path: 'new' }, DeletionPolicy: 'Retain' }
    const changes = changesOf(await changeSet('c', { ...base, Resources: { ...base.Resources, B } }))
    expect(Object.keys(changes)).toEqual(['B'])
    expect(changes.B).toMatchObject({ Action: 'Modify', Replacement: 'False', Scope: ['Metadata', 'DeletionPolicy'] })
    cfn.world.take()
    expect((await execute('c')).StackStatus).toBe('UPDATE_COMPLETE')
    expect(cfn.world.take()).toEqual([])

    await cfn.create('T', { Resources: { D: fake('Tagged', { Value: 'x' }), E: thing({}) } })
    const template = { Resources: { D: fake('Tagged', { Value: 'x' }), E: thing({}) } }
    const tagged = await changeSet('c', template, { stack: 'T', more: { Tags: [{ Key: 'k', Value: 'v' }] } })
    expect(changesOf(tagged)).toMatchObject({ D: { Scope: ['Tags'], Details: [{ Target: { Attribute: 'Tags' } }] } })
    expect(tagged.Changes).toHaveLength(1)
  })

  test('only outputs change', async () => {
    const described = await changeSet('c', { ...base, Outputs: { O: { Value: { Ref: 'A' } } } })
    expect(described).toMatchObject({ Status: 'CREATE_COMPLETE', Changes: [] })
    expect((await execute('c')).Outputs).toEqual([expect.objectContaining({ OutputKey: 'O' })])
    expect((await changeSet('d', { ...base, Outputs: { O: { Value: { Ref: 'A' } } } })).Status).toBe('FAILED')
  })

  test('a resource of another type under the same name', async () => {
    const A = fake('Named', { Name: 'n' })
    const template = { ...base, Resources: { ...base.Resources, A } }
    const reason =
      'Update of resource type is not permitted. The new template modifies resource type of the following resources: [A]'
    expect(await changeSet('c', template)).toMatchObject({ Status: 'FAILED', StatusReason: reason })
    expect(await cfn.refusal('UpdateStack', { StackName: 'S', TemplateBody: text(template) })).toBe(
      `ValidationError: ${reason}`,
    )
  })

  test('logical ids of Object.prototype are additions like others', async () => {
    const template = `{"Resources":{"constructor":{"Type":"Test::Fake::Thing","Properties":{"Json":{"__proto__":{"x":1}}}},
      "A":${text(base.Resources.A)},"B":${text(base.Resources.B)},"C":${text(base.Resources.C)}},
      "Parameters":${text(base.Parameters)}}`
    await cfn.call('CreateChangeSet', { StackName: 'S', ChangeSetName: 'c', TemplateBody: template })
    expect((await execute('c')).StackStatus).toBe('UPDATE_COMPLETE')
    const changed = template.replace('"x":1', '"x":2')
    await cfn.call('CreateChangeSet', { StackName: 'S', ChangeSetName: 'd', TemplateBody: changed })
    const described = await cfn.call('DescribeChangeSet', { StackName: 'S', ChangeSetName: 'd' })
    expect(described.Changes).toHaveLength(1)
    expect((await execute('d')).StackStatus).toBe('UPDATE_COMPLETE')
  })

  test('names: reused after deletion and after execution, never twice', async () => {
    const template = (Value: string) => ({ ...base, Resources: { ...base.Resources, C: thing({ Value }) } })
    await changeSet('name', template('1'))
    expect(
      await cfn.refusal('CreateChangeSet', {
        StackName: 'S',
        ChangeSetName: 'name',
        TemplateBody: text(template('2')),
      }),
    ).toBe('AlreadyExistsException: ChangeSet name already exists')
    await cfn.call('DeleteChangeSet', { StackName: 'S', ChangeSetName: 'name' })
    expect(await cfn.refusal('DescribeChangeSet', { StackName: 'S', ChangeSetName: 'name' })).toBe(
      'ChangeSetNotFound: ChangeSet [name] does not exist',
    )
    await changeSet('name', template('3'))
    const other = await changeSet('other', template('4'))
    const { Summaries } = await cfn.call('ListChangeSets', { StackName: 'S' })
    expect(Summaries?.map(({ ChangeSetName }) => ChangeSetName).sort()).toEqual(['name', 'other'])
    await execute('name')
    // Executing one deletes the others.
    expect(await cfn.refusal('DescribeChangeSet', { ChangeSetName: other.ChangeSetId ?? '' })).toMatch(
      /^ChangeSetNotFound/,
    )
    expect((await cfn.call('ListChangeSets', { StackName: 'S' })).Summaries).toEqual([])
    await changeSet('name', template('5'))
  })

  test('is executed once', async () => {
    const { ChangeSetId = '' } = await changeSet('c', { Resources: { A: base.Resources.C } })
    await execute('c')
    expect(await cfn.refusal('ExecuteChangeSet', { ChangeSetName: ChangeSetId })).toBe(
      `InvalidChangeSetStatus: ChangeSet [${ChangeSetId}] cannot be executed in its current status of [EXECUTE_COMPLETE]`,
    )
  })

  test('UpdateStack leaves it obsolete; a failed execution says so', async () => {
    const changed = { ...base, Resources: { ...base.Resources, C: thing({ Value: 'x' }) } }
    const { ChangeSetId = '' } = await changeSet('c', changed)
    await cfn.update('S', changed)
    expect((await cfn.call('DescribeChangeSet', { ChangeSetName: ChangeSetId })).ExecutionStatus).toBe('OBSOLETE')
    cfn.world.fail('update C')
    const failing = await changeSet('d', base)
    expect((await execute('d')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    const { ExecutionStatus } = await cfn.call('DescribeChangeSet', { ChangeSetName: failing.ChangeSetId ?? '' })
    expect(ExecutionStatus).toBe('EXECUTE_FAILED')
  })

  test('OnStackFailure and DisableRollback exclude one another', async () => {
    await changeSet('c', { Resources: { A: thing({}) } }, { more: { OnStackFailure: 'DELETE' } })
    expect(await cfn.refusal('ExecuteChangeSet', { StackName: 'S', ChangeSetName: 'c', DisableRollback: true })).toBe(
      'ValidationError: You can specify either DisableRollback or OnStackFailure, but not both.',
    )
  })
})

describe('what cannot be known or must be refused', () => {
  test('a missing export is a warning, told only with values; execution rolls back', async () => {
    const template = { Resources: { A: thing({ Value: { 'Fn::ImportValue': 'nobody' }, Count: 1 }) } }
    const described = await changeSet('c', template, { type: 'CREATE' })
    expect(described).toMatchObject({
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
      StatusReason:
        '[WARN] --include-property-values option can return incomplete ChangeSet data because: ' +
        'ChangeSet creation failed for resource [A] because: No export named nobody',
    })
    expect(changesOf(described).A?.AfterContext).toBe(
      text({ Properties: { Value: '{{changeSet:KNOWN_AFTER_APPLY}}', Count: 1 } }),
    )
    const plain = await cfn.call('DescribeChangeSet', { StackName: 'S', ChangeSetName: 'c' })
    expect(plain.StatusReason).toBeUndefined()
    const stack = await execute('c')
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
    expect(stack.DeletionTime).toBeDefined()
    expect(stack.ChangeSetId).toBeUndefined()
    expect(await cfn.events('S')).toEqual([
      'S REVIEW_IN_PROGRESS: User Initiated',
      'S CREATE_IN_PROGRESS: User Initiated',
      'S ROLLBACK_IN_PROGRESS: No export named nobody found. Rollback requested by user.',
      'S ROLLBACK_COMPLETE',
    ])
  })

  test('early validation: DescribeEvents tells the property and its path', async () => {
    const template = {
      Resources: { A: thing({ Wrong: 1, Count: 'x', Settings: { Colour: 'red' } }), B: fake('Needy', {}) },
    }
    const described = await changeSet('c', template, { type: 'CREATE' })
    expect(described.Status).toBe('FAILED')
    expect(described.StatusReason).toContain('AWS::EarlyValidation')
    const { OperationEvents } = await cfn.call('DescribeEvents', {
      StackName: 'S',
      ChangeSetName: 'c',
      Filters: { FailedEvents: true },
    })
    expect(
      OperationEvents?.map((event) => [event.LogicalResourceId, event.ValidationPath, event.ValidationStatusReason]),
    ).toEqual([
      ['A', '/Resources/A/Properties', 'extraneous key [Wrong] is not permitted'],
      ['A', '/Resources/A/Properties/Count', 'Value of property Count must be of type Integer'],
      ['A', '/Resources/A/Properties/Settings', 'extraneous key [Colour] is not permitted'],
      ['B', '/Resources/B/Properties', 'required key [Value] not found'],
    ])
    expect(OperationEvents?.[0]).toMatchObject({
      EventType: 'VALIDATION_ERROR',
      ValidationName: 'PROPERTY_VALIDATION',
      ValidationFailureMode: 'FAIL',
      ValidationStatus: 'FAILED',
      DetailedStatus: 'VALIDATION_FAILED',
      ResourceType: 'Test::Fake::Thing',
    })
    expect((await cfn.call('ListHookResults', { TargetType: 'CHANGE_SET' })).HookResults).toEqual([])
    const without = await changeSet('d', template, { type: 'CREATE', more: { DisableValidation: true } })
    expect(without.Status).toBe('CREATE_COMPLETE')
  })

  test('refused by name', async () => {
    const input = { StackName: 'S', ChangeSetName: 'c', TemplateBody: text(base) }
    const refused = (more: object) => cfn.refusal('CreateChangeSet', { ...input, ...more })
    expect(await refused({ ChangeSetType: 'IMPORT' })).toBe(
      'NotImplementedException: A change set of type IMPORT is not emulated by Sallyport.',
    )
    expect(await refused({ DeploymentMode: 'REVERT_DRIFT' })).toMatch(/DeploymentMode is not emulated/)
    expect(await refused({ ChangeSetType: 'CREATE', StackName: 'a'.repeat(129) })).toMatch(
      /'stackName' failed to satisfy constraint: Member must have length less than or equal to 128$/,
    )
    expect(await refused({ ChangeSetType: 'UPDATE' })).toBe('ValidationError: Stack [S] does not exist')
  })

  test('stacks that are there, are not, or were', async () => {
    const { StackId = '' } = await cfn.create('S', base)
    const input = { ChangeSetName: 'c', TemplateBody: text(base), ChangeSetType: 'CREATE' }
    expect(await cfn.refusal('CreateChangeSet', { ...input, StackName: 'S' })).toBe(
      'ValidationError: Stack [S] already exists and cannot be created again with the changeSet [c].',
    )
    await cfn.remove('S')
    expect(await cfn.refusal('CreateChangeSet', { ...input, StackName: StackId })).toBe(
      `ValidationError: Stack [${StackId}] already exists and cannot be created again with the changeSet [c].`,
    )
    expect(await cfn.refusal('CreateChangeSet', { ...input, ChangeSetType: 'UPDATE', StackName: StackId })).toBe(
      `ValidationError: Stack:${StackId} is in DELETE_COMPLETE state and can not be updated.`,
    )
  })

  test('DeleteChangeSet and DescribeChangeSet of what is not there', async () => {
    await cfn.create('S', base)
    await cfn.call('DeleteChangeSet', { StackName: 'S', ChangeSetName: 'nothing' })
    const missing = 'ValidationError: Stack [nobody] does not exist'
    const named = 'ValidationError: StackName must be specified if ChangeSetName is not specified as an ARN.'
    for (const operation of ['DeleteChangeSet', 'DescribeChangeSet'] as const) {
      expect(await cfn.refusal(operation, { StackName: 'nobody', ChangeSetName: 'nothing' })).toBe(missing)
      expect(await cfn.refusal(operation, { ChangeSetName: 'nothing' })).toBe(named)
    }
    expect(await cfn.refusal('ExecuteChangeSet', { ChangeSetName: 'nothing' })).toBe(named)
    expect(await cfn.refusal('ExecuteChangeSet', { StackName: 'S', ChangeSetName: 'nothing' })).toBe(
      'ChangeSetNotFound: ChangeSet [nothing] does not exist',
    )
  })

  test('a client that sends the same token again gets the same change set', async () => {
    const input = {
      StackName: 'S',
      ChangeSetName: 'c',
      ChangeSetType: 'CREATE',
      TemplateBody: text(base),
      ClientToken: 'token-1',
    }
    const first = await cfn.call('CreateChangeSet', input)
    expect(await cfn.call('CreateChangeSet', input)).toEqual(first)
    const execution = { StackName: 'S', ChangeSetName: first.Id ?? '', ClientRequestToken: 'exec-1' }
    await cfn.call('ExecuteChangeSet', execution)
    await cfn.call('ExecuteChangeSet', execution)
    expect((await cfn.settled('S')).StackStatus).toBe('CREATE_COMPLETE')
    await cfn.call('ExecuteChangeSet', execution)
    expect(await cfn.events('S')).toHaveLength(3 + 3 * 3)
  })

  test('other places have none of it', async () => {
    const { ChangeSetId = '' } = await changeSet('c', base, { type: 'CREATE' })
    expect(await cfn.refusal('DescribeStacks', { StackName: 'S' }, ELSEWHERE)).toMatch(/does not exist/)
    expect(await cfn.refusal('DescribeChangeSet', { ChangeSetName: ChangeSetId }, ELSEWHERE)).toMatch(
      /^ChangeSetNotFound/,
    )
  })

  test('a failure of ours is no secret and no 4xx', async () => {
    cfn.world.fail('create A', new TypeError('oops'))
    await changeSet('c', { Resources: { A: thing({}) } }, { type: 'CREATE' })
    await execute('c')
    expect((await cfn.events('S'))[3]).toBe('A CREATE_FAILED: Internal failure. The log of Sallyport says more.')
    expect(cfn.logged).toHaveLength(1)
  })
})
