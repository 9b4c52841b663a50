import { createHash } from 'node:crypto'
import { fake, type TestCloudFormation, thing } from '../cloudformation.harness.ts'
import { describeCrashes } from './crash.harness.ts'

const nothing = async () => {}
const body = (template: object) => ({ StackName: 'S', TemplateBody: JSON.stringify(template) })

/** A nested stack's template has to be where it is found. */
async function nested(cfn: TestCloudFormation, Resources: object): Promise<object> {
  const Key = createHash('sha256').update(JSON.stringify(Resources)).digest('hex')
  await cfn
    .other()('s3', 'CreateBucket', { Bucket: 'templates' })
    .catch(() => {})
  const Outputs = { O: { Value: { Ref: 'A' } } }
  const Body = new TextEncoder().encode(JSON.stringify({ Resources, Outputs }))
  await cfn.other()('s3', 'PutObject', { Bucket: 'templates', Key, Body })
  return {
    Type: 'AWS::CloudFormation::Stack',
    Properties: { TemplateURL: `https://s3.us-east-1.amazonaws.com/templates/${Key}` },
  }
}

/** What comes after the nested stack depends on it. */
const around = (N: object, more: object = {}) => ({
  Resources: {
    N,
    P: thing({ Value: { 'Fn::GetAtt': ['N', 'Outputs.O'] } }),
    Z: thing({}, { DependsOn: 'P' }),
    ...more,
  },
})
const LATE = { L: thing({}, { DependsOn: 'Z' }) }

const OLD = { A: thing({ Value: 'old' }), G: thing({}) }
const NEW = { A: thing({ Value: 'new', Fixed: 'now' }), B: fake('Waiting', { Value: { Ref: 'A' } }) }

/** One after another and side by side; `W` is replaced, `E` changed, `G` removed. */
const OLD_WAITS = {
  E: fake('Waiting', { Early: true, Value: 'old' }),
  W: fake('Waiting', { Value: 'old', Fixed: 'f' }),
  A: thing({ Value: { Ref: 'W' } }),
  G: fake('Waiting', {}),
}
const NEW_WAITS = {
  E: fake('Waiting', { Early: true, Value: 'new' }),
  W: fake('Waiting', { Value: 'new', Fixed: 'now' }),
  A: thing({ Value: { Ref: 'W' } }),
  X: fake('Waiting', { Early: true }, { DependsOn: ['A', 'E'] }),
}

const templateOf = async (cfn: TestCloudFormation, resources: object, more: object = {}) => {
  return around(await nested(cfn, resources), more)
}
const created = (resources: object) => async (cfn: TestCloudFormation) => {
  return cfn.create('S', await templateOf(cfn, resources))
}
const create =
  (resources: object, more: object = {}) =>
  async (cfn: TestCloudFormation) => {
    return cfn.call('CreateStack', body(await templateOf(cfn, resources, more)))
  }
const update = (resources: object) => async (cfn: TestCloudFormation) => {
  return cfn.call('UpdateStack', body(await templateOf(cfn, resources, LATE)))
}
const withoutNested = (cfn: TestCloudFormation) => cfn.call('UpdateStack', body({ Resources: { Z: thing({}) } }))
const remove = (cfn: TestCloudFormation) => cfn.call('DeleteStack', { StackName: 'S' })

/** A stack in a stack in a stack. */
const deep = async (cfn: TestCloudFormation, resources: object) => {
  const N = await nested(cfn, resources)
  return templateOf(cfn, { N, A: thing({ Value: { 'Fn::GetAtt': ['N', 'Outputs.O'] } }) }, LATE)
}
const createDeep = async (cfn: TestCloudFormation) => cfn.call('CreateStack', body(await deep(cfn, OLD)))
const createdDeep = async (cfn: TestCloudFormation) => cfn.create('S', await deep(cfn, OLD))
const updateDeep = async (cfn: TestCloudFormation) => cfn.call('UpdateStack', body(await deep(cfn, NEW)))

