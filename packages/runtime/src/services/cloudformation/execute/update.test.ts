import { beforeEach, describe, expect, test } from 'vitest'
import { fake, startCloudFormation, type TestCloudFormation, thing } from '../cloudformation.harness.ts'

let cfn: TestCloudFormation
beforeEach(async () => {
  cfn = await startCloudFormation()
})

const RES = {
  A: thing({ Value: 'a', Fixed: 'f' }),
  B: thing({ Value: { Ref: 'A' } }),
  C: thing({ Value: 'c' }),
}
const begin = async (resources: object = RES, more: object = {}) => {
  const stack = await cfn.create('S', { Resources: resources }, more)
  expect(stack.StackStatus).toBe('CREATE_COMPLETE')
  const { length } = await cfn.events('S')
  cfn.world.take()
  return length
}
const idOf = async (logicalId: string) => (await cfn.resources('S'))[logicalId]?.[1] as string

const REPLACING = 'Requested update requires the creation of a new physical resource; hence creating one.'
const INITIATED = 'Resource creation Initiated'

describe('an update that succeeds', () => {
  test('in place', async () => {
    const seen = await begin()
    const before = await idOf('A')
    const stack = await cfn.update('S', { Resources: { ...RES, A: thing({ Value: 'new', Fixed: 'f' }) } })
    expect(stack).toMatchObject({ StackStatus: 'UPDATE_COMPLETE', LastUpdatedTime: new Date(cfn.clock.now()) })
    expect(stack.StackStatusReason).toBeUndefined()
    expect(await idOf('A')).toBe(before)
    expect(cfn.world.take()).toEqual(['update A'])
    expect(await cfn.events('S', seen)).toEqual([
      'S UPDATE_IN_PROGRESS: User Initiated',
      'A UPDATE_IN_PROGRESS',
      'A UPDATE_COMPLETE',
      'S UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'S UPDATE_COMPLETE',
    ])
  })

  test('with a replacement: what refers to it follows, the old one goes at last', async () => {
    const seen = await begin()
    const before = await idOf('A')
    await cfn.update('S', { Resources: { ...RES, A: thing({ Value: 'a', Fixed: 'g' }) } })
    const after = await idOf('A')
    expect(after).not.toBe(before)
    expect(cfn.world.take()).toEqual(['create A', 'update B', 'remove A'])
    const fakes = await cfn.fakes()
    expect(fakes[before]).toBeUndefined()
    expect(fakes[await idOf('B')]?.properties.Value).toBe(after)
    expect(await cfn.events('S', seen)).toEqual([
      'S UPDATE_IN_PROGRESS: User Initiated',
      `A UPDATE_IN_PROGRESS: ${REPLACING}`,
      `A UPDATE_IN_PROGRESS: ${INITIATED}`,
      'A UPDATE_COMPLETE',
      'B UPDATE_IN_PROGRESS',
      'B UPDATE_COMPLETE',
      'S UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'A DELETE_IN_PROGRESS',
      'A DELETE_COMPLETE',
      'S UPDATE_COMPLETE',
    ])
    const { StackEvents = [] } = await cfn.call('DescribeStackEvents', { StackName: 'S' })
    const of = (status: string, reason?: string) =>
      StackEvents.find(
        (event) =>
          event.LogicalResourceId === 'A' &&
          event.ResourceStatus === status &&
          (reason === undefined || event.ResourceStatusReason === reason),
      )
    expect(of('UPDATE_IN_PROGRESS', REPLACING)?.PhysicalResourceId).toBe(before)
    expect(of('UPDATE_IN_PROGRESS', INITIATED)?.PhysicalResourceId).toBe(after)
    expect(of('UPDATE_COMPLETE')?.PhysicalResourceId).toBe(after)
    for (const status of ['DELETE_IN_PROGRESS', 'DELETE_COMPLETE']) {
      expect(of(status)).toMatchObject({
        PhysicalResourceId: before,
        EventId: expect.stringMatching(/^A-[0-9a-f-]{36}$/),
      })
      expect(of(status)?.ResourceProperties).toBeUndefined()
    }
  })

  test('with additions and removals, dependents first', async () => {
    const seen = await begin({ ...RES, D: thing({ Value: { Ref: 'C' } }) })
    await cfn.update('S', { Resources: { A: RES.A, B: RES.B, E: thing() } })
    expect(cfn.world.take()).toEqual(['create E', 'remove D', 'remove C'])
    expect(Object.keys(await cfn.resources('S')).sort()).toEqual(['A', 'B', 'E'])
    expect((await cfn.events('S', seen)).slice(4)).toEqual([
      'S UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'D DELETE_IN_PROGRESS',
      'D DELETE_COMPLETE',
      'C DELETE_IN_PROGRESS',
      'C DELETE_COMPLETE',
      'S UPDATE_COMPLETE',
    ])
  })

  test('deletion and replacement policies', async () => {
    const retained = thing({ Value: 'c' }, { DeletionPolicy: 'Retain' })
    const seen = await begin({ A: thing({ Fixed: 'f' }), C: retained })
    const [a, c] = [await idOf('A'), await idOf('C')]
    await cfn.update('S', { Resources: { A: thing({ Fixed: 'g' }, { UpdateReplacePolicy: 'Retain' }) } })
    expect(cfn.world.take()).toEqual(['create A'])
    expect(Object.keys(await cfn.fakes())).toEqual(expect.arrayContaining([a, c]))
    expect((await cfn.events('S', seen)).slice(5).sort()).toEqual([
      'A DELETE_SKIPPED',
      'C DELETE_SKIPPED',
      'S UPDATE_COMPLETE',
    ])
  })

  test('a clean-up that fails is told and does not fail the update', async () => {
    const seen = await begin()
    cfn.world.fail('remove C')
    const stack = await cfn.update('S', { Resources: { A: RES.A, B: RES.B } })
    expect(stack.StackStatus).toBe('UPDATE_COMPLETE')
    expect((await cfn.events('S', seen)).slice(2, 4)).toEqual([
      'C DELETE_IN_PROGRESS',
      expect.stringMatching(/^C DELETE_FAILED: Resource handler returned message: "remove C was told to fail/),
    ])
  })

  test('conditions make a resource come and go', async () => {
    const template = {
      Parameters: { On: { Type: 'String', Default: 'no' } },
      Conditions: { On: { 'Fn::Equals': [{ Ref: 'On' }, 'yes'] } },
      Resources: { A: RES.A, X: thing({}, { Condition: 'On' }) },
    }
    await cfn.create('S', template)
    expect(Object.keys(await cfn.resources('S'))).toEqual(['A'])
    await cfn.update('S', template, { Parameters: [{ ParameterKey: 'On', ParameterValue: 'yes' }] })
    expect(Object.keys(await cfn.resources('S'))).toEqual(['A', 'X'])
    await cfn.update('S', template)
    expect(Object.keys(await cfn.fakes())).toHaveLength(1)
  })
})

describe('an update that is refused', () => {
  test('without changes, without a stack, twice at once', async () => {
    await begin()
    const same = { StackName: 'S', TemplateBody: JSON.stringify({ Resources: RES }) }
    expect(await cfn.refusal('UpdateStack', same)).toBe('ValidationError: No updates are to be performed.')
    expect(await cfn.refusal('UpdateStack', { ...same, StackName: 'T' })).toBe(
      'ValidationError: Stack [T] does not exist',
    )
    expect(await cfn.refusal('UpdateStack', { StackName: 'S' })).toBe(
      'ValidationError: Either Template URL or Template Body must be specified.',
    )
    expect(await cfn.refusal('UpdateStack', { ...same, UsePreviousTemplate: true })).toMatch(/Specify only one of/)
    for (const member of ['StackPolicyBody', 'StackPolicyDuringUpdateBody', 'StackPolicyURL'] as const) {
      expect(await cfn.refusal('UpdateStack', { ...same, [member]: '{}' })).toMatch(`${member} is not emulated`)
    }

    const first = { StackName: 'S', TemplateBody: JSON.stringify({ Resources: { A: RES.A } }) }
    const { StackId } = await cfn.call('UpdateStack', first)
    const busy = `ValidationError: Stack:${StackId} is in UPDATE_IN_PROGRESS state and can not be updated.`
    expect(await cfn.refusal('UpdateStack', { ...first, TemplateBody: same.TemplateBody })).toBe(busy)
    expect(await cfn.refusal('CreateChangeSet', { ...same, ChangeSetName: 'c' })).toBe(busy)
    expect(await cfn.refusal('DeleteStack', { StackName: 'S' })).toMatch(
      /^ValidationError: Stack \[arn:.*\] cannot be deleted while in status UPDATE_IN_PROGRESS$/,
    )
    expect((await cfn.settled('S')).StackStatus).toBe('UPDATE_COMPLETE')
  })

  test('two requests at the same instant: one is carried out', async () => {
    await begin()
    const body = (Value: string) => JSON.stringify({ Resources: { ...RES, C: thing({ Value }) } })
    const results = await Promise.allSettled(
      ['x', 'y'].map((value) => cfn.call('UpdateStack', { StackName: 'S', TemplateBody: body(value) })),
    )
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await cfn.settled('S')).StackStatus).toBe('UPDATE_COMPLETE')
    const created = await Promise.allSettled(
      ['x', 'y'].map((value) => cfn.call('CreateStack', { StackName: 'T', TemplateBody: body(value) })),
    )
    expect(created.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await cfn.settled('T')
  })

  test('the same token again is the same request', async () => {
    await begin()
    const TemplateBody = JSON.stringify({ Resources: { A: RES.A } })
    const input = { StackName: 'S', TemplateBody, ClientRequestToken: 'token' }
    const answers = await Promise.all([cfn.call('UpdateStack', input), cfn.call('UpdateStack', input)])
    expect(answers[0]?.StackId).toBe(answers[1]?.StackId)
    await cfn.settled('S')
    expect((await cfn.call('UpdateStack', input)).StackId).toBe(answers[0]?.StackId)
    const create = { StackName: 'T', TemplateBody, ClientRequestToken: 'other' }
    const [first, second] = await Promise.all([cfn.call('CreateStack', create), cfn.call('CreateStack', create)])
    expect(first?.StackId).toBe(second?.StackId)
    await cfn.settled('T')
    await cfn.call('DeleteStack', { StackName: 'T', ClientRequestToken: 'third' })
    await cfn.call('DeleteStack', { StackName: 'T', ClientRequestToken: 'third' })
    await cfn.settled(first?.StackId ?? '')
  })

  test('a resource with a name of its own cannot be replaced under it', async () => {
    const seen = await begin({ N: fake('Named', { Name: 'mine', Kind: 'a' }) })
    const stack = await cfn.update('S', { Resources: { N: fake('Named', { Name: 'mine', Kind: 'b' }) } })
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await cfn.events('S', seen)).toContain(
      'N UPDATE_FAILED: CloudFormation cannot update a stack when a custom-named resource requires replacing. ' +
        'Rename mine and update the stack again.',
    )
    expect((await cfn.update('S', { Resources: { N: fake('Named', { Name: 'other', Kind: 'b' }) } })).StackStatus).toBe(
      'UPDATE_COMPLETE',
    )
    expect(Object.keys(await cfn.fakes())).toEqual(['other'])
  })
})

