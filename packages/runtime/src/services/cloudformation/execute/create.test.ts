import { beforeEach, describe, expect, test } from 'vitest'
import { AwsError } from '../../../kernel/errors.ts'
import type { ResourceType } from '../../../kernel/resource-type.ts'
import { openSqliteStore } from '../../../store/sqlite/index.ts'
import { fake, startCloudFormation, type TestCloudFormation, thing } from '../cloudformation.harness.ts'

let cfn: TestCloudFormation
beforeEach(async () => {
  cfn = await startCloudFormation()
})

const chain = {
  Resources: {
    C: thing({ Value: { 'Fn::GetAtt': ['B', 'Arn'] } }),
    B: thing({ Value: { Ref: 'A' } }),
    A: thing({ Value: 'a', Count: '5', Enabled: 'true' }),
    D: thing({}, { DependsOn: ['C', 'A'] }),
  },
  Outputs: {
    Id: { Value: { Ref: 'C' }, Description: 'its id' },
    Hidden: { Value: 'x', Condition: 'Never' },
  },
  Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
  Description: 'a chain',
}

test('resources are made in the order of their needs, and said to be', async () => {
  const stack = await cfn.create('S', chain, { Tags: [{ Key: 'k', Value: 'v' }] })
  expect(cfn.world.take()).toEqual(['create A', 'create B', 'create C', 'create D'])
  const resources = await cfn.resources('S')
  const [, idOfC] = resources.C ?? []
  expect(idOfC).toMatch(/^S-C-[A-Za-z0-9]{12}$/)
  expect(stack).toMatchObject({
    StackName: 'S',
    StackStatus: 'CREATE_COMPLETE',
    Description: 'a chain',
    Tags: [{ Key: 'k', Value: 'v' }],
    Outputs: [{ OutputKey: 'Id', OutputValue: idOfC, Description: 'its id' }],
    DisableRollback: false,
    EnableTerminationProtection: false,
    NotificationARNs: [],
    RollbackConfiguration: {},
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  })
  for (const member of ['ChangeSetId', 'LastUpdatedTime', 'StackStatusReason', 'RoleARN'] as const) {
    expect(stack[member], member).toBeUndefined()
  }
  expect(stack.StackId).toMatch(
    /^arn:aws:cloudformation:us-east-1:123456789012:stack\/S\/[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  )
  expect(await cfn.events('S')).toEqual([
    'S CREATE_IN_PROGRESS: User Initiated',
    ...['A', 'B', 'C', 'D'].flatMap((id) => [
      `${id} CREATE_IN_PROGRESS`,
      `${id} CREATE_IN_PROGRESS: Resource creation Initiated`,
      `${id} CREATE_COMPLETE`,
    ]),
    'S CREATE_COMPLETE',
  ])
})

test('events: ids, times, physical ids and properties', async () => {
  await cfn.create('S', { Resources: { A: chain.Resources.A } }, { ClientRequestToken: 'token-1' })
  const { StackEvents = [] } = await cfn.call('DescribeStackEvents', { StackName: 'S' })
  const [end, complete, initiated, begun, start] = StackEvents
  const times = StackEvents.map(({ Timestamp }) => Timestamp.getTime())
  expect(times).toEqual([...new Set(times)].sort((a, b) => b - a))
  const [, id] = (await cfn.resources('S')).A ?? []
  const properties = '{"Value":"a","Count":5,"Enabled":true}'
  expect(begun).toMatchObject({ PhysicalResourceId: '', ResourceProperties: properties })
  expect(begun?.EventId).toBe(`A-CREATE_IN_PROGRESS-${begun?.Timestamp.toISOString()}`)
  expect(initiated).toMatchObject({ PhysicalResourceId: id, ResourceProperties: properties })
  expect(complete).toMatchObject({ PhysicalResourceId: id, ResourceType: 'Test::Fake::Thing' })
  for (const event of [start, end]) {
    expect(event?.EventId).toMatch(/^[0-9a-f-]{36}$/)
    expect(event?.PhysicalResourceId).toBe(event?.StackId)
    expect(event?.ResourceType).toBe('AWS::CloudFormation::Stack')
    expect(event?.ResourceProperties).toBeUndefined()
  }
  expect(new Set(StackEvents.map(({ EventId }) => EventId)).size).toBe(StackEvents.length)
  expect(new Set(StackEvents.map(({ OperationId }) => OperationId)).size).toBe(1)
  expect(new Set(StackEvents.map(({ ClientRequestToken }) => ClientRequestToken))).toEqual(new Set(['token-1']))
})

test('what a condition leaves out is not made; a reference to it is refused', async () => {
  const Conditions = { No: { 'Fn::Equals': ['a', 'b'] } }
  const A = thing({}, { Condition: 'No' })
  const B = thing({ List: ['x', { 'Fn::If': ['No', { Ref: 'A' }, { Ref: 'AWS::NoValue' }] }] })
  await cfn.create('S', { Conditions, Resources: { A, B } })
  expect(Object.values(await cfn.fakes())).toEqual([{ type: 'Test::Fake::Thing', properties: { List: ['x'] } }])

  const refuse = (template: object) =>
    cfn.refusal('CreateStack', { StackName: 'T', TemplateBody: JSON.stringify({ Conditions, ...template }) })
  const unresolved =
    'ValidationError: Template format error: Unresolved resource dependencies [A] in the Resources block of the template'
  expect(await refuse({ Resources: { A, B: thing({ Value: { Ref: 'A' } }) } })).toBe(unresolved)
  const dependent = thing({}, { DependsOn: ['A'] })
  expect(await refuse({ Resources: { A, B: dependent } })).toBe(unresolved)
  const both = { A, B: { ...dependent, Condition: 'No' }, C: thing({}) }
  expect((await cfn.create('U', { Conditions, Resources: both })).StackStatus).toBe('CREATE_COMPLETE')
  expect(await refuse({ Resources: { A, B }, Outputs: { O: { Value: { Ref: 'A' } } } })).toBe(
    'ValidationError: Unresolved resource dependencies [A] in the Outputs block of the template',
  )
})

describe('what is refused before anything is made', () => {
  const refuse = (Resources: object, more: object = {}) =>
    cfn.refusal('CreateStack', { StackName: 'S', TemplateBody: JSON.stringify({ Resources }), ...more })

  test.each<[object, string]>([
    [
      {
        A: thing({ Value: { Ref: 'B' } }),
        B: thing({ Value: { 'Fn::GetAtt': ['C', 'Arn'] } }),
        C: thing({}, { DependsOn: 'A' }),
      },
      'Circular dependency between resources: [A, B, C]',
    ],
    [{ A: thing({ Value: { Ref: 'A' } }) }, 'Circular dependency between resources: [A]'],
    [
      { A: thing({}, { DependsOn: 'Nobody' }) },
      'Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template',
    ],
    [
      { A: thing({ Value: { Ref: 'constructor' } }) },
      'Template format error: Unresolved resource dependencies [constructor] in the Resources block of the template',
    ],
    [
      { A: thing({}), B: thing({ Value: { 'Fn::GetAtt': ['A', 'Nothing'] } }) },
      'Template error: resource A does not support attribute type Nothing in Fn::GetAtt',
    ],
    [
      { A: { Type: 'AWS::No::Such' }, B: { Type: 'constructor' } },
      'Template format error: Unrecognized resource types: [AWS::No::Such, constructor]',
    ],
  ])('%j', async (resources, message) => {
    expect(await refuse(resources)).toBe(`ValidationError: ${message}`)
  })

  test('types and properties that are not built, by name and with the flag that would help', async () => {
    expect(await refuse({ A: fake('Unbuilt'), B: { Type: 'AWS::Kinesis::Stream' }, C: fake('Unbuilt') })).toBe(
      'NotImplementedException: Not emulated by Sallyport: Test::Fake::Unbuilt (A, C); AWS::Kinesis::Stream (B). ' +
        'To store such resources without effect, start it with: ' +
        'sallyport start --record Test::Fake::Unbuilt --record AWS::Kinesis::Stream',
    )
    const unlisted =
      'NotImplementedException: Not emulated by Sallyport: Test::Fake::Thing: Unlisted (A). No flag helps with Test::Fake::Thing: Unlisted.'
    expect(await refuse({ A: thing({ Unlisted: 'x' }) })).toBe(unlisted)
    expect(await refuse({ A: thing({ Value: 'elsewhere' }), B: thing({ Value: 'elsewhere' }) })).toBe(
      'NotImplementedException: Not emulated by Sallyport: A value of a queue (A, B). ' +
        'To have another emulator answer: sallyport start --forward sqs=<its address>',
    )
    expect(await refuse({ A: thing({}, { CreationPolicy: {} }) })).toBe(
      'NotImplementedException: Not emulated by Sallyport: CreationPolicy (A). No flag helps with CreationPolicy.',
    )
  })

  test('capabilities', async () => {
    const AssumeRolePolicyDocument = { Version: '2012-10-17', Statement: [] }
    const role = (more: object = {}) => ({ Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument, ...more } })
    expect(await refuse({ R: role() })).toBe(
      'InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_IAM]',
    )
    expect(await refuse({ R: role({ RoleName: 'x' }) }, { Capabilities: ['CAPABILITY_IAM'] })).toBe(
      'InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_NAMED_IAM]',
    )
  })

  test('settings that nothing here does, and names', async () => {
    expect(await refuse({ A: thing() }, { StackPolicyBody: '{}' })).toMatch(/StackPolicyBody is not emulated/)
    expect(await refuse({ A: thing() }, { DisableRollback: true, OnFailure: 'DELETE' })).toBe(
      'ValidationError: You can specify either DisableRollback or OnFailure, but not both.',
    )
    expect(await refuse({ A: thing() }, { ResourceTypes: ['AWS::*', 'AWS::S3::Bucket'] })).toBe(
      'ValidationError: Resource type Test::Fake::Thing is not allowed by parameter ResourceTypes [AWS::*, AWS::S3::Bucket]',
    )
    expect(await refuse({ A: thing() }, { Tags: [{ Key: 'aws:x', Value: 'y' }] })).toMatch(/aws: prefixed tag key/)
    expect(await refuse({ A: thing() }, { TemplateBody: undefined })).toBe(
      'ValidationError: Either Template URL or Template Body must be specified.',
    )
    expect(await refuse({ A: thing() }, { TemplateBody: 'x'.repeat(51_201) })).toMatch(
      /'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200$/,
    )
    expect(await refuse({ A: thing() }, { StackName: 'a_b' })).toBe(
      "ValidationError: 1 validation error detected: Value 'a_b' at 'stackName' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*',
    )
    expect(await refuse({ A: thing() }, { StackName: 'a'.repeat(129) })).toMatch(/length less than or equal to 128$/)
  })

  test('a template elsewhere', async () => {
    const from = (TemplateURL: string) => cfn.refusal('CreateStack', { StackName: 'S', TemplateURL })
    for (const url of ['x', 'https://example.com/a/b', 'http://127.0.0.1:4566/bucket', 'https://s3.amazonaws.com/b/']) {
      expect(await from(url)).toBe('ValidationError: TemplateURL must be a supported URL.')
    }
    for (const url of [
      'http://127.0.0.1:4566/none/key',
      'https://s3.us-east-1.amazonaws.com/none/key',
      'https://none.s3.amazonaws.com/key',
      'https://none.s3.eu-west-1.amazonaws.com/key',
    ]) {
      expect(await from(url)).toBe('ValidationError: S3 error: The specified bucket does not exist')
    }
  })

  test('an address of S3 in the form of the AWS CLI', async () => {
    expect(await cfn.refusal('CreateStack', { StackName: 'S', TemplateURL: 's3://bucket/key.json' })).toBe(
      'ValidationError: S3 error: Domain name specified in bucket is not a valid S3 domain',
    )
  })

  test('nothing of it leaves a trace', async () => {
    await refuse({ A: thing({ Value: { Ref: 'A' } }) })
    expect((await cfn.call('ListStacks', {})).StackSummaries).toEqual([])
  })
})

