import { beforeEach, expect, test } from 'vitest'
import { startCloudFormation, type TestCloudFormation, thing } from '../cloudformation.harness.ts'

const REFUSAL = 'ValidationError: Template error: the functions of the template make more than 4000000 characters.'
const CHUNK = 'x'.repeat(4000)
/** 100 texts of 24 kB each from a few bytes: well below the limit. */
const share = { 'Fn::Join': ['', Array.from({ length: 6 }, () => ({ Ref: 'Chunk' }))] }
const Parameters = { Chunk: { Type: 'String', Default: CHUNK } }
const things = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`T${i}`, thing({ Value: share })]))

let cloudFormation: TestCloudFormation
beforeEach(async () => {
  cloudFormation = await startCloudFormation()
})

test('resources, outputs and conditions draw on it together', async () => {
  const { create, refusal } = cloudFormation
  const refused = (template: object) =>
    refusal('CreateStack', { StackName: 's', TemplateBody: JSON.stringify({ Parameters, ...template }) })
  expect(await refused({ Resources: things(100) })).toBe(REFUSAL)
  const Outputs = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`O${i}`, { Value: share }]))
  expect(await refused({ Resources: things(30), Outputs })).toBe(REFUSAL)
  const conditions = Array.from({ length: 60 }, (_, i) => [`C${i}`, { 'Fn::Equals': [share, 'x'] }])
  expect(await refused({ Resources: things(30), Conditions: Object.fromEntries(conditions) })).toBe(REFUSAL)

  const made = await create('s', { Parameters, Resources: things(30) })
  expect(made.StackStatus).toBe('CREATE_COMPLETE')
})

test('nothing of a stack is made or changed when it is exceeded', async () => {
  const { call, create, refusal, find, world } = cloudFormation
  const huge = JSON.stringify({ Parameters, Resources: things(100) })
  const changeSet = { StackName: 's', ChangeSetName: 'c', TemplateBody: huge }
  expect(await refusal('CreateChangeSet', { ...changeSet, ChangeSetType: 'CREATE' })).toBe(REFUSAL)
  expect(await refusal('CreateStack', { StackName: 's', TemplateBody: huge })).toBe(REFUSAL)
  expect((await call('ListStacks', {})).StackSummaries).toEqual([])

  await create('s', { Resources: { T: thing() } })
  world.take()
  expect(await refusal('UpdateStack', { StackName: 's', TemplateBody: huge })).toBe(REFUSAL)
  expect(await refusal('CreateChangeSet', changeSet)).toBe(REFUSAL)
  expect((await find('s')).StackStatus).toBe('CREATE_COMPLETE')
  expect(world.take()).toEqual([])
})

test('what only execution can tell fails the stack, not the process', async () => {
  const { create, events } = cloudFormation
  const long = { 'Fn::Join': ['', Array.from({ length: 200 }, () => ({ 'Fn::GetAtt': ['T', 'Value'] }))] }
  const stack = await create('s', {
    Parameters,
    Resources: { T: thing({ Value: share }), U: thing({ Value: long }) },
  })
  expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
  expect((await events('s')).join('\n')).toContain('make more than 4000000 characters')
})

test('what dynamic references stand for draws on it too', async () => {
  const { create, events, other } = cloudFormation
  await other()('secretsmanager', 'CreateSecret', {
    Name: 'long',
    ClientRequestToken: 'x'.repeat(32),
    SecretString: 'y'.repeat(60_000),
  })
  const List = Array.from({ length: 70 }, () => '{{resolve:secretsmanager:long}}')
  expect((await create('s', { Resources: { T: thing({ List: List.slice(0, 60) }) } })).StackStatus).toBe(
    'CREATE_COMPLETE',
  )
  expect((await create('t', { Resources: { T: thing({ List }) } })).StackStatus).toBe('ROLLBACK_COMPLETE')
  expect(await events('t')).toContainEqual(expect.stringContaining(`T CREATE_FAILED: ${REFUSAL.split(': ')[1]}`))
})
