import { describe, expect, test } from 'vitest'
import { fake, startCloudFormation, type TestCloudFormation, thing } from '../cloudformation.harness.ts'
import { FakeWorld } from '../fake-resources.harness.ts'

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

/** An operation to be carried out on a stack that `prepare` has made. */
interface Scenario {
  readonly prepare: (cfn: TestCloudFormation) => Promise<unknown>
  readonly begin: (cfn: TestCloudFormation) => Promise<unknown>
  readonly failures?: readonly string[]
  readonly ends: string
}

const body = (template: object) => ({ StackName: 'S', TemplateBody: JSON.stringify(template) })
const nothing = async () => {}
const create = (cfn: TestCloudFormation) => cfn.create('S', OLD)
const update = (cfn: TestCloudFormation, more: object = {}) =>
  cfn.call('UpdateStack', { ...body(NEW), Tags: TAGS, ...more })

const createWaits = (cfn: TestCloudFormation) => cfn.create('S', OLD_WAITS)
const updateWaits = (cfn: TestCloudFormation) => cfn.call('UpdateStack', body(NEW_WAITS))
const remove = (cfn: TestCloudFormation) => cfn.call('DeleteStack', { StackName: 'S' })

/** A nested stack's template has to be where it is found. */
async function nested(cfn: TestCloudFormation, Key: string, Resources: object): Promise<object> {
  await cfn
    .other()('s3', 'CreateBucket', { Bucket: 'templates' })
    .catch(() => {})
  const Outputs = { O: { Value: { Ref: 'A' } } }
  const Body = new TextEncoder().encode(JSON.stringify({ Resources, Outputs }))
  await cfn.other()('s3', 'PutObject', { Bucket: 'templates', Key, Body })
  const TemplateURL = `https://s3.us-east-1.amazonaws.com/templates/${Key}`
  const N = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL } }
  return {
    Resources: { N, P: thing({ Value: { 'Fn::GetAtt': ['N', 'Outputs.O'] } }), Z: thing({}, { DependsOn: 'P' }) },
  }
}
const OLD_CHILD = { A: thing({ Value: 'old' }), G: thing({}) }
const NEW_CHILD = { A: thing({ Value: 'new', Fixed: 'now' }), B: fake('Waiting', { Value: { Ref: 'A' } }) }
const createNested = async (cfn: TestCloudFormation) => cfn.call('CreateStack', body(await nested(cfn, 'a', OLD_CHILD)))
const createdNested = async (cfn: TestCloudFormation) => cfn.create('S', await nested(cfn, 'a', OLD_CHILD))
const updateNested = async (cfn: TestCloudFormation) => {
  const template = await nested(cfn, 'b', NEW_CHILD)
  return cfn.call(
    'UpdateStack',
    body({ Resources: { ...Object(template).Resources, L: thing({}, { DependsOn: 'Z' }) } }),
  )
}

const SCENARIOS: Readonly<Record<string, Scenario>> = {
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
  'creation with a nested stack': { prepare: nothing, begin: createNested, ends: 'CREATE_COMPLETE' },
  'creation whose nested stack fails': {
    prepare: nothing,
    begin: createNested,
    failures: ['create G'],
    ends: 'ROLLBACK_COMPLETE',
  },
  'update with a nested stack': { prepare: createdNested, begin: updateNested, ends: 'UPDATE_COMPLETE' },
  'update that fails after its nested stack': {
    prepare: createdNested,
    begin: updateNested,
    failures: ['create L'],
    ends: 'UPDATE_ROLLBACK_COMPLETE',
  },
  'update whose nested stack fails': {
    prepare: createdNested,
    begin: updateNested,
    failures: ['create B'],
    ends: 'UPDATE_ROLLBACK_COMPLETE',
  },
  'deletion with a nested stack': { prepare: createdNested, begin: remove, ends: 'DELETE_COMPLETE' },
  'deletion that fails': {
    prepare: create,
    begin: (cfn) => cfn.call('DeleteStack', { StackName: 'S' }),
    failures: ['remove A'],
    ends: 'DELETE_FAILED',
  },
}

/** Carries a scenario out; with `killAfterSteps`, by a process that dies and another one that goes on. */
async function carryOut({ prepare, begin, failures = [] }: Scenario, killAfterSteps?: number) {
  const world = new FakeWorld()
  const preparing = await startCloudFormation({ world })
  const { store } = preparing
  await prepare(preparing)
  for (const call of failures) world.fail(call)

  const dying = await startCloudFormation({ store, world, ...(killAfterSteps === undefined ? {} : { killAfterSteps }) })
  await begin(dying)
  const { StackSummaries = [] } = await dying.call('ListStacks', {})
  const { StackId = '' } = StackSummaries.find(({ StackName }) => StackName === 'S') ?? {}
  await dying.atRest(StackId)
  const { steps } = dying

  const next = await startCloudFormation({ store, world })
  await next.resume()
  const stack = await next.settled(StackId)
  return { steps, stack, picture: await pictureOf(next, StackId) }
}

/** All that is left, with the names that chance gave taken out. */
async function pictureOf(cfn: TestCloudFormation, StackName: string) {
  const kinds = ['stack', 'resource', 'backup', 'leftover', 'export', 'import', 'stack-name']
  const counts = await Promise.all(
    kinds.map(async (kind) => [kind, (await cfn.store.list({ kind: `cloudformation/${kind}` })).length]),
  )
  const { Outputs } = await cfn.find(StackName)
  const resources = await cfn.resources(StackName)
  const seen = {
    fakes: Object.values(await cfn.fakes()).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
    events: byResource(await cfn.events(StackName)),
    exports: (await cfn.call('ListExports', {})).Exports,
    counts,
    Outputs,
    resources,
  }
  const text = JSON.stringify(seen)
    .replaceAll(/stack\/([A-Za-z0-9-]+)\/[0-9a-f-]{36}/g, 'stack/$1/uuid')
    .replaceAll(/S-([A-Z])-[A-Za-z0-9]{12}/g, 'S-$1-suffix')
    .replaceAll(/suffix-([A-Z])-[A-Za-z0-9]{12}/g, 'suffix-$1-suffix')
    .replaceAll(/(Request ID: |RequestToken: )[0-9a-f-]{36}/g, '$1uuid')
  return JSON.parse(text) as unknown
}

/** Waits side by side end in any order; what happens to one resource has only one. */
function byResource(events: readonly string[]): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  for (const event of events) {
    const logicalId = event.slice(0, event.indexOf(' '))
    found[logicalId] = [...(found[logicalId] ?? []), event]
  }
  return found
}

describe.each(Object.entries(SCENARIOS))('%s', (_name, scenario) => {
  test('ends the same, after whatever step the process is killed', { timeout: 60_000 }, async () => {
    const whole = await carryOut(scenario)
    expect(whole.stack.StackStatus).toBe(scenario.ends)
    for (let steps = 0; steps < whole.steps; steps++) {
      const killed = await carryOut(scenario, steps)
      expect(killed.steps, 'steps before it died').toBe(steps)
      expect(killed.picture, `killed after ${steps} of ${whole.steps} steps`).toEqual(whole.picture)
    }
  })
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