test('a template of S3, read inside the process', async () => {
  const s3 = cfn.other()
  await s3('s3', 'CreateBucket', { Bucket: 'assets' })
  const Body = Buffer.from(JSON.stringify({ Resources: { A: thing({ Value: 'from-s3' }) } }))
  await s3('s3', 'PutObject', { Bucket: 'assets', Key: 'deep/key.json', Body })
  await cfn.call('CreateStack', { StackName: 'S', TemplateURL: 'http://127.0.0.1:4566/assets/deep/key.json' })
  expect((await cfn.settled('S')).StackStatus).toBe('CREATE_COMPLETE')
})

test('stack tags reach what can be tagged, beside CloudFormation own ones; the resource wins', async () => {
  const Tags = [
    { Key: 'team', Value: 'stack' },
    { Key: 'stage', Value: 'test' },
  ]
  const A = fake('Tagged', { Tags: [{ Key: 'team', Value: 'own' }] })
  const { StackId } = await cfn.create('S', { Resources: { A, B: thing() } }, { Tags })
  const tagged = Object.values(await cfn.fakes()).find(({ type }) => type === 'Test::Fake::Tagged')
  expect(tagged?.properties.Tags).toEqual([
    { Key: 'team', Value: 'own' },
    { Key: 'stage', Value: 'test' },
    { Key: 'aws:cloudformation:stack-name', Value: 'S' },
    { Key: 'aws:cloudformation:stack-id', Value: StackId },
    { Key: 'aws:cloudformation:logical-id', Value: 'A' },
  ])
  cfn.world.take()
  const update = { UsePreviousTemplate: true, Tags: [{ Key: 'team', Value: 'new' }] }
  await cfn.call('UpdateStack', { StackName: 'S', ...update })
  const stack = await cfn.settled('S')
  expect(stack).toMatchObject({ StackStatus: 'UPDATE_COMPLETE', Tags: update.Tags })
  expect(cfn.world.take()).toEqual(['update A'])
})

