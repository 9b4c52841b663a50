import { beforeEach, expect, test } from 'vitest'
import { fake, startCloudFormation, type TestCloudFormation, thing } from '../cloudformation.harness.ts'

let cfn: TestCloudFormation
beforeEach(async () => {
  cfn = await startCloudFormation()
  await cfn.other()('s3', 'CreateBucket', { Bucket: 'templates' })
})

/** Puts a template where a nested stack finds it, and gives the resource. */
async function nested(Key: string, template: object, more: object = {}, rest: object = {}): Promise<object> {
  const Body = new TextEncoder().encode(JSON.stringify(template))
  await cfn.other()('s3', 'PutObject', { Bucket: 'templates', Key, Body })
  const TemplateURL = `https://s3.us-east-1.amazonaws.com/templates/${Key}`
  return { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL, ...more }, ...rest }
}

const child = (value: string, more: object = {}) => ({
  Parameters: { Given: { Type: 'String', Default: 'default' } },
  Resources: { A: thing({ Value: value }), B: thing({ Value: { Ref: 'Given' } }), ...more },
  Outputs: { O: { Value: { 'Fn::GetAtt': ['A', 'Value'] }, Export: { Name: 'exported' } } },
})
const parent = (N: object, more: object = {}) => ({
  Resources: { N, P: thing({ Value: { 'Fn::GetAtt': ['N', 'Outputs.O'] } }), ...more },
  Outputs: { Id: { Value: { Ref: 'N' } }, Out: { Value: { 'Fn::GetAtt': ['N', 'Outputs.O'] } } },
})
const idOf = async () => (await cfn.resources('S')).N?.[1] ?? ''
const values = async () => Object.values(await cfn.fakes()).map(({ properties }) => properties.Value)

