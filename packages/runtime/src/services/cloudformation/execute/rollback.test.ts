import { beforeEach, describe, expect, test } from 'vitest'
import { AwsError } from '../../../kernel/errors.ts'
import { fake, startCloudFormation, type TestCloudFormation, thing } from '../cloudformation.harness.ts'

let cfn: TestCloudFormation
beforeEach(async () => {
  cfn = await startCloudFormation()
})

/** What there is, as far as anybody can see it. */
async function everything(name = 'S') {
  const { Stacks: [stack] = [] } = await cfn.call('DescribeStacks', { StackName: name })
  const { StackResources = [] } = await cfn.call('DescribeStackResources', { StackName: name })
  const { TemplateBody } = await cfn.call('GetTemplate', { StackName: name })
  return {
    fakes: await cfn.fakes(),
    ids: StackResources.map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId, PhysicalResourceId]),
    template: TemplateBody,
    parameters: stack?.Parameters,
    outputs: stack?.Outputs,
    tags: stack?.Tags,
    description: stack?.Description,
  }
}

const OLD = {
  Description: 'old',
  Parameters: { P: { Type: 'String', Default: 'old' } },
  Resources: {
    A: thing({ Value: { Ref: 'P' }, Fixed: 'f' }),
    B: thing({ Value: { Ref: 'A' }, Secret: 'kept' }),
    C: thing({ Value: { 'Fn::GetAtt': ['B', 'Arn'] } }),
    T: fake('Tagged', { Value: 't' }),
    G: thing({ Value: 'goes' }),
  },
  Outputs: { O: { Value: { 'Fn::GetAtt': ['A', 'Value'] } } },
}
/** Updates A, replaces B, updates C, adds N and M, removes G; `Z` comes last. */
const NEW = {
  Description: 'new',
  Parameters: { P: { Type: 'String', Default: 'new' } },
  Resources: {
    A: thing({ Value: { Ref: 'P' }, Fixed: 'f' }),
    B: thing({ Value: { Ref: 'A' }, Fixed: 'now' }),
    C: thing({ Value: { 'Fn::GetAtt': ['B', 'Arn'] } }),
    T: fake('Tagged', { Value: 't' }),
    N: thing({ Value: { Ref: 'B' } }),
    M: thing({ Value: { Ref: 'N' } }),
    Z: thing({}, { DependsOn: ['M', 'C', 'T'] }),
  },
  Outputs: { O: { Value: 'new' } },
}

const failure = 'The following resource(s) failed to create: [Z]. '