describe('a failure', () => {
  const failing = { Resources: { A: thing(), B: thing({ Value: { Ref: 'A' } }), C: thing({ Value: { Ref: 'B' } }) } }
  beforeEach(() => cfn.world.fail('create B', new AwsError('ResourceNotFoundException', 'not there')))

  test('is rolled back, dependents first; the stack can only be deleted', async () => {
    const stack = await cfn.create('S', failing)
    expect(stack).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE', DeletionTime: expect.any(Date) })
    expect(await cfn.fakes()).toEqual({})
    const events = await cfn.events('S', 4)
    expect(events[1]).toMatch(
      /^B CREATE_FAILED: Resource handler returned message: "not there \(Service: Test::Fake::Thing, Status Code: 400, Request ID: [-0-9a-f]+\)" \(RequestToken: [-0-9a-f]+, HandlerErrorCode: NotFound\)$/,
    )
    events[1] = 'B CREATE_FAILED'
    expect(events).toEqual([
      'B CREATE_IN_PROGRESS',
      'B CREATE_FAILED',
      'S ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [B]. Rollback requested by user.',
      'B DELETE_COMPLETE',
      'A DELETE_IN_PROGRESS',
      'A DELETE_COMPLETE',
      'S ROLLBACK_COMPLETE',
    ])
    const { StackEvents = [] } = await cfn.call('DescribeStackEvents', { StackName: 'S' })
    // A rollback is an operation of its own, and its deletions show the properties.
    expect(new Set(StackEvents.map(({ OperationId }) => OperationId)).size).toBe(2)
    expect(StackEvents.find(({ ResourceStatus }) => ResourceStatus === 'DELETE_IN_PROGRESS')?.ResourceProperties).toBe(
      '{}',
    )

    expect(await cfn.refusal('UpdateStack', { StackName: 'S', TemplateBody: JSON.stringify(failing) })).toBe(
      `ValidationError: Stack:${stack.StackId} is in ROLLBACK_COMPLETE state and can not be updated.`,
    )
    expect(await cfn.refusal('CreateStack', { StackName: 'S', TemplateBody: JSON.stringify(failing) })).toBe(
      'AlreadyExistsException: Stack [S] already exists',
    )
    expect((await cfn.remove('S')).StackStatus).toBe('DELETE_COMPLETE')
    cfn.world.failures.clear()
    expect((await cfn.create('S', failing)).StackStatus).toBe('CREATE_COMPLETE')
  })

  test('with OnFailure=DELETE takes the stack with it', async () => {
    const { StackId = '', StackStatus } = await cfn.create('S', failing, { OnFailure: 'DELETE' })
    expect(StackStatus).toBe('DELETE_COMPLETE')
    expect(await cfn.fakes()).toEqual({})
    expect(await cfn.refusal('DescribeStacks', { StackName: 'S' })).toMatch(/does not exist$/)
    expect((await cfn.events(StackId)).slice(-5)).toEqual([
      'S DELETE_IN_PROGRESS: The following resource(s) failed to create: [B]. Rollback requested by user.',
      'B DELETE_COMPLETE',
      'A DELETE_IN_PROGRESS',
      'A DELETE_COMPLETE',
      'S DELETE_COMPLETE',
    ])
  })

  test.each([{ DisableRollback: true }, { OnFailure: 'DO_NOTHING' }, { DeploymentConfig: { Mode: 'EXPRESS' } }])(
    'with %j stops there; it can be rolled back',
    async (more) => {
      const stack = await cfn.create('S', failing, more)
      expect(stack).toMatchObject({
        StackStatus: 'CREATE_FAILED',
        StackStatusReason: 'The following resource(s) failed to create: [B]. ',
        DisableRollback: true,
      })
      const { A, B } = await cfn.resources('S')
      expect(A).toEqual(['CREATE_COMPLETE', expect.stringMatching(/^S-A-/)])
      expect(B).toEqual(['CREATE_FAILED', undefined])
      await cfn.call('RollbackStack', { StackName: 'S', RetainExceptOnCreate: true })
      expect((await cfn.settled('S')).StackStatus).toBe('ROLLBACK_COMPLETE')
      expect(await cfn.fakes()).toEqual({})
      expect(await cfn.refusal('RollbackStack', { StackName: 'S' })).toMatch(/ROLLBACK_COMPLETE state and can not be/)
    },
  )

  test('without rollback can be gone on with, without rollback', async () => {
    const { StackId } = await cfn.create('S', failing, { DisableRollback: true })
    const [, idOfA] = (await cfn.resources('S')).A ?? []
    cfn.world.failures.clear()
    expect(await cfn.refusal('UpdateStack', { StackName: 'S', UsePreviousTemplate: true })).toBe(
      `ValidationError: Stack:${StackId} is in CREATE_FAILED state and can not be updated.`,
    )
    await cfn.call('UpdateStack', { StackName: 'S', UsePreviousTemplate: true, DisableRollback: true })
    expect((await cfn.settled('S')).StackStatus).toBe('UPDATE_COMPLETE')
    const resources = await cfn.resources('S')
    expect(resources.A?.[1]).toBe(idOfA)
    expect(resources.B?.[0]).toBe('CREATE_COMPLETE')
    expect(Object.keys(await cfn.fakes())).toHaveLength(3)
  })

  test('honors deletion policies', async () => {
    const { A, B, C } = failing.Resources
    const retained = { Resources: { A: { ...A, DeletionPolicy: 'Retain' }, B, C } }
    const except = { Resources: { A: { ...A, DeletionPolicy: 'RetainExceptOnCreate' }, B, C } }
    await cfn.create('S', retained)
    expect((await cfn.events('S')).slice(-2)).toEqual(['A DELETE_SKIPPED', 'S ROLLBACK_COMPLETE'])
    expect(Object.keys(await cfn.fakes())).toHaveLength(1)
    await cfn.create('T', except)
    await cfn.create('U', retained, { RetainExceptOnCreate: true })
    expect(Object.keys(await cfn.fakes())).toHaveLength(1)
    expect((await cfn.find('U')).RetainExceptOnCreate).toBe(true)
  })

  test('of the rollback itself is told', async () => {
    cfn.world.fail('remove A')
    const stack = await cfn.create('S', failing)
    expect(stack).toMatchObject({
      StackStatus: 'ROLLBACK_FAILED',
      StackStatusReason: 'The following resource(s) failed to delete: [A]. ',
    })
    cfn.world.failures.clear()
    expect((await cfn.remove('S')).StackStatus).toBe('DELETE_COMPLETE')
    expect(await cfn.fakes()).toEqual({})
  })
})

