import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openRuntime, type Runtime } from '../index.ts'
import { BOOTSTRAPPED, type WrittenStack, writeAssembly } from './assembly.harness.ts'
import type { AssemblyRequest, DeploymentAction } from './deployer.ts'
import type { DeploymentEvent, StackDoneEvent } from './events.ts'
import { DeploymentFailure } from './failure.ts'

const PLACE = { account: '111111111111', region: 'eu-west-1' }
const NOBODY_LEAVES = new AbortController().signal

let runtime: Runtime
const written: { remove(): void }[] = []
beforeAll(async () => {
  runtime = await openRuntime()
})
afterAll(() => runtime.close())
afterEach(async () => {
  for (const each of written.splice(0)) each.remove()
  await runtime.reset()
})

function assembly(stacks: Readonly<Record<string, WrittenStack>>, manifest?: object) {
  const made = writeAssembly(stacks, manifest)
  written.push(made)
  return made
}

async function run(
  action: DeploymentAction,
  directory: string,
  options: Partial<AssemblyRequest> = {},
): Promise<{ results: readonly StackDoneEvent[]; events: DeploymentEvent[] }> {
  const events: DeploymentEvent[] = []
  const deployer = await runtime.inside.deployer()
  const listening = { tell: (event: DeploymentEvent) => events.push(event), signal: NOBODY_LEAVES }
  return { results: await deployer.assembly({ action, directory, place: PLACE, ...options }, listening), events }
}

const deploy = (directory: string, options?: Partial<AssemblyRequest>) => run('deploy', directory, options)

function failure(work: Promise<unknown>): Promise<DeploymentFailure> {
  return work.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => {
      expect(error).toBeInstanceOf(DeploymentFailure)
      return error as DeploymentFailure
    },
  )
}

async function stackNames(): Promise<readonly string[]> {
  return (await runtime.status()).stacks.map(({ name, status }) => `${name} ${status}`)
}

const parameter = (Value: string | object, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', Name: '/word', Value },
  ...more,
})
const word = (value: string) => ({
  Resources: { Word: parameter(value) },
  Outputs: { Name: { Value: { Ref: 'Word' } } },
})