/** By a change set that has one for the nested stack. */
const execute =
  (ChangeSetType: 'CREATE' | 'UPDATE', resources: object, more: object = {}) =>
  async (cfn: TestCloudFormation) => {
    const input = { ...body(await templateOf(cfn, resources, more)), ChangeSetName: 'c', ChangeSetType }
    await cfn.call('CreateChangeSet', { ...input, IncludeNestedStacks: true })
    return cfn.call('ExecuteChangeSet', { StackName: 'S', ChangeSetName: 'c' })
  }

describeCrashes({
  creation: { prepare: nothing, begin: create(OLD), ends: 'CREATE_COMPLETE' },
  'creation whose nested stack fails': {
    prepare: nothing,
    begin: create(OLD),
    failures: ['create G'],
    ends: 'ROLLBACK_COMPLETE',
  },
  'creation of what waits': { prepare: nothing, begin: create(OLD_WAITS), ends: 'CREATE_COMPLETE' },
  'creation whose nested stack fails in a wait': {
    prepare: nothing,
    begin: create(NEW_WAITS),
    failures: ['create X'],
    ends: 'ROLLBACK_COMPLETE',
  },
  'creation that fails after its nested stack has waited': {
    prepare: nothing,
    begin: create(OLD_WAITS, LATE),
    failures: ['create L'],
    ends: 'ROLLBACK_COMPLETE',
  },
  update: { prepare: created(OLD), begin: update(NEW), ends: 'UPDATE_COMPLETE' },
  'update that fails after its nested stack': {
    prepare: created(OLD),
    begin: update(NEW),
    failures: ['create L'],
    ends: 'UPDATE_ROLLBACK_COMPLETE',
  },
  'update whose nested stack fails': {
    prepare: created(OLD),
    begin: update(NEW),
    failures: ['create B'],
    ends: 'UPDATE_ROLLBACK_COMPLETE',
  },
  'update of what waits': { prepare: created(OLD_WAITS), begin: update(NEW_WAITS), ends: 'UPDATE_COMPLETE' },
  'update that fails after its nested stack has waited': {
    prepare: created(OLD_WAITS),
    begin: update(NEW_WAITS),
    failures: ['create L'],
    ends: 'UPDATE_ROLLBACK_COMPLETE',
  },
  'update whose nested stack fails in a wait': {
    prepare: created(OLD_WAITS),
    begin: update(NEW_WAITS),
    failures: ['create X'],
    ends: 'UPDATE_ROLLBACK_COMPLETE',
  },
  'update that removes the nested stack': {
    prepare: created(OLD_WAITS),
    begin: withoutNested,
    ends: 'UPDATE_COMPLETE',
  },
  deletion: { prepare: created(OLD), begin: remove, ends: 'DELETE_COMPLETE' },
  'deletion of what waits': { prepare: created(OLD_WAITS), begin: remove, ends: 'DELETE_COMPLETE' },
  'deletion whose nested stack fails in a wait': {
    prepare: created(OLD_WAITS),
    begin: remove,
    failures: ['remove W'],
    ends: 'DELETE_FAILED',
  },
  'creation on two levels': { prepare: nothing, begin: createDeep, ends: 'CREATE_COMPLETE' },
  'creation on two levels that fails': {
    prepare: nothing,
    begin: createDeep,
    failures: ['create L'],
    ends: 'ROLLBACK_COMPLETE',
  },
  'update on two levels that fails': {
    prepare: createdDeep,
    begin: updateDeep,
    failures: ['create B'],
    ends: 'UPDATE_ROLLBACK_COMPLETE',
  },
  'deletion on two levels': { prepare: createdDeep, begin: remove, ends: 'DELETE_COMPLETE' },
  'creation by a change set': { prepare: nothing, begin: execute('CREATE', OLD_WAITS), ends: 'CREATE_COMPLETE' },
  'creation by a change set that fails': {
    prepare: nothing,
    begin: execute('CREATE', OLD_WAITS, LATE),
    failures: ['create L'],
    ends: 'ROLLBACK_COMPLETE',
  },
  'update by a change set': {
    prepare: created(OLD),
    begin: execute('UPDATE', NEW, LATE),
    ends: 'UPDATE_COMPLETE',
  },
  'update by a change set that fails': {
    prepare: created(OLD),
    begin: execute('UPDATE', NEW, LATE),
    failures: ['create L'],
    ends: 'UPDATE_ROLLBACK_COMPLETE',
  },
})