describe('an update that fails', () => {
  test('is rolled back to exactly what was there', async () => {
    await cfn.create('S', OLD, { Tags: [{ Key: 'k', Value: 'old' }] })
    const before = await everything()
    const { length } = await cfn.events('S')
    cfn.world.take()
    cfn.world.fail('create Z')
    const stack = await cfn.update('S', NEW, { Tags: [{ Key: 'k', Value: 'new' }] })
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await everything()).toEqual(before)
    const events = await cfn.events('S', length)
    const middle = events.indexOf(`S UPDATE_ROLLBACK_IN_PROGRESS: ${failure}`)
    expect(events.slice(middle)).toEqual([
      `S UPDATE_ROLLBACK_IN_PROGRESS: ${failure}`,
      ...['A', 'T', 'B', 'C'].flatMap((id) => [`${id} UPDATE_IN_PROGRESS`, `${id} UPDATE_COMPLETE`]),
      'S UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'Z DELETE_COMPLETE',
      'M DELETE_IN_PROGRESS',
      'M DELETE_COMPLETE',
      'N DELETE_IN_PROGRESS',
      'N DELETE_COMPLETE',
      'B DELETE_IN_PROGRESS',
      'B DELETE_COMPLETE',
      'S UPDATE_ROLLBACK_COMPLETE',
    ])
    // What was replaced needs no call, and what is deleted goes dependents first.
    expect(cfn.world.take().slice(-6)).toEqual(['update A', 'update T', 'update C', 'remove M', 'remove N', 'remove B'])
    // The stack can be updated again.
    cfn.world.failures.clear()
    expect((await cfn.update('S', NEW)).StackStatus).toBe('UPDATE_COMPLETE')
    expect(Object.keys(await cfn.fakes())).toHaveLength(7)
  })

  test('in a service: in the words of its handler, with the operation ids apart', async () => {
    await cfn.create('S', OLD)
    const before = await everything()
    cfn.world.fail('update A', new AwsError('ConflictException', 'busy'))
    await cfn.update('S', NEW)
    expect(await everything()).toEqual(before)
    const { StackEvents = [] } = await cfn.call('DescribeStackEvents', { StackName: 'S' })
    const failed = StackEvents.find(({ ResourceStatus }) => ResourceStatus === 'UPDATE_FAILED')
    expect(failed?.ResourceStatusReason).toMatch(/HandlerErrorCode: AlreadyExists\)$/)
    expect(failed?.PhysicalResourceId).toMatch(/^S-A-/)
    expect(StackEvents[0]?.OperationId).not.toBe(failed?.OperationId)
    const { OperationEvents = [] } = await cfn.call('DescribeEvents', {
      StackName: 'S',
      OperationId: failed?.OperationId ?? '',
      Filters: { FailedEvents: true },
    })
    expect(OperationEvents.map(({ LogicalResourceId, EventType }) => [LogicalResourceId, EventType])).toEqual([
      ['A', 'PROVISIONING_ERROR'],
    ])
  })

  test('in a replacement', async () => {
    await cfn.create('S', OLD)
    const before = await everything()
    const { length } = await cfn.events('S')
    cfn.world.fail('create B')
    await cfn.update('S', NEW)
    expect(await everything()).toEqual(before)
    expect(
      (await cfn.events('S', length)).filter((line) => line.startsWith('B ')).map((line) => line.split(':')[0]),
    ).toEqual(['B UPDATE_IN_PROGRESS', 'B UPDATE_FAILED', 'B UPDATE_IN_PROGRESS', 'B UPDATE_COMPLETE'])
  })

  test('what a resource needed is restored before it, also where the update had turned the need round', async () => {
    const old = { Resources: { A: thing({ Value: '1' }, { DependsOn: 'B' }), B: thing({ Value: '1' }) } }
    const turned = {
      Resources: {
        A: thing({ Value: '2' }),
        B: thing({ Value: '2' }, { DependsOn: 'A' }),
        Z: thing({}, { DependsOn: 'B' }),
      },
    }
    await cfn.create('S', old)
    cfn.world.take()
    cfn.world.fail('create Z')
    await cfn.update('S', turned)
    expect(cfn.world.take()).toEqual(['update A', 'update B', 'create Z', 'update B', 'update A'])

    // Half of it stays: the records now need one another, and the stack can be deleted all the same.
    cfn.world.fail('update B')
    const paused = await cfn.update('S', turned, { DisableRollback: true })
    expect(paused.StackStatus).toBe('UPDATE_FAILED')
    expect((await cfn.remove('S')).StackStatus).toBe('DELETE_COMPLETE')
    expect(await cfn.fakes()).toEqual({})
  })

  test('policies of what it had made', async () => {
    await cfn.create('S', { Resources: { A: thing({}) } })
    cfn.world.fail('create Z')
    const failing = (more: object) => ({
      Resources: { A: thing({}), N: thing({}, more), Z: thing({}, { DependsOn: 'N' }) },
    })
    await cfn.update('S', failing({ DeletionPolicy: 'Retain' }))
    expect(Object.keys(await cfn.fakes())).toHaveLength(2)
    await cfn.update('S', failing({ DeletionPolicy: 'RetainExceptOnCreate' }))
    await cfn.update('S', failing({ DeletionPolicy: 'Retain' }), { RetainExceptOnCreate: true })
    expect(Object.keys(await cfn.fakes())).toHaveLength(2)
  })

  test('an output of the new template fails', async () => {
    await cfn.create('S', OLD)
    const before = await everything()
    await cfn.update('S', { ...NEW, Outputs: { O: { Value: { 'Fn::GetAtt': ['A', 'Nothing'] } } } })
    expect(await everything()).toEqual(before)
    await cfn.update('S', { ...NEW, Outputs: { O: { Value: ['x'] } } })
    expect(await everything()).toEqual(before)
  })
})