describe('a stack', () => {
  it('is created, left alone, updated and deleted, and tells how', async () => {
    const paths = { Word: 'Greeting/Word/Resource' }
    const first = assembly({ Greeting: { template: word('hello'), paths } })
    const created = await deploy(first.directory)
    expect(created.results).toMatchObject([{ outcome: 'created', stack: 'Greeting', outputs: { Name: '/word' } }])
    expect(created.events).toContainEqual({
      event: 'resource',
      stack: 'Greeting',
      logicalId: 'Word',
      path: 'Greeting/Word',
      resourceType: 'AWS::SSM::Parameter',
      status: 'CREATE_COMPLETE',
    })
    expect((await deploy(first.directory)).events).toEqual([
      expect.objectContaining({ event: 'done', outcome: 'unchanged', outputs: { Name: '/word' } }),
    ])
    const second = assembly({ Greeting: { template: word('goodbye') } })
    const updated = await deploy(second.directory)
    expect(updated.results).toMatchObject([{ outcome: 'updated' }])
    expect(updated.events).toContainEqual({
      event: 'plan',
      stack: 'Greeting',
      changes: [
        {
          action: 'Modify',
          logicalId: 'Word',
          resourceType: 'AWS::SSM::Parameter',
          replacement: 'False',
          details: [{ name: 'Properties.Value', before: 'hello', after: 'goodbye', replaces: 'Never' }],
        },
      ],
    })
    expect((await run('destroy', second.directory)).results).toMatchObject([{ outcome: 'deleted' }])
    expect((await run('destroy', second.directory)).results).toMatchObject([{ outcome: 'absent' }])
  })

  it('is compared without a trace', async () => {
    const { directory } = assembly({ Greeting: { template: word('hello') } })
    const { events } = await run('diff', directory)
    expect(events).toMatchObject([
      { event: 'plan', changes: [{ action: 'Add', logicalId: 'Word' }] },
      { event: 'done', outcome: 'compared' },
    ])
    expect(await stackNames()).toEqual([])
    await deploy(directory)
    expect((await run('diff', directory)).events).toMatchObject([{ changes: [] }, { outcome: 'compared' }])
  })

  it('is rolled back where a resource fails, which is named by its construct', async () => {
    const template = { Resources: { Word: parameter('hello'), Other: parameter('again', { DependsOn: 'Word' }) } }
    const paths = { Other: 'Greeting/Twice/Resource' }
    const traces = { 'Greeting/Twice/Resource': ['...aws-cdk-lib...', 'new Greeting (/app/lib/greeting.ts:7:5)'] }
    const { directory } = assembly({ Greeting: { template, paths, traces } })
    const failed = await failure(deploy(directory))
    expect(failed.message).toMatch(/^Greeting\/Twice \(AWS::SSM::Parameter\): .*already exists/)
    expect(failed).toMatchObject({
      stackName: 'Greeting',
      hint: 'The stack is ROLLBACK_COMPLETE.',
      logicalId: 'Other',
      source: '/app/lib/greeting.ts:7:5',
    })
    const mended = assembly({ Greeting: { template: word('hello') } })
    expect((await deploy(mended.directory)).results).toMatchObject([{ outcome: 'created' }])
  })

  it('is rolled back where nothing could begin, and says why', async () => {
    const template = { Resources: { Word: parameter({ 'Fn::ImportValue': 'nobody' }) } }
    const failed = await failure(deploy(assembly({ Greeting: { template } }).directory))
    expect(failed.message).toMatch(/^No export named nobody found\./)
    expect(failed).toMatchObject({ stackName: 'Greeting', hint: 'The stack is ROLLBACK_COMPLETE.' })
  })

  it('fails as its template does', async () => {
    const { directory } = assembly({
      Greeting: {
        template: { Resources: { T: { Type: 'AWS::Neptune::DBCluster' } } },
        paths: { T: 'Greeting/T' },
        traces: { 'Greeting/T': ['new Greeting (/app/lib/greeting.ts:8:5)'] },
      },
    })
    expect(await failure(deploy(directory))).toMatchObject({
      stackName: 'Greeting',
      logicalId: 'T',
      source: '/app/lib/greeting.ts:8:5',
    })
    expect(await stackNames()).toEqual([])
  })

  it('keeps the parameters that are not given, and takes those that are', async () => {
    const template = {
      Parameters: { Text: { Type: 'String', Default: 'hello' }, Other: { Type: 'String', Default: 'x' } },
      Resources: { Word: parameter({ Ref: 'Text' } as never) },
      Outputs: { Text: { Value: { Ref: 'Text' } } },
    }
    const { directory } = assembly({ Greeting: { template } })
    const outputsWith = async (parameters?: Record<string, string>) =>
      (await deploy(directory, { ...(parameters ? { parameters } : {}) })).results[0]?.outputs
    expect(await outputsWith()).toEqual({ Text: 'hello' })
    expect(await outputsWith({ Text: 'given', Unknown: 'ignored' })).toEqual({ Text: 'given' })
    expect(await outputsWith()).toEqual({ Text: 'given' })
  })

  it('is protected from deletion as the app says', async () => {
    const properties = { terminationProtection: true }
    const { directory } = assembly({ Greeting: { template: word('hello'), properties } })
    await deploy(directory)
    expect((await failure(run('destroy', directory))).message).toMatch(/TerminationProtection is enabled/)
    await deploy(assembly({ Greeting: { template: word('hello') } }).directory)
    expect((await run('destroy', directory)).results).toMatchObject([{ outcome: 'deleted' }])
  })
})

describe('several stacks', () => {
  const words = {
    Api: { template: { Resources: { A: parameter('a', {}) } }, dependsOn: ['Pool'] },
    Pool: {
      template: { Resources: { P: { ...parameter('p'), Properties: { Type: 'String', Name: '/p', Value: 'p' } } } },
    },
  }

  it('are deployed after those that they depend on, and deleted before', async () => {
    const { directory } = assembly(words)
    const names = async (action: DeploymentAction, options?: Partial<AssemblyRequest>) =>
      (await run(action, directory, options)).results.map(({ stack }) => stack)
    expect(await names('deploy')).toEqual(['Pool', 'Api'])
    expect(await names('destroy')).toEqual(['Api', 'Pool'])
    expect(await names('deploy', { stacks: ['Api'] })).toEqual(['Pool', 'Api'])
    expect(await names('deploy', { stacks: ['A*'], exclusively: true })).toEqual(['Api'])
    expect(await names('destroy', { stacks: ['Pool'] })).toEqual(['Pool'])
  })

  it('are known by name', async () => {
    const failed = await failure(deploy(assembly(words).directory, { stacks: ['Nope'] }))
    expect(failed).toMatchObject({ message: 'no stack of the app is called Nope', hint: 'There are: Pool, Api' })
  })
})

