import { beforeEach, describe, expect, test } from 'vitest'
import { fake, startCloudFormation, type TestCloudFormation, thing } from '../cloudformation.harness.ts'

let cfn: TestCloudFormation
beforeEach(async () => {
  cfn = await startCloudFormation()
})

const waiting = (Properties: object = {}, more: object = {}) => fake('Waiting', Properties, more)

/** Lets everything happen that does not wait. */
async function quiet(times = 60): Promise<void> {
  for (let i = 0; i < times; i++) await new Promise((resolve) => setImmediate(resolve))
}

async function begun(template: object, StackName = 'S'): Promise<void> {
  await cfn.call('CreateStack', { StackName, TemplateBody: JSON.stringify(template) })
  await quiet()
}

async function updating(template: object, more: object = {}): Promise<void> {
  await cfn.call('UpdateStack', { StackName: 'S', TemplateBody: JSON.stringify(template), ...more })
  await quiet()
}

describe('a resource that waits', () => {
  test('shows that it is being created before it has been', async () => {
    cfn.world.hold('create W')
    await begun({ Resources: { W: waiting() } })
    expect(await cfn.events('S')).toEqual(['S CREATE_IN_PROGRESS: User Initiated', 'W CREATE_IN_PROGRESS'])
    expect(await cfn.resources('S')).toEqual({ W: ['CREATE_IN_PROGRESS', undefined] })
    cfn.world.release('create W')
    expect((await cfn.settled('S')).StackStatus).toBe('CREATE_COMPLETE')
    expect((await cfn.events('S')).slice(2)).toEqual([
      'W CREATE_IN_PROGRESS: Resource creation Initiated',
      'W CREATE_COMPLETE',
      'S CREATE_COMPLETE',
    ])
  })

  test('tells its physical id as soon as there is one', async () => {
    cfn.world.hold('create W')
    await begun({ Resources: { W: waiting({ Early: true }) } })
    expect((await cfn.events('S')).at(-1)).toBe('W CREATE_IN_PROGRESS: Resource creation Initiated')
    const { W } = await cfn.resources('S')
    expect(W).toEqual(['CREATE_IN_PROGRESS', expect.stringMatching(/^S-W-/)])
    cfn.world.release('create W')
    await cfn.settled('S')
    expect((await cfn.events('S')).slice(-2)).toEqual(['W CREATE_COMPLETE', 'S CREATE_COMPLETE'])
    expect(await cfn.resources('S')).toEqual({ W: ['CREATE_COMPLETE', W?.[1]] })
  })

  test('is updated, replaced and deleted by the same three verbs', async () => {
    await cfn.create('S', { Resources: { W: waiting({ Value: 'a' }), X: waiting({ Fixed: 'a' }) } })
    const before = await cfn.resources('S')
    const { length } = await cfn.events('S')
    cfn.world.hold('update W')
    cfn.world.take()
    await updating({ Resources: { W: waiting({ Value: 'b' }), X: waiting({ Fixed: 'b' }) } })
    expect(await cfn.resources('S')).toMatchObject({ W: ['UPDATE_IN_PROGRESS', before.W?.[1]] })
    cfn.world.release('update W')
    expect((await cfn.settled('S')).StackStatus).toBe('UPDATE_COMPLETE')
    expect(cfn.world.take()).toEqual([
      ...['begin update W', 'begin create X', 'create X', 'end create X', 'update W', 'end update W'],
      ...['begin remove X', 'remove X', 'end remove X'],
    ])
    expect(await cfn.events('S', length)).toEqual([
      'S UPDATE_IN_PROGRESS: User Initiated',
      'W UPDATE_IN_PROGRESS',
      'X UPDATE_IN_PROGRESS: Requested update requires the creation of a new physical resource; hence creating one.',
      'X UPDATE_IN_PROGRESS: Resource creation Initiated',
      'X UPDATE_COMPLETE',
      'W UPDATE_COMPLETE',
      'S UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'X DELETE_IN_PROGRESS',
      'X DELETE_COMPLETE',
      'S UPDATE_COMPLETE',
    ])
    const after = await cfn.resources('S')
    expect([after.W?.[1], after.X?.[1]]).toEqual([before.W?.[1], expect.not.stringMatching(before.X?.[1] ?? '')])
    expect(await cfn.fakes()).toEqual({
      [after.W?.[1] ?? '']: expect.objectContaining({ properties: { Value: 'b' } }),
      [after.X?.[1] ?? '']: expect.objectContaining({ properties: { Fixed: 'b' } }),
    })
    expect((await cfn.remove('S')).StackStatus).toBe('DELETE_COMPLETE')
    expect(await cfn.fakes()).toEqual({})
  })
})

describe('waits', () => {
  test('are side by side; what needs a resource comes after it', async () => {
    const Resources = {
      A: waiting(),
      B: waiting(),
      C: waiting(),
      D: waiting({ Value: { Ref: 'A' } }),
      I: thing({ Value: { Ref: 'B' } }),
    }
    cfn.world.hold('create A', 'create B', 'create C')
    await begun({ Resources })
    expect(cfn.world.mostWaiting).toBe(3)
    cfn.world.release('create B', 'create C')
    await quiet()
    expect(await cfn.resources('S')).toMatchObject({
      A: ['CREATE_IN_PROGRESS', undefined],
      I: ['CREATE_COMPLETE', /./],
    })
    expect(await cfn.resources('S')).not.toHaveProperty('D')
    cfn.world.release('create A')
    expect((await cfn.settled('S')).StackStatus).toBe('CREATE_COMPLETE')
    cfn.world.take()
    cfn.world.hold('remove D')
    await cfn.call('DeleteStack', { StackName: 'S' })
    await quiet()
    expect(cfn.world.take()).not.toContain('begin remove A')
    expect(cfn.world.waiting).toBe(1)
    cfn.world.release('remove D')
    expect((await cfn.settled('S').catch(() => undefined))?.StackStatus ?? 'gone').toBe('gone')
    expect(cfn.world.take()).toContain('begin remove A')
  })
})

describe('a failure', () => {
  test('of a creation cancels what is under way, and the rollback removes what had been begun', async () => {
    cfn.world.hold('create W', 'create X', 'create F')
    cfn.world.fail('create F', new Error('no luck'))
    await begun({
      Resources: { W: waiting(), X: waiting({ Early: true }), F: waiting(), N: thing({ Value: { Ref: 'F' } }) },
    })
    cfn.world.take()
    cfn.world.release('create F')
    expect((await cfn.settled('S')).StackStatus).toBe('ROLLBACK_COMPLETE')
    expect((await cfn.events('S')).slice(-11)).toEqual([
      'F CREATE_FAILED: no luck',
      'W CREATE_FAILED: Resource creation cancelled',
      'X CREATE_FAILED: Resource creation cancelled',
      'S ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [F, W, X]. Rollback requested by user.',
      'X DELETE_IN_PROGRESS',
      'W DELETE_IN_PROGRESS',
      'F DELETE_IN_PROGRESS',
      'X DELETE_COMPLETE',
      'W DELETE_COMPLETE',
      'F DELETE_COMPLETE',
      'S ROLLBACK_COMPLETE',
    ])
    expect(cfn.world.waiting).toBe(0)
    expect(await cfn.fakes()).toEqual({})
  })
})
