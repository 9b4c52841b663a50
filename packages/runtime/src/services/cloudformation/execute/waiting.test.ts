import { beforeEach, describe, expect, test, vi } from 'vitest'
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

  test('of an update cancels what is under way, and what was begun is put back by the same handler', async () => {
    const old = {
      Resources: { W: waiting({ Value: 'old' }), R: waiting({ Fixed: 'old' }), T: thing({ Value: 'old' }) },
    }
    await cfn.create('S', old)
    const [before, fakes] = [await cfn.resources('S'), await cfn.fakes()]
    const { length } = await cfn.events('S')
    cfn.world.hold('update W', 'create R')
    cfn.world.fail('update T')
    cfn.world.take()
    await updating({
      Resources: { W: waiting({ Value: 'new' }), R: waiting({ Fixed: 'new' }), T: thing({ Value: 'new' }) },
    })
    cfn.world.failures.clear()
    cfn.world.release('update W', 'create R')
    expect((await cfn.settled('S')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    const events = await cfn.events('S', length)
    expect(events.slice(events.findIndex((event) => event.startsWith('T UPDATE_FAILED')) + 1, -1)).toEqual([
      'R UPDATE_FAILED: Resource update cancelled',
      'W UPDATE_FAILED: Resource update cancelled',
      'S UPDATE_ROLLBACK_IN_PROGRESS: The following resource(s) failed to update: [T, R, W]. ',
      'W UPDATE_IN_PROGRESS',
      'R UPDATE_IN_PROGRESS',
      'T UPDATE_IN_PROGRESS',
      'T UPDATE_COMPLETE',
      'R UPDATE_COMPLETE',
      'W UPDATE_COMPLETE',
      'S UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'R DELETE_IN_PROGRESS',
      'R DELETE_COMPLETE',
    ])
    expect([await cfn.resources('S'), await cfn.fakes()]).toEqual([
      Object.fromEntries(Object.entries(before).map(([id, [, physicalId]]) => [id, ['UPDATE_COMPLETE', physicalId]])),
      fakes,
    ])
  })

  test('without rollback leaves what was cancelled to the next update', async () => {
    await cfn.create('S', { Resources: { W: waiting({ Value: 'old' }), T: thing({ Value: 'old' }) } })
    cfn.world.hold('update W')
    cfn.world.fail('update T')
    const wanted = {
      Resources: { W: waiting({ Value: 'old' }), T: thing({ Value: 'new' }), X: waiting({ Early: true }) },
    }
    const half = { Resources: { ...wanted.Resources, W: waiting({ Value: 'new' }) } }
    await updating(half, { DisableRollback: true })
    expect((await cfn.settled('S')).StackStatus).toBe('UPDATE_FAILED')
    cfn.world.failures.clear()
    cfn.world.release('update W')
    cfn.world.take()
    expect((await cfn.update('S', wanted, { DisableRollback: true })).StackStatus).toBe('UPDATE_COMPLETE')
    // Its template says again what it said before, but nobody knows how far the update went.
    expect(cfn.world.take()).toContain('begin update W')
    expect(Object.values(await cfn.resources('S')).map(([status]) => status)).not.toContain('UPDATE_FAILED')
    expect((await cfn.remove('S')).StackStatus).toBe('DELETE_COMPLETE')
    expect(await cfn.fakes()).toEqual({})
  })

  test('of a creation without rollback: the next update makes it anew and removes what had been begun', async () => {
    cfn.world.fail('create W', new Error('no luck'))
    const failing = { StackName: 'Q', TemplateBody: JSON.stringify({ Resources: { W: waiting({ Early: true }) } }) }
    await cfn.call('CreateStack', { ...failing, DisableRollback: true })
    expect((await cfn.settled('Q')).StackStatus).toBe('CREATE_FAILED')
    const { W: first } = await cfn.resources('Q')
    cfn.world.failures.clear()
    const again = { Resources: { W: waiting({ Early: true }) } }
    expect((await cfn.update('Q', again, { DisableRollback: true })).StackStatus).toBe('UPDATE_COMPLETE')
    const { W: second } = await cfn.resources('Q')
    expect(second?.[1]).not.toBe(first?.[1])
    expect(Object.keys(await cfn.fakes())).toEqual([second?.[1]])
  })
})