describe('assets', () => {
  const bucketName = `cdk-hnb659fds-assets-\${AWS::AccountId}-\${AWS::Region}`
  const files = (path: string, packaging: string) => ({
    files: {
      one: { displayName: 'Code', source: { path, packaging }, destinations: { d: { bucketName, objectKey: 'k' } } },
    },
  })

  it('are put where the template looks for them, in a place that is bootstrapped first, and once', async () => {
    const made = assembly({
      Code: { template: word('hello'), properties: BOOTSTRAPPED, assets: files('code', 'zip') },
    })
    made.write('code/index.js', 'exports.handler = 1')
    made.write('code/lib/more.js', 'exports.more = 1')
    const { events } = await deploy(made.directory)
    expect(events.slice(0, 2)).toEqual([
      { event: 'bootstrap', ...PLACE },
      { event: 'asset', stack: 'Code', name: 'Code', bytes: expect.any(Number) },
    ])
    expect(await stackNames()).toEqual(['CDKToolkit CREATE_COMPLETE', 'Code CREATE_COMPLETE'])
    const again = await deploy(made.directory)
    expect(again.events.map(({ event }) => event)).toEqual(['done'])
  })

  it('that are not there end the deployment before the stack is touched', async () => {
    const made = assembly({ Code: { template: word('x'), properties: BOOTSTRAPPED, assets: files('nowhere', 'zip') } })
    expect((await failure(deploy(made.directory))).message).toMatch(/^the asset Code cannot be read: ENOENT/)
    expect(await stackNames()).toEqual(['CDKToolkit CREATE_COMPLETE'])
  })

  it('need a bucket', async () => {
    const made = assembly({ Code: { template: word('x'), assets: files('code', 'file') } })
    made.write('code', 'text')
    const failed = await failure(deploy(made.directory))
    expect(failed.message).toBe('the bucket cdk-hnb659fds-assets-111111111111-eu-west-1 does not exist')
  })

  it.each([
    ['container images are not built', { dockerImages: { i: { source: { directory: 'd' }, destinations: {} } } }],
    [
      'the asset e is made by a program of its own',
      { files: { e: { source: { executable: ['x'] }, destinations: {} } } },
    ],
  ])('of other kinds are refused: %s', async (message, assets) => {
    expect(await failure(deploy(assembly({ Code: { template: word('x'), assets } }).directory))).toMatchObject({
      message,
      stackName: 'Code',
    })
  })
})

describe('what an app says of its stack', () => {
  const messages = {
    'Greeting/Old': { type: 'aws:cdk:warning', data: 'it is old' },
    'Greeting/Wrong': { type: 'aws:cdk:error', data: 'it breaks a rule' },
  }

  it('is told, and an error ends the deployment before anything is made', async () => {
    const { directory } = assembly({ Greeting: { template: word('x'), messages } })
    const failed = await failure(deploy(directory))
    expect(failed.message).toBe('the app found errors: Greeting/Wrong: it breaks a rule')
    expect(await stackNames()).toEqual([])
    const { events } = await run('diff', directory)
    expect(events).toContainEqual({ event: 'warning', stack: 'Greeting', message: 'Greeting/Old: it is old' })
    await run('destroy', directory)
  })

  it('reaches CloudFormation: topics and the role that it acts as', async () => {
    const notificationArns = ['arn:aws:sns:eu-west-1:111111111111:topic']
    const assumed = `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/deployer`
    const properties = { notificationArns, cloudFormationExecutionRoleArn: assumed }
    await deploy(assembly({ Greeting: { template: word('x'), properties } }).directory)
    const call = runtime.inside.operationsIn(PLACE)
    const { Stacks } = await call('cloudformation', 'DescribeStacks', { StackName: 'Greeting' })
    expect(Stacks?.[0]).toMatchObject({
      NotificationARNs: notificationArns,
      RoleARN: 'arn:aws:iam::111111111111:role/deployer',
    })
  })
})

describe('what cannot be deployed', () => {
  it('is a folder without a manifest, or with one that is none', async () => {
    const made = assembly({})
    expect((await failure(deploy(`${made.directory}/none`))).message).toMatch(/holds no manifest\.json$/)
    made.write('manifest.json', '{')
    expect((await failure(deploy(made.directory))).message).toMatch(/manifest\.json cannot be read: /)
  })

  it('is an app that has to look something up', async () => {
    const missing = [
      { key: 'vpc-provider:x', provider: 'vpc-provider', props: { account: '1', region: 'r', filter: {} } },
    ]
    const failed = await failure(deploy(assembly({ A: { template: word('x') } }, { missing }).directory))
    expect(failed.message).toBe('the app needs to look up vpc-provider:x')
  })

  it('is an app that wants another bootstrap stack', async () => {
    const properties = { ...BOOTSTRAPPED, bootstrapStackVersionSsmParameter: '/our/own' }
    const failed = await failure(deploy(assembly({ A: { template: word('x'), properties } }).directory))
    expect(failed.message).toBe('111111111111/eu-west-1 has no parameter /our/own')
  })
})
