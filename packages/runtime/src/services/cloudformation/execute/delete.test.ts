import { beforeEach, describe, expect, test } from 'vitest'
import { startCloudFormation, type TestCloudFormation, thing } from '../cloudformation.harness.ts'

let cfn: TestCloudFormation
beforeEach(async () => {
  cfn = await startCloudFormation()
})

const RES = { A: thing({}), B: thing({ Value: { Ref: 'A' } }), C: thing({}, { DependsOn: 'B' }) }

test('a stack is deleted dependents first, and is still known by its ARN', async () => {
  const { StackId = '' } = await cfn.create('S', { Resources: RES, Outputs: { O: { Value: 'x' } } })
  const { length } = await cfn.events('S')
  cfn.world.take()
  const stack = await cfn.remove('S')
  expect(cfn.world.take()).toEqual(['remove C', 'remove B', 'remove A'])
  expect(stack).toMatchObject({
    StackId,
    StackName: 'S',
    StackStatus: 'DELETE_COMPLETE',
    DeletionTime: expect.any(Date),
    Outputs: [{ OutputKey: 'O', OutputValue: 'x' }],
  })
  expect(stack.EnableTerminationProtection).toBeUndefined()
  expect(await cfn.events(StackId, length)).toEqual([
    'S DELETE_IN_PROGRESS: User Initiated',
    ...['C', 'B', 'A'].flatMap((id) => [`${id} DELETE_IN_PROGRESS`, `${id} DELETE_COMPLETE`]),
    'S DELETE_COMPLETE',
  ])
  expect(await cfn.refusal('DescribeStacks', { StackName: 'S' })).toBe(
    'ValidationError: Stack with id S does not exist',
  )
  expect(await cfn.refusal('DescribeStackEvents', { StackName: 'S' })).toBe('ValidationError: Stack [S] does not exist')
  expect((await cfn.call('GetTemplate', { StackName: StackId })).TemplateBody).toContain('Test::Fake::Thing')
  expect((await cfn.call('DescribeStacks', {})).Stacks).toEqual([])
  const { StackSummaries } = await cfn.call('ListStacks', {})
  expect(StackSummaries).toMatchObject([{ StackId, StackStatus: 'DELETE_COMPLETE', DeletionTime: expect.any(Date) }])
  const filtered = await cfn.call('ListStacks', { StackStatusFilter: ['CREATE_COMPLETE'] })
  expect(filtered.StackSummaries).toEqual([])

  // Deleting it again, by whatever name, is no error and does nothing.
  await cfn.call('DeleteStack', { StackName: StackId })
  await cfn.call('DeleteStack', { StackName: 'S' })
  await cfn.call('DeleteStack', { StackName: 'never-was' })
  expect(await cfn.events(StackId, length)).toHaveLength(8)

  const next = await cfn.create('S', { Resources: { A: RES.A } })
  expect(next.StackId).not.toBe(StackId)
  expect((await cfn.find(StackId)).StackStatus).toBe('DELETE_COMPLETE')
})

test('by ARN', async () => {
  const { StackId = '' } = await cfn.create('S', { Resources: RES })
  await cfn.call('DeleteStack', { StackName: StackId, RoleARN: 'arn:aws:iam::123456789012:role/delete-role-name' })
  expect(await cfn.settled(StackId)).toMatchObject({
    StackStatus: 'DELETE_COMPLETE',
    RoleARN: 'arn:aws:iam::123456789012:role/delete-role-name',
  })
})

test('deletion policies', async () => {
  const Resources = {
    A: thing({}, { DeletionPolicy: 'Retain' }),
    B: thing({}, { DeletionPolicy: 'RetainExceptOnCreate' }),
    C: thing({}, { DeletionPolicy: 'Delete' }),
    D: thing({}, { DeletionPolicy: 'Snapshot' }),
  }
  const { StackId = '' } = await cfn.create('S', { Resources })
  await cfn.remove('S')
  expect(
    Object.fromEntries(Object.entries(await cfn.resources(StackId)).map(([id, [status]]) => [id, status])),
  ).toEqual({
    A: 'DELETE_SKIPPED',
    B: 'DELETE_SKIPPED',
    C: 'DELETE_COMPLETE',
    D: 'DELETE_SKIPPED',
  })
  expect(Object.keys(await cfn.fakes())).toHaveLength(3)
})