describe('a wait is broken off', () => {
  test('by the deletion of the stack', async () => {
    cfn.world.hold('create W')
    await begun({ Resources: { W: waiting({ Early: true }), B: thing({ Value: { Ref: 'W' } }) } })
    const { StackId = '' } = await cfn.find('S')
    await cfn.call('DeleteStack', { StackName: 'S' })
    expect((await cfn.settled(StackId)).StackStatus).toBe('DELETE_COMPLETE')
    expect(await cfn.events(StackId)).toContain('W CREATE_FAILED: Resource creation cancelled')
    expect([cfn.world.waiting, await cfn.fakes()]).toEqual([0, {}])
  })

  test('by CancelUpdateStack', async () => {
    await cfn.create('S', { Resources: { W: waiting({ Value: 'old' }) } })
    const fakes = await cfn.fakes()
    cfn.world.hold('create N')
    await updating({ Resources: { W: waiting({ Value: 'new' }), N: waiting() } })
    await cfn.call('CancelUpdateStack', { StackName: 'S' })
    expect((await cfn.settled('S')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect([cfn.world.waiting, await cfn.fakes()]).toEqual([0, fakes])
  })

  test('by the end of the process, and taken up by the next one', async () => {
    cfn.world.hold('create W', 'create X')
    await begun({ Resources: { W: waiting(), X: waiting({ Early: true }) } })
    await cfn.close()
    expect(cfn.world.waiting).toBe(0)
    expect((await cfn.find('S')).StackStatus).toBe('CREATE_IN_PROGRESS')
    cfn.world.take()
    cfn.world.release('create W', 'create X')
    const next = await startCloudFormation({ store: cfn.store, world: cfn.world })
    await next.resume()
    expect((await next.settled('S')).StackStatus).toBe('CREATE_COMPLETE')
    expect(cfn.world.take()).toEqual(['create W', 'create X', 'end create W', 'end create X'])
    expect(Object.keys(await next.fakes())).toHaveLength(2)
  })
})

test('what others may need by name is made before them, wherever it stands', async () => {
  const Pool = { Type: 'AWS::Cognito::UserPool', Properties: {} }
  const UserPoolId = { Ref: 'Pool' }
  const Client = {
    Type: 'AWS::Cognito::UserPoolClient',
    Properties: {
      UserPoolId,
      GenerateSecret: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: ['awesomeapi/read'],
    },
  }
  const Scopes = [{ ScopeName: 'read', ScopeDescription: 'r' }]
  const Server = {
    Type: 'AWS::Cognito::UserPoolResourceServer',
    Properties: { UserPoolId, Identifier: 'awesomeapi', Name: 'n', Scopes },
  }
  expect((await cfn.create('S', { Resources: { Client, Server, Pool } })).StackStatus).toBe('CREATE_COMPLETE')
})

test('a store that refuses for a moment makes the operation pause, not fail and not stay in progress', async () => {
  const pauses: number[] = []
  let refusals = 0
  const full = await startCloudFormation({
    sleep: async (ms) => void pauses.push(ms),
    refuse: () => refusals > 0 && refusals-- > 0,
  })
  refusals = 9
  await full.call('CreateStack', { StackName: 'S', TemplateBody: JSON.stringify({ Resources: { A: thing({}) } }) })
  expect((await full.settled('S')).StackStatus).toBe('CREATE_COMPLETE')
  expect(pauses).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600])
  expect(await full.events('S')).not.toContainEqual(expect.stringContaining('FAILED'))
})

test('who asks about a stack that only waits is answered at once', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const cfn = await startCloudFormation()
    cfn.world.hold('create W')
    const TemplateBody = JSON.stringify({ Resources: { A: thing(), W: fake('Waiting', {}) } })
    await cfn.call('CreateStack', { StackName: 'S', TemplateBody })
    // No time passes here: an answer that waited for it would never come.
    expect((await cfn.find('S')).StackStatus).toBe('CREATE_IN_PROGRESS')
    expect((await cfn.find('S')).StackStatus).toBe('CREATE_IN_PROGRESS')
    cfn.world.release('create W')
    expect((await cfn.settled('S')).StackStatus).toBe('CREATE_COMPLETE')
  } finally {
    vi.useRealTimers()
  }
})