describe('what goes wrong besides resources', () => {
  test('an output that asks for an attribute that does not exist', async () => {
    const template = { Resources: { A: thing() }, Outputs: { Out: { Value: { 'Fn::GetAtt': ['A', 'Invalid'] } } } }
    await cfn.create('S', template)
    // Recorded from AWS: no resource is touched.
    expect(await cfn.events('S')).toEqual([
      'S CREATE_IN_PROGRESS: User Initiated',
      'S ROLLBACK_IN_PROGRESS: [Error] /Outputs/Out/Value/Fn::GetAtt: Resource type Test::Fake::Thing does not support ' +
        'attribute {Invalid}. Rollback requested by user.',
      'S ROLLBACK_COMPLETE',
    ])
  })

  test('an output that is no text', async () => {
    const stack = await cfn.create('S', { Resources: { A: thing() }, Outputs: { O: { Value: ['x'] } } })
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
    expect((await cfn.events('S'))[4]).toBe(
      'S ROLLBACK_IN_PROGRESS: Template format error: The Value field of every Outputs member must evaluate to a String ' +
        '(output O). Rollback requested by user.',
    )
  })

  test.each<[object, string]>([
    [fake('Needy'), 'Property validation failure: [The property {/Value} is required]'],
    [
      thing({ Settings: { Colour: 'x' } }),
      'Property validation failure: [Encountered unsupported properties in {/Settings/}: [Colour]]',
    ],
    [
      thing({ Count: 'many' }),
      'Property validation failure: [Value of property {/Count} does not match type {Integer}]',
    ],
  ])('properties against the schema: %j', async (resource, reason) => {
    await cfn.create('S', { Resources: { A: resource } })
    expect((await cfn.events('S'))[2]).toBe(`A CREATE_FAILED: ${reason}`)
  })

  test('a property that is not built and comes out of a function', async () => {
    const hidden = { 'Fn::If': ['Yes', { Unlisted: 'x' }, { Ref: 'AWS::NoValue' }] }
    const template = {
      Conditions: { Yes: { 'Fn::Equals': ['a', 'a'] } },
      Resources: { A: thing({ Settings: hidden }) },
    }
    expect(await cfn.refusal('CreateStack', { StackName: 'S', TemplateBody: JSON.stringify(template) })).toMatch(
      /Settings\.Unlisted|is not emulated|extraneous/,
    )
  })
})