describe('an update without rollback', () => {
  beforeEach(async () => {
    await cfn.create('S', OLD)
    cfn.world.fail('create Z')
  })
  const pause = () => cfn.update('S', NEW, { DisableRollback: true })

  test('stops, and RollbackStack takes it back', async () => {
    const before = await everything()
    expect(await pause()).toMatchObject({
      StackStatus: 'UPDATE_FAILED',
      StackStatusReason: failure,
      DisableRollback: true,
    })
    expect(Object.keys(await cfn.resources('S')).sort()).toEqual(['A', 'B', 'C', 'G', 'M', 'N', 'T', 'Z'])
    await cfn.call('RollbackStack', { StackName: 'S', RoleARN: 'arn:aws:iam::123456789012:role/rollback-role' })
    const stack = await cfn.settled('S')
    expect(stack).toMatchObject({
      StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
      RoleARN: 'arn:aws:iam::123456789012:role/rollback-role',
    })
    expect(await everything()).toEqual(before)
  })

  test('is gone on with by the next update; a rollback then goes all the way back', async () => {
    const before = await everything()
    const { StackId } = await pause()
    const [, idOfN] = (await cfn.resources('S')).N ?? []
    expect(await cfn.refusal('UpdateStack', { StackName: 'S', TemplateBody: JSON.stringify(OLD) })).toBe(
      `ValidationError: Stack:${StackId} is in UPDATE_FAILED state and can not be updated.`,
    )
    // B is replaced once more, and fails again.
    const again = { ...NEW, Resources: { ...NEW.Resources, B: thing({ Value: { Ref: 'A' }, Fixed: 'again' }) } }
    expect((await cfn.update('S', again, { DisableRollback: true })).StackStatus).toBe('UPDATE_FAILED')
    expect((await cfn.resources('S')).N?.[1]).toBe(idOfN)
    await cfn.call('RollbackStack', { StackName: 'S' })
    expect((await cfn.settled('S')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await everything()).toEqual(before)
  })

  test('is gone on with and succeeds: nothing of the old is left', async () => {
    await pause()
    cfn.world.failures.clear()
    const stack = await cfn.update('S', NEW, { DisableRollback: true })
    expect(stack.StackStatus).toBe('UPDATE_COMPLETE')
    expect(Object.keys(await cfn.fakes())).toHaveLength(7)
    expect((await cfn.resources('S')).Z?.[0]).toBe('CREATE_COMPLETE')
  })

  test('is brought back by an update to what it was', async () => {
    const before = await everything()
    await pause()
    const stack = await cfn.update('S', OLD, { DisableRollback: true })
    expect(stack.StackStatus).toBe('UPDATE_COMPLETE')
    const after = await everything()
    expect(Object.values(after.fakes).length).toBe(Object.values(before.fakes).length)
    expect(after.outputs).toEqual(before.outputs)
    expect(Object.values(await cfn.resources('S')).map(([status]) => status)).not.toContain('UPDATE_FAILED')
  })

  test('is deleted with everything that it has replaced', async () => {
    await pause()
    expect((await cfn.remove('S')).StackStatus).toBe('DELETE_COMPLETE')
    expect(await cfn.fakes()).toEqual({})
  })
})

describe('a rollback that fails', () => {
  beforeEach(async () => {
    await cfn.create('S', OLD)
  })
  const failBoth = async () => {
    cfn.world.fail('create Z')
    const { length } = await cfn.events('S')
    await cfn.call('UpdateStack', { StackName: 'S', TemplateBody: JSON.stringify(NEW) })
    // A has been updated by now; putting it back will fail.
    await new Promise((resolve) => setImmediate(resolve))
    while (!(await cfn.events('S', length)).includes('A UPDATE_COMPLETE')) await new Promise((r) => setImmediate(r))
    cfn.world.fail('update A')
    return cfn.settled('S')
  }

  test('stops, and is continued', async () => {
    const before = await everything()
    expect(await failBoth()).toMatchObject({
      StackStatus: 'UPDATE_ROLLBACK_FAILED',
      StackStatusReason: 'The following resource(s) failed to update: [A]. ',
    })
    expect(await cfn.refusal('UpdateStack', { StackName: 'S', TemplateBody: JSON.stringify(OLD) })).toMatch(
      /is in UPDATE_ROLLBACK_FAILED state and can not be updated\.$/,
    )
    cfn.world.failures.delete('update A')
    await cfn.call('ContinueUpdateRollback', { StackName: 'S' })
    expect((await cfn.settled('S')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await everything()).toEqual(before)
  })

  test('is continued without the resources that it is told to skip', async () => {
    const before = await everything()
    await failBoth()
    expect(await cfn.refusal('ContinueUpdateRollback', { StackName: 'S', ResourcesToSkip: ['A', 'C', 'Nobody'] })).toBe(
      'ValidationError: Only resources in UPDATE_FAILED can be skipped; these are not: [C, Nobody]',
    )
    await cfn.call('ContinueUpdateRollback', { StackName: 'S', ResourcesToSkip: ['A'] })
    expect((await cfn.settled('S')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await cfn.events('S')).toContain('A UPDATE_COMPLETE: Resource skipped during UpdateRollback')
    const after = await everything()
    expect(after.ids).toEqual(before.ids)
  })

  test('is forced past whatever fails', async () => {
    await failBoth()
    await cfn.call('ContinueUpdateRollback', { StackName: 'S', ForceRollback: true })
    expect((await cfn.settled('S')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await cfn.events('S')).toContain('A UPDATE_COMPLETE: Resource skipped during UpdateRollback')
  })
})

test('an update that is cancelled is rolled back', async () => {
  await cfn.create('S', OLD)
  const before = await everything()
  await cfn.call('UpdateStack', { StackName: 'S', TemplateBody: JSON.stringify(NEW) })
  await cfn.call('CancelUpdateStack', { StackName: 'S' })
  expect((await cfn.settled('S')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect(await everything()).toEqual(before)
  const refused = 'ValidationError: CancelUpdateStack cannot be called from current stack status'
  expect(await cfn.refusal('CancelUpdateStack', { StackName: 'S' })).toBe(refused)
  expect(await cfn.refusal('ContinueUpdateRollback', { StackName: 'S' })).toMatch(/UPDATE_ROLLBACK_COMPLETE state/)
})

test('an update that is cancelled in a stack that never was complete leaves nothing', async () => {
  cfn.world.fail('create Z')
  await cfn.create('S', NEW, { DisableRollback: true })
  cfn.world.failures.clear()
  await cfn.call('UpdateStack', { StackName: 'S', TemplateBody: JSON.stringify(OLD), DisableRollback: true })
  await cfn.call('CancelUpdateStack', { StackName: 'S' })
  expect((await cfn.settled('S')).StackStatus).toBe('ROLLBACK_COMPLETE')
  expect(await cfn.fakes()).toEqual({})
})

test('what a stack that never was complete has replaced goes with its rollback', async () => {
  cfn.world.fail('create Z')
  const failing = (Fixed: string) => ({ Resources: { A: thing({ Fixed }), Z: thing({}, { DependsOn: 'A' }) } })
  expect((await cfn.create('S', failing('1'), { DisableRollback: true })).StackStatus).toBe('CREATE_FAILED')
  expect((await cfn.update('S', failing('2'), { DisableRollback: true })).StackStatus).toBe('UPDATE_FAILED')
  expect(Object.keys(await cfn.fakes())).toHaveLength(2)
  await cfn.call('RollbackStack', { StackName: 'S' })
  expect((await cfn.settled('S')).StackStatus).toBe('ROLLBACK_COMPLETE')
  expect(await cfn.fakes()).toEqual({})
})

test('a bug of ours ends an operation; it does not stay in progress for ever', async () => {
  await cfn.create('S', OLD)
  // What the store gives back cannot be read: as good as any bug for a phase that expects none.
  const broken = { kind: 'cloudformation/resource', place: '123456789012/us-east-1' }
  const [first] = await cfn.store.list<object>(broken)
  await cfn.store.transact(async (tx) => {
    if (first) tx.put(first.key, { ...first.value, sealed: 'broken' })
  })
  await cfn.call('DeleteStack', { StackName: 'S' })
  expect(await cfn.settled('S')).toMatchObject({
    StackStatus: 'DELETE_FAILED',
    StackStatusReason: 'Internal failure. The log of Sallyport says more.',
  })
  expect(cfn.logged.length).toBeGreaterThan(0)
})