test('a deletion that fails keeps what the failed one needs; it can be told to leave it', async () => {
  const { StackId = '' } = await cfn.create('S', { Resources: { ...RES, X: thing({}) } })
  cfn.world.take()
  cfn.world.fail('remove B')
  const stack = await cfn.remove('S')
  expect(stack).toMatchObject({
    StackStatus: 'DELETE_FAILED',
    StackStatusReason: 'The following resource(s) failed to delete: [B]. ',
    EnableTerminationProtection: false,
  })
  expect(cfn.world.take()).toEqual(['remove C', 'remove B', 'remove X'])
  expect(await cfn.resources('S')).toMatchObject({
    A: ['CREATE_COMPLETE', expect.any(String)],
    B: ['DELETE_FAILED', expect.any(String)],
    C: ['DELETE_COMPLETE', expect.any(String)],
  })

  const { length } = await cfn.events('S')
  await cfn.call('DeleteStack', { StackName: 'S', RetainResources: ['B'] })
  expect((await cfn.settled(StackId)).StackStatus).toBe('DELETE_COMPLETE')
  expect(await cfn.events(StackId, length)).toEqual([
    'S DELETE_IN_PROGRESS: User Initiated',
    'B DELETE_SKIPPED',
    'A DELETE_IN_PROGRESS',
    'A DELETE_COMPLETE',
    'S DELETE_COMPLETE',
  ])
  expect(Object.keys(await cfn.fakes())).toHaveLength(1)
})

test('RetainResources is for stacks whose deletion has failed', async () => {
  const { StackId } = await cfn.create('S', { Resources: RES })
  expect(await cfn.refusal('DeleteStack', { StackName: 'S', RetainResources: ['A'] })).toBe(
    `ValidationError: Invalid operation on stack [${StackId}]. When you delete a stack, specify which resources to ` +
      'retain only when the stack is in the DELETE_FAILED state.',
  )
})

test('a forced deletion leaves what cannot be deleted', async () => {
  const { StackId = '' } = await cfn.create('S', { Resources: RES })
  cfn.world.fail('remove B')
  await cfn.remove('S')
  await cfn.call('DeleteStack', { StackName: 'S', DeletionMode: 'FORCE_DELETE_STACK' })
  expect(await cfn.settled(StackId)).toMatchObject({
    StackStatus: 'DELETE_COMPLETE',
    DeletionMode: 'FORCE_DELETE_STACK',
  })
})

test('termination protection', async () => {
  await cfn.create('S', { Resources: RES }, { EnableTerminationProtection: true })
  expect(await cfn.refusal('DeleteStack', { StackName: 'S' })).toBe(
    'ValidationError: Stack [S] cannot be deleted while TerminationProtection is enabled',
  )
  const set = { StackName: 'S', EnableTerminationProtection: false }
  await cfn.call('UpdateTerminationProtection', set)
  expect((await cfn.find('S')).EnableTerminationProtection).toBe(false)
  await cfn.remove('S')
  expect(await cfn.refusal('UpdateTerminationProtection', set)).toBe('ValidationError: Stack [S] does not exist')
})

describe('a creation that is broken off by a deletion', () => {
  test('ends, and everything that it had made is gone', async () => {
    const Resources = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`R${i}`, thing({})]))
    const { StackId = '' } = await cfn.call('CreateStack', {
      StackName: 'S',
      TemplateBody: JSON.stringify({ Resources }),
    })
    while (cfn.world.calls.length < 3) await new Promise((resolve) => setImmediate(resolve))
    await cfn.call('DeleteStack', { StackName: 'S' })
    expect((await cfn.settled(StackId)).StackStatus).toBe('DELETE_COMPLETE')
    expect(cfn.world.calls.filter((call) => call.startsWith('create')).length).toBeLessThan(20)
    expect(await cfn.fakes()).toEqual({})
  })
})

test('a deletion that is asked for twice at once', async () => {
  const { StackId = '' } = await cfn.create('S', { Resources: RES })
  await Promise.all([cfn.call('DeleteStack', { StackName: 'S' }), cfn.call('DeleteStack', { StackName: 'S' })])
  expect((await cfn.settled(StackId)).StackStatus).toBe('DELETE_COMPLETE')
  expect((await cfn.events(StackId)).filter((line) => line.startsWith('S DELETE_IN_PROGRESS'))).toHaveLength(1)
})