describe('dynamic references', () => {
  test('are replaced for the service only, and compared as they are written', async () => {
    const put = (Value: string) =>
      cfn.other()('ssm', 'PutParameter', { Name: '/n', Value, Type: 'String', Overwrite: true })
    await put('5')
    const reference = '{{resolve:ssm:/n}}'
    const template = (Value: string) => ({
      Resources: { A: thing({ Count: reference, Value, List: [`a-${reference}`] }) },
    })
    await cfn.create('S', template('1'))
    const made = () => cfn.fakes().then((fakes) => Object.values(fakes)[0]?.properties)
    expect(await made()).toEqual({ Count: 5, Value: '1', List: ['a-5'] })
    const { StackEvents = [] } = await cfn.call('DescribeStackEvents', { StackName: 'S' })
    expect(StackEvents[1]?.ResourceProperties).toBe(`{"Count":"${reference}","Value":"1","List":["a-${reference}"]}`)

    // Documented: a new value behind the same reference is no change of the stack.
    await put('6')
    expect(await cfn.refusal('UpdateStack', { StackName: 'S', TemplateBody: JSON.stringify(template('1')) })).toBe(
      'ValidationError: No updates are to be performed.',
    )
    // A rollback goes back to what the reference stood for.
    cfn.world.fail('create B')
    const failing = { Resources: { ...template('2').Resources, B: thing({ Value: { Ref: 'A' } }) } }
    expect((await cfn.update('S', failing)).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await made()).toEqual({ Count: 5, Value: '1', List: ['a-5'] })
    await cfn.update('S', template('3'))
    expect(await made()).toEqual({ Count: 6, Value: '3', List: ['a-6'] })
  })

  test('that cannot be resolved fail the resource', async () => {
    const stack = await cfn.create('S', { Resources: { A: thing({ Value: '{{resolve:ssm:/nothing}}' }) } })
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
    expect((await cfn.events('S'))[2]).toMatch(
      /^A CREATE_FAILED: Could not resolve the dynamic reference \{\{resolve:ssm:\/nothing\}\}/,
    )
  })

  test('of a kind that is not known are refused before anything is made', async () => {
    const TemplateBody = JSON.stringify({ Resources: { A: thing({ Value: '{{resolve:ssm-secure:/name}}' }) } })
    expect(await cfn.refusal('CreateStack', { StackName: 'S', TemplateBody })).toMatch(
      /^NotImplementedException: Not emulated by Sallyport: The dynamic reference \{\{resolve:ssm-secure:…\}\} \(A\)\./,
    )
  })
})