test('types that are recorded on demand have ids and attributes, and say so', async () => {
  const recording = await startCloudFormation({ record: ['Test::Fake::Unbuilt', 'Custom::Thing'] })
  const template = {
    Resources: {
      A: fake('Unbuilt', { Value: 'x' }),
      B: { Type: 'Custom::Thing', Properties: { Any: { thing: 1 }, toString: 'x' } },
      C: thing({
        List: [{ 'Fn::GetAtt': ['A', 'Value'] }, { 'Fn::GetAtt': ['A', 'Arn'] }, { 'Fn::GetAtt': ['B', 'Data'] }],
      }),
    },
  }
  expect((await recording.create('S', template)).StackStatus).toBe('CREATE_COMPLETE')
  const { A = [], B = [] } = await recording.resources('S')
  expect(Object.values(await recording.fakes())[0]?.properties.List).toEqual(['x', `${A[1]}-Arn`, `${B[1]}-Data`])
  expect(await recording.events('S')).toContain(
    'A CREATE_IN_PROGRESS: Resource creation Initiated: recorded only. Test::Fake::Unbuilt is not emulated.',
  )
  const changed = { Resources: { ...template.Resources, A: fake('Unbuilt', { Value: 'y' }) } }
  expect((await recording.update('S', changed)).StackStatus).toBe('UPDATE_COMPLETE')
  // Without the flag, what was recorded can still be deleted.
  const without = await startCloudFormation({ store: recording.store })
  expect((await without.remove('S')).StackStatus).toBe('DELETE_COMPLETE')

  const any = await startCloudFormation({ record: ['*'] })
  expect((await any.create('S', { Resources: { Q: { Type: 'AWS::SQS::Queue' } } })).StackStatus).toBe('CREATE_COMPLETE')
})

