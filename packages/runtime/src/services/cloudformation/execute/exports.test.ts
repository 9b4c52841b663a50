import { beforeEach, expect, test } from 'vitest'
import { ELSEWHERE, startCloudFormation, type TestCloudFormation, thing } from '../cloudformation.harness.ts'

let cfn: TestCloudFormation
beforeEach(async () => {
  cfn = await startCloudFormation()
})

const exporting = (Value: string, name = 'shared:name') => ({
  Resources: { A: thing({}) },
  Outputs: { O: { Value, Export: { Name: { 'Fn::Sub': name } } }, Plain: { Value: 'plain' } },
})
const importing = (name = 'shared:name') => ({ Resources: { B: thing({ Value: { 'Fn::ImportValue': name } }) } })
const valueOfB = async () => {
  const id = (await cfn.resources('Importer')).B?.[1] ?? ''
  return (await cfn.fakes())[id]?.properties.Value
}

test('an export is listed, imported, and told by whom', async () => {
  const stack = await cfn.create('Exporter', exporting('v1'))
  expect(stack.Outputs?.[0]).toEqual({ OutputKey: 'O', OutputValue: 'v1', ExportName: 'shared:name' })
  expect((await cfn.call('ListExports', {})).Exports).toEqual([
    { ExportingStackId: stack.StackId, Name: 'shared:name', Value: 'v1' },
  ])
  expect(await cfn.refusal('ListImports', { ExportName: 'shared:name' })).toBe(
    "ValidationError: Export 'shared:name' is not imported by any stack.",
  )
  await cfn.create('Importer', importing())
  expect(await valueOfB()).toBe('v1')
  expect((await cfn.call('ListImports', { ExportName: 'shared:name' })).Imports).toEqual(['Importer'])
  expect(await cfn.refusal('ListImports', { ExportName: 'other' })).toBe(
    'ValidationError: No export named other found.',
  )
})

