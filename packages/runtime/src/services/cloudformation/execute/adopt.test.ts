import { beforeEach, expect, test } from 'vitest'
import { fake, startCloudFormation, type TestCloudFormation, thing } from '../cloudformation.harness.ts'

let cfn: TestCloudFormation
beforeEach(async () => {
  cfn = await startCloudFormation()
})

const PARAMETER = {
  P: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/adopted', Type: 'String', Value: 'from-template' } },
}
const ssm = () => cfn.other()
const put = () => ssm()('ssm', 'PutParameter', { Name: '/adopted', Type: 'String', Value: 'from-before' })
const value = async () => (await ssm()('ssm', 'GetParameter', { Name: '/adopted' })).Parameter?.Value

async function deploy(resources: object, ImportExistingResources: boolean, stack = 'S') {
  const TemplateBody = JSON.stringify({ Resources: resources })
  const input = { StackName: stack, ChangeSetName: 'c', ChangeSetType: 'CREATE', TemplateBody, ImportExistingResources }
  await cfn.call('CreateChangeSet', input)
  await cfn.call('ExecuteChangeSet', { StackName: stack, ChangeSetName: 'c' })
  return cfn.settled(stack)
}

test('what exists under the name is taken over, where that is wanted', async () => {
  await put()
  expect((await deploy(PARAMETER, false)).StackStatus).toBe('ROLLBACK_COMPLETE')
  expect((await cfn.events('S'))[3]).toMatch(/^P CREATE_FAILED: .*HandlerErrorCode: AlreadyExists\)$/)
  expect(await value()).toBe('from-before')
  await cfn.remove('S')

  expect((await deploy(PARAMETER, true)).StackStatus).toBe('CREATE_COMPLETE')
  expect(await value()).toBe('from-template')
  expect((await cfn.resources('S')).P).toEqual(['CREATE_COMPLETE', '/adopted'])
  await cfn.remove('S')
  await expect(value()).rejects.toThrow()
})

test('a rollback leaves what was there before the stack', async () => {
  await put()
  cfn.world.fail('create Z')
  const failing = { ...PARAMETER, Z: thing({}, { DependsOn: 'P' }) }
  expect((await deploy(failing, true)).StackStatus).toBe('ROLLBACK_COMPLETE')
  expect(await cfn.events('S')).toContain('P DELETE_SKIPPED')
  expect(await value()).toBeDefined()
  await cfn.remove('S')
  expect(await value()).toBeDefined()

  // The same within an update.
  await cfn.create('T', { Resources: { A: thing({}) } })
  const TemplateBody = JSON.stringify({ Resources: { A: thing({}), ...failing } })
  await cfn.call('CreateChangeSet', { StackName: 'T', ChangeSetName: 'c', TemplateBody, ImportExistingResources: true })
  await cfn.call('ExecuteChangeSet', { StackName: 'T', ChangeSetName: 'c' })
  expect((await cfn.settled('T')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect(await value()).toBeDefined()
})

test("another stack's resource is never taken over", async () => {
  const named = { N: fake('Named', { Name: 'mine' }) }
  await cfn.create('Owner', { Resources: named })
  expect((await deploy(named, true, 'Thief')).StackStatus).toBe('ROLLBACK_COMPLETE')
  expect((await cfn.events('Thief'))[3]).toMatch(/^N CREATE_FAILED: .*mine already exists/)
  expect(Object.keys(await cfn.fakes())).toEqual(['mine'])
})

test('once it is the stack that has it, it is like any other', async () => {
  const other = await startCloudFormation()
  cfn = other
  await put()
  await deploy(PARAMETER, true)
  cfn.world.fail('create Z')
  const changed = { P: { ...PARAMETER.P, Properties: { ...PARAMETER.P.Properties, Value: 'changed' } } }
  await cfn.update('S', { Resources: { ...changed, Z: thing({}, { DependsOn: 'P' }) } })
  expect(await value()).toBe('from-template')
})
