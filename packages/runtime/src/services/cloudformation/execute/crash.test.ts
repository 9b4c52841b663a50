import { expect, test } from 'vitest'
import { fake, startCloudFormation, type TestCloudFormation, thing } from '../cloudformation.harness.ts'
import { describeCrashes } from './crash.harness.ts'

const OLD = {
  Resources: {
    A: thing({ Value: 'old', Fixed: 'f' }),
    B: thing({ Value: { Ref: 'A' } }),
    C: thing({ Value: { 'Fn::GetAtt': ['B', 'Arn'] } }, { DeletionPolicy: 'Retain' }),
    G: thing({}),
    T: fake('Tagged', {}),
  },
  Outputs: { O: { Value: { Ref: 'A' }, Export: { Name: 'exported' } } },
}
const NEW = {
  Resources: {
    A: thing({ Value: 'new', Fixed: 'now' }),
    B: thing({ Value: { Ref: 'A' } }),
    N: thing({ Value: { Ref: 'B' } }),
    T: fake('Tagged', {}),
    Z: thing({}, { DependsOn: 'N' }),
  },
  Outputs: { O: { Value: { 'Fn::GetAtt': ['B', 'Value'] } } },
}

/** With resources that wait: side by side, one after another, known from the beginning or only at the end. */
const OLD_WAITS = {
  Resources: {
    E: fake('Waiting', { Early: true, Value: 'old' }),
    W: fake('Waiting', { Value: 'old', Fixed: 'f' }),
    X: fake('Waiting', { Value: { Ref: 'W' } }),
    A: thing({ Value: { Ref: 'X' } }),
    G: fake('Waiting', {}),
  },
}
const NEW_WAITS = {
  Resources: {
    E: fake('Waiting', { Early: true, Value: 'new' }),
    W: fake('Waiting', { Value: 'new', Fixed: 'now' }),
    X: fake('Waiting', { Value: { Ref: 'W' } }),
    A: thing({ Value: { Ref: 'X' } }),
    N: fake('Waiting', { Early: true }),
    Z: fake('Waiting', {}, { DependsOn: ['A', 'N', 'E'] }),
  },
}

const TAGS = [{ Key: 'k', Value: 'v' }]

const body = (template: object) => ({ StackName: 'S', TemplateBody: JSON.stringify(template) })
const nothing = async () => {}
const create = (cfn: TestCloudFormation) => cfn.create('S', OLD)
const update = (cfn: TestCloudFormation, more: object = {}) =>
  cfn.call('UpdateStack', { ...body(NEW), Tags: TAGS, ...more })

const createWaits = (cfn: TestCloudFormation) => cfn.create('S', OLD_WAITS)
const updateWaits = (cfn: TestCloudFormation) => cfn.call('UpdateStack', body(NEW_WAITS))
const remove = (cfn: TestCloudFormation) => cfn.call('DeleteStack', { StackName: 'S' })

describeCrashes({
  creation: { prepare: nothing, begin: (cfn) => cfn.call('CreateStack', body(OLD)), ends: 'CREATE_COMPLETE' },
  'creation that fails': {
    prepare: nothing,
    begin: (cfn) => cfn.call('CreateStack', body(NEW)),
    failures: ['create Z'],
    ends: 'ROLLBACK_COMPLETE',
  },
  'creation that fails and deletes': {
    prepare: nothing,
    begin: (cfn) => cfn.call('CreateStack', { ...body(NEW), OnFailure: 'DELETE' }),
    failures: ['create Z'],
    ends: 'DELETE_COMPLETE',
  },
  update: { prepare: create, begin: update, ends: 'UPDATE_COMPLETE' },
  'update that fails': {
    prepare: create,
    begin: update,
    failures: ['create Z'],
    ends: 'UPDATE_ROLLBACK_COMPLETE',
  },
  'update that fails without rollback': {
    prepare: create,
    begin: (cfn) => update(cfn, { DisableRollback: true }),
    failures: ['create Z'],
    ends: 'UPDATE_FAILED',
  },
  'clean-up that fails': { prepare: create, begin: update, failures: ['remove G'], ends: 'UPDATE_COMPLETE' },
  deletion: { prepare: create, begin: (cfn) => cfn.call('DeleteStack', { StackName: 'S' }), ends: 'DELETE_COMPLETE' },
  'creation with waits': {
    prepare: nothing,
    begin: (cfn) => cfn.call('CreateStack', body(OLD_WAITS)),
    ends: 'CREATE_COMPLETE',
  },
  'creation whose wait fails': {
    prepare: nothing,
    begin: (cfn) => cfn.call('CreateStack', body(NEW_WAITS)),
    failures: ['create Z'],
    ends: 'ROLLBACK_COMPLETE',
  },
  'update with waits': { prepare: createWaits, begin: updateWaits, ends: 'UPDATE_COMPLETE' },
  'update whose wait fails': {
    prepare: createWaits,
    begin: updateWaits,
    failures: ['create Z'],
    ends: 'UPDATE_ROLLBACK_COMPLETE',
  },
  'update whose end fails': {
    prepare: createWaits,
    begin: updateWaits,
    failures: ['end create Z'],
    ends: 'UPDATE_ROLLBACK_COMPLETE',
  },
  'clean-up whose wait fails': {
    prepare: createWaits,
    begin: updateWaits,
    failures: ['remove G'],
    ends: 'UPDATE_COMPLETE',
  },
  'deletion with waits': { prepare: createWaits, begin: remove, ends: 'DELETE_COMPLETE' },
  'deletion whose wait fails': { prepare: createWaits, begin: remove, failures: ['remove W'], ends: 'DELETE_FAILED' },
  'deletion that fails': {
    prepare: create,
    begin: (cfn) => cfn.call('DeleteStack', { StackName: 'S' }),
    failures: ['remove A'],
    ends: 'DELETE_FAILED',
  },
})

test('a process that is closed in the middle leaves the rest to the next one', async () => {
  const first = await startCloudFormation()
  const Resources = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`R${i}`, thing({})]))
  await first.call('CreateStack', body({ Resources }))
  await new Promise((resolve) => setImmediate(resolve))
  await first.close()
  expect((await first.find('S')).StackStatus).toBe('CREATE_IN_PROGRESS')
  const next = await startCloudFormation({ store: first.store })
  await next.resume()
  expect((await next.settled('S')).StackStatus).toBe('CREATE_COMPLETE')
  expect(Object.keys(await next.fakes())).toHaveLength(30)
})