test('a nested stack is made with its parameters and tags, and gives its outputs', async () => {
  const N = await nested('a', child('one'), { Parameters: { Given: 'g' }, Tags: [{ Key: 'own', Value: 't' }] })
  const stack = await cfn.create('S', parent(N), { Tags: [{ Key: 'k', Value: 'v' }] })
  expect(stack.StackStatus).toBe('CREATE_COMPLETE')
  const id = await idOf()
  expect(stack.Outputs?.map(({ OutputValue }) => OutputValue)).toEqual([id, 'one'])
  expect(id).toMatch(/:stack\/S-N-[A-Z0-9a-z]{12}\//)
  const made = await cfn.find(id)
  expect(made).toMatchObject({
    StackStatus: 'CREATE_COMPLETE',
    ParentId: stack.StackId,
    RootId: stack.StackId,
    Parameters: [{ ParameterKey: 'Given', ParameterValue: 'g' }],
  })
  expect(made.Tags).toEqual([
    { Key: 'own', Value: 't' },
    { Key: 'k', Value: 'v' },
  ])
  expect((await values()).sort()).toEqual(['g', 'one', 'one'])
})

test('a nested stack that fails takes its parent with it', async () => {
  cfn.world.fail('create B')
  const stack = await cfn.create('S', parent(await nested('a', child('one'))))
  expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
  const failed = (await cfn.events('S')).find((event) => event.startsWith('N CREATE_FAILED'))
  expect(failed).toMatch(/: Embedded stack arn:\S+ was not successfully created: .*failed to create: \[B\]\.$/)
  expect((await cfn.find(await idOf())).StackStatus).toBe('DELETE_COMPLETE')
  expect(await cfn.fakes()).toEqual({})
})

test('a template that is refused fails the resource', async () => {
  const stack = await cfn.create(
    'S',
    parent(await nested('a', { Resources: { A: thing({ Value: { Ref: 'Nobody' } }) } })),
  )
  expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
  expect((await cfn.events('S')).join('\n')).toMatch(/^N CREATE_FAILED: .*Unresolved resource dependencies \[Nobody\]/m)
})

test('an update goes into the nested stack and is cleaned up when the parent is done', async () => {
  const gone = { G: thing({ Value: 'gone' }) }
  await cfn.create('S', parent(await nested('a', child('one', gone))))
  const id = await idOf()
  cfn.world.take()
  const since = (await cfn.events(id)).length
  const stack = await cfn.update('S', parent(await nested('b', child('two'))))
  expect(stack.StackStatus).toBe('UPDATE_COMPLETE')
  expect(await idOf()).toBe(id)
  expect(stack.Outputs?.[1]?.OutputValue).toBe('two')
  expect(cfn.world.take()).toEqual(['update A', 'update P', 'remove G'])
  expect((await cfn.events(id, since)).filter((event) => event.startsWith('S-N-'))).toEqual([
    expect.stringContaining(' UPDATE_IN_PROGRESS: User Initiated'),
    expect.stringContaining(' UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'),
    expect.stringContaining(' UPDATE_COMPLETE'),
  ])
})

test('what a nested update has done is undone with the parent, outputs and exports too', async () => {
  const fixed = (value: string) => ({
    F: thing({ Value: 'f', Fixed: value }),
    ...(value === 'x' ? { G: thing() } : {}),
  })
  const before = await cfn.create('S', parent(await nested('a', child('one', fixed('x')))))
  const resources = await cfn.resources(await idOf())
  cfn.world.fail('create Late')
  const N = await nested('b', child('two', fixed('y')))
  const stack = await cfn.update('S', parent(N, { Late: thing({}, { DependsOn: 'P' }) }))
  expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect(stack.Outputs).toEqual(before.Outputs)
  const back = await cfn.settled(await idOf())
  expect(back.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect(back.Outputs?.[0]?.OutputValue).toBe('one')
  expect((await cfn.call('ListExports', {})).Exports?.[0]?.Value).toBe('one')
  const ids = (all: typeof resources) => Object.values(all).map(([, physicalId]) => physicalId)
  expect(ids(await cfn.resources(await idOf()))).toEqual(ids(resources))
  expect(Object.keys(await cfn.fakes())).toHaveLength(5)
})

test('an update that fails inside is rolled back, there and outside', async () => {
  await cfn.create('S', parent(await nested('a', child('one'))))
  cfn.world.fail('create New')
  const stack = await cfn.update('S', parent(await nested('b', child('two', { New: thing() }))))
  expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  const failed = (await cfn.events('S')).find((event) => event.startsWith('N UPDATE_FAILED'))
  expect(failed).toMatch(
    /: Embedded stack arn:\S+ was not successfully updated\. Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: The following resource\(s\) failed to create: \[New\]\.$/,
  )
  expect((await cfn.find(await idOf())).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect((await values()).sort()).toEqual(['default', 'one', 'one'])
})

test('an update without rollback stops inside and goes on from there', async () => {
  await cfn.create('S', parent(await nested('a', child('one'))))
  cfn.world.fail('create New')
  const template = parent(await nested('b', child('two', { New: thing() })))
  expect((await cfn.update('S', template, { DisableRollback: true })).StackStatus).toBe('UPDATE_FAILED')
  expect((await cfn.find(await idOf())).StackStatus).toBe('UPDATE_FAILED')
  cfn.world.failures.clear()
  const stack = await cfn.update('S', template, { DisableRollback: true })
  expect(stack.StackStatus).toBe('UPDATE_COMPLETE')
  expect((await cfn.find(await idOf())).StackStatus).toBe('UPDATE_COMPLETE')
})

test('stacks inside of nested stacks know both their parents, and go with the outermost', async () => {
  const inner = await nested('inner', child('deep'))
  const middle = { Resources: { N: inner }, Outputs: { O: { Value: { 'Fn::GetAtt': 'N.Outputs.O' } } } }
  const { StackId, Outputs } = await cfn.create('S', parent(await nested('middle', middle)))
  expect(Outputs?.[1]?.OutputValue).toBe('deep')
  const middleId = await idOf()
  const innerId = (await cfn.resources(middleId)).N?.[1] ?? ''
  expect(await cfn.find(innerId)).toMatchObject({ ParentId: middleId, RootId: StackId })
  const changed = { ...middle, Resources: { N: await nested('inner-2', child('deeper')) } }
  expect((await cfn.update('S', parent(await nested('middle-2', changed)))).Outputs?.[1]?.OutputValue).toBe('deeper')
  expect((await cfn.find(innerId)).StackStatus).toBe('UPDATE_COMPLETE')
  expect((await cfn.remove('S')).StackStatus).toBe('DELETE_COMPLETE')
  for (const id of [middleId, innerId]) expect((await cfn.find(id)).StackStatus).toBe('DELETE_COMPLETE')
  expect(await cfn.fakes()).toEqual({})
})

test('a nested stack that cannot be deleted keeps its parent', async () => {
  await cfn.create('S', parent(await nested('a', child('one'))))
  cfn.world.fail('remove A')
  expect((await cfn.remove('S')).StackStatus).toBe('DELETE_FAILED')
  const failed = (await cfn.events('S')).find((event) => event.startsWith('N DELETE_FAILED'))
  expect(failed).toMatch(/: Embedded stack arn:\S+ was not successfully deleted: .*failed to delete: \[A\]\.$/)
  cfn.world.failures.clear()
  expect((await cfn.remove('S')).StackStatus).toBe('DELETE_COMPLETE')
})

test('a nested stack is protected with its root', async () => {
  await cfn.create('S', parent(await nested('a', child('one'))), { EnableTerminationProtection: true })
  expect(await cfn.refusal('DeleteStack', { StackName: await idOf() })).toMatch(/TerminationProtection is enabled$/)
})

test('a nested stack whose creation is broken off is deleted with the parent', async () => {
  cfn.world.hold('create W')
  const N = await nested('a', { Resources: { A: thing(), W: fake('Waiting', {}) }, Outputs: { O: { Value: 'x' } } })
  await cfn.call('CreateStack', { StackName: 'S', TemplateBody: JSON.stringify(parent(N)) })
  while (cfn.world.waiting === 0) await new Promise((resolve) => setImmediate(resolve))
  const id = await idOf()
  expect((await cfn.remove('S')).StackStatus).toBe('DELETE_COMPLETE')
  expect((await cfn.find(id)).StackStatus).toBe('DELETE_COMPLETE')
  expect(await cfn.fakes()).toEqual({})
})