test('parts of emulated types that are recorded on demand: refused with their flags, and listed once they are', async () => {
  const Resources = {
    A: thing({ OnDemand: 'x' }),
    B: thing({ Value: 'on demand' }),
    C: thing({ OnDemand: { 'Fn::If': ['Yes', 'x', { Ref: 'AWS::NoValue' }] }, Value: 'on demand', Unlisted: 'x' }),
  }
  const Conditions = { Yes: { 'Fn::Equals': ['a', 'a'] } }
  const TemplateBody = JSON.stringify({ Conditions, Resources })
  expect(await cfn.refusal('CreateStack', { StackName: 'Parts', TemplateBody })).toBe(
    'NotImplementedException: Not emulated by Sallyport: Test::Fake::Thing: OnDemand (A, C); A value on demand (B, C); ' +
      'Test::Fake::Thing: Unlisted (C). No flag helps with Test::Fake::Thing: Unlisted. ' +
      'To store such resources without effect, start it with: ' +
      'sallyport start --record Test::Fake::Thing.OnDemand --record Test::Fake::Thing.Value=on-demand',
  )
  const record = ['Test::Fake::Thing.OnDemand', 'Test::Fake::Thing.Value=on-demand']
  const recording = await startCloudFormation({ record })
  const { A, B } = Resources
  expect((await recording.create('Parts', { Resources: { A, B } })).StackStatus).toBe('CREATE_COMPLETE')
  const status = await recording.status?.(recording.store, {
    origin: 'http://127.0.0.1:4566',
    localize: () => undefined,
  })
  expect(status?.stacks).toMatchObject([{ name: 'Parts', recorded: record }])
  const one = await startCloudFormation({ record: record.slice(1) })
  expect(
    await one.refusal('CreateStack', { StackName: 'Parts', TemplateBody: JSON.stringify({ Resources: { A } }) }),
  ).toMatch(/Test::Fake::Thing: OnDemand \(A\)\. To store/)
})

test('what a creation has to wait for, it waits for outside its transaction', async () => {
  const store = await openSqliteStore({ path: undefined })
  const prepared: string[] = []
  const instance = { physicalId: 'made', attributes: {} }
  const patient: ResourceType = {
    type: 'Test::Fake::Tagged',
    properties: {},
    // Within a transaction the store would refuse this one.
    prepare: () => store.transact(async () => void prepared.push('outside')),
    create: async () => instance,
    update: async () => instance,
    remove: async () => {},
  }
  const own = await startCloudFormation({ store, types: [patient] })
  const stack = await own.create('Patient', { Resources: { A: { Type: 'Test::Fake::Tagged' } } })
  expect([stack.StackStatus, prepared]).toEqual(['CREATE_COMPLETE', ['outside']])
})