test('an export in use cannot be changed, removed or deleted; afterwards it can', async () => {
  const { StackId = '' } = await cfn.create('Exporter', exporting('v1'))
  await cfn.create('Importer', importing())
  const { length } = await cfn.events('Exporter')
  expect((await cfn.update('Exporter', exporting('v2'))).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect((await cfn.events('Exporter', length))[1]).toBe(
    'Exporter UPDATE_ROLLBACK_IN_PROGRESS: Export shared:name cannot be updated as it is in use by Importer',
  )
  await cfn.update('Exporter', { Resources: { A: thing({}) } })
  expect((await cfn.events('Exporter')).at(-3)).toBe(
    'Exporter UPDATE_ROLLBACK_IN_PROGRESS: Export shared:name cannot be deleted as it is in use by Importer',
  )
  expect((await cfn.call('ListExports', {})).Exports).toMatchObject([{ Name: 'shared:name', Value: 'v1' }])

  // A deletion is called off: the stack goes back to what it was.
  const stack = await cfn.remove('Exporter')
  const reason = 'Export shared:name cannot be deleted as it is in use by Importer'
  expect(stack).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE', StackStatusReason: reason })
  expect(stack.DeletionTime).toBeUndefined()
  expect(Object.keys(await cfn.fakes())).toHaveLength(2)

  await cfn.update('Importer', { Resources: { B: thing({ Value: 'own' }) } })
  expect((await cfn.update('Exporter', exporting('v2'))).StackStatus).toBe('UPDATE_COMPLETE')
  await cfn.remove('Exporter')
  expect((await cfn.find(StackId)).StackStatus).toBe('DELETE_COMPLETE')
  expect((await cfn.call('ListExports', {})).Exports).toEqual([])
})

test('a stack in whatever state of rest keeps its exports while they are used', async () => {
  await cfn.create('Exporter', exporting('v1'))
  await cfn.create('Importer', importing())
  cfn.world.fail('create Z')
  const template = exporting('v1')
  const failing = { ...template, Resources: { ...template.Resources, Z: thing({}) } }
  expect((await cfn.update('Exporter', failing, { DisableRollback: true })).StackStatus).toBe('UPDATE_FAILED')
  expect((await cfn.remove('Exporter')).StackStatus).toBe('UPDATE_FAILED')
  expect((await cfn.call('ListExports', {})).Exports).toHaveLength(1)
})

test('two stacks cannot export one name', async () => {
  await cfn.create('Exporter', exporting('v1'))
  const stack = await cfn.create('Other', exporting('v2'))
  expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
  expect(await cfn.events('Other')).toContain(
    'Other ROLLBACK_IN_PROGRESS: Export with name shared:name is already exported by stack Exporter. ' +
      'Rollback requested by user.',
  )
  // Another place has names of its own.
  await cfn.create('Exporter', exporting('elsewhere'), {}, ELSEWHERE)
  expect((await cfn.call('ListExports', {}, ELSEWHERE)).Exports).toMatchObject([{ Value: 'elsewhere' }])
})

test('a missing export fails the operation before it touches a resource', async () => {
  const stack = await cfn.create('Importer', importing('nobody'))
  expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
  expect(cfn.world.calls).toEqual([])
  expect((await cfn.events('Importer'))[1]).toBe(
    'Importer ROLLBACK_IN_PROGRESS: No export named nobody found. Rollback requested by user.',
  )
  await cfn.create('Exporter', exporting('v1'))
  await cfn.remove('Importer')
  await cfn.create('Importer', importing())
  await cfn.update('Importer', importing('nobody'))
  expect((await cfn.events('Importer')).at(-3)).toBe(
    'Importer UPDATE_ROLLBACK_IN_PROGRESS: No export named nobody found.',
  )
  expect((await cfn.call('ListImports', { ExportName: 'shared:name' })).Imports).toEqual(['Importer'])
})

test('an export that is renamed or moves to another output', async () => {
  await cfn.create('Exporter', exporting('v1'))
  expect((await cfn.update('Exporter', exporting('v1', 'renamed'))).StackStatus).toBe('UPDATE_COMPLETE')
  expect((await cfn.call('ListExports', {})).Exports).toMatchObject([{ Name: 'renamed' }])
  await cfn.create('Importer', importing('renamed'))
  const moved = { Resources: { A: thing({}) }, Outputs: { P: { Value: 'v1', Export: { Name: 'renamed' } } } }
  expect((await cfn.update('Exporter', moved)).StackStatus).toBe('UPDATE_COMPLETE')
})

test('an import in a branch that does not apply is none', async () => {
  const template = {
    Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
    Resources: { B: thing({ Value: { 'Fn::If': ['No', { 'Fn::ImportValue': 'nobody' }, 'x'] } }) },
  }
  expect((await cfn.create('Importer', template)).StackStatus).toBe('CREATE_COMPLETE')
})

test('weak references: the value at that moment, and nothing is held', async () => {
  await cfn.create('Exporter', exporting('v1'))
  const weak = (StackName: string, more: object = {}) => ({
    Resources: { B: thing({ Value: { 'Fn::GetStackOutput': { StackName, OutputName: 'Plain', ...more } } }) },
  })
  await cfn.create('Importer', weak('Exporter', { Region: { Ref: 'AWS::Region' } }))
  expect(await valueOfB()).toBe('plain')
  await cfn.remove('Exporter')
  expect((await cfn.find('Importer')).StackStatus).toBe('CREATE_COMPLETE')
  const stack = await cfn.create('Lost', weak('Exporter'))
  expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
  expect((await cfn.events('Lost'))[2]).toBe('B CREATE_FAILED: Stack with id Exporter does not exist')

  await cfn.create('There', exporting('v1'), {}, ELSEWHERE)
  expect((await cfn.create('Far', weak('There', { Region: 'eu-west-1' }))).StackStatus).toBe('CREATE_COMPLETE')
  expect(
    await cfn.refusal('CreateStack', {
      StackName: 'Role',
      TemplateBody: JSON.stringify(weak('There', { RoleArn: 'arn:aws:iam::123456789012:role/x' })),
    }),
  ).toBe('NotImplementedException: RoleArn of Fn::GetStackOutput is not emulated by Sallyport.')
})

test('names are of letters, digits, colons and hyphens', async () => {
  const stack = await cfn.create('Exporter', exporting('v', 'a|b'))
  expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
  expect(await cfn.events('Exporter')).toContain(
    'Exporter ROLLBACK_IN_PROGRESS: Template format error: Output O is malformed. The Name field of every Export member ' +
      'must consist only of alphanumeric characters, colons, or hyphens. Rollback requested by user.',
  )
})
