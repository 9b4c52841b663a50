import { beforeEach, describe, expect, test } from 'vitest'
import { startCloudFormation, type TestCloudFormation, thing } from '../cloudformation.harness.ts'
import { FakeFunctions, FUNCTION_ARN, missing } from './fake-functions.harness.ts'
import { requestDocument } from './request-document.ts'

const PAUSE = () => new Promise<void>((resolve) => setImmediate(resolve))
let functions: FakeFunctions
let cfn: TestCloudFormation
beforeEach(async () => {
  functions = new FakeFunctions()
  cfn = await startCloudFormation({ functions, sleep: PAUSE })
  functions.attach(cfn)
})

const custom = (Properties: object = {}, more: object = {}) => ({
  Type: 'Custom::Thing',
  Properties: { ServiceToken: FUNCTION_ARN, ...Properties },
  ...more,
})
const templateOf = (properties: object = {}, more: object = {}, resources: object = {}) => ({
  Resources: { C: custom(properties, more), ...resources },
  Outputs: { Ref: { Value: { Ref: 'C' } }, Value: { Value: { 'Fn::GetAtt': ['C', 'Value'] } } },
})
const outputs = ({ Outputs = [] }: Awaited<ReturnType<TestCloudFormation['find']>>) =>
  Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]))
const failure = { Status: 'FAILED', Reason: 'no luck', PhysicalResourceId: 'half-made' }
const succeeds = (PhysicalResourceId: string, Data: object = {}) => ({ Status: 'SUCCESS', PhysicalResourceId, Data })

/** Begins an operation and waits until the function was asked. */
async function asked(begin: Promise<unknown>): Promise<void> {
  const before = functions.requests.length
  await begin
  while (functions.requests.length === before) await PAUSE()
}
const begin = (template: object) => cfn.call('CreateStack', { StackName: 'S', TemplateBody: JSON.stringify(template) })

describe('a custom resource', () => {
  test('asks its function, with scalars as texts, and is what the response says', async () => {
    const list = [1, 'two', { deep: false }]
    const stack = await cfn.create('S', templateOf({ Value: true, Number: 5, list }))
    expect(stack.StackStatus).toBe('CREATE_COMPLETE')
    expect(outputs(stack)).toEqual({ Ref: 'id-of-C', Value: 'true' })
    const [request] = functions.requests
    expect(request).toEqual({
      RequestType: 'Create',
      ServiceToken: FUNCTION_ARN,
      ResponseURL: expect.stringMatching(
        /^http:\/\/127\.0\.0\.1:4566\/_aws\/custom-resource\/arn%3Aaws%3Acloudformation.*%7CC%7C[0-9a-f-]{36}\?AWSAccessKeyId=/,
      ),
      StackId: stack.StackId,
      RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      LogicalResourceId: 'C',
      ResourceType: 'Custom::Thing',
      ResourceProperties: {
        ServiceToken: FUNCTION_ARN,
        Value: 'true',
        Number: '5',
        list: ['1', 'two', { deep: 'false' }],
      },
    })
    expect(functions.answers).toEqual([200])
    expect(await cfn.events('S')).toEqual(
      expect.arrayContaining(['C CREATE_IN_PROGRESS', 'C CREATE_IN_PROGRESS: Resource creation Initiated']),
    )
  })

  test('is deleted by its id, and forgotten', async () => {
    await cfn.create('S', templateOf())
    functions.take()
    expect((await cfn.remove('S')).StackStatus).toBe('DELETE_COMPLETE')
    expect(functions.take()).toEqual(['Delete C id-of-C'])
    expect(await cfn.store.list({ kind: 'cloudformation/custom-response' })).toEqual([])
  })

  test('is updated in place, and told what it was', async () => {
    await cfn.create('S', templateOf({ Value: 1 }))
    const stack = await cfn.update('S', templateOf({ Value: 2 }))
    expect(outputs(stack)).toEqual({ Ref: 'id-of-C', Value: '2' })
    expect(functions.requests.at(-1)).toMatchObject({
      RequestType: 'Update',
      PhysicalResourceId: 'id-of-C',
      ResourceProperties: { Value: '2' },
      OldResourceProperties: { ServiceToken: FUNCTION_ARN, Value: '1' },
    })
    expect(functions.take()).toEqual(['Create C', 'Update C id-of-C'])
  })

  test('is not called for a new timeout alone', async () => {
    await cfn.create('S', templateOf({ ServiceTimeout: 60 }))
    functions.take()
    const stack = await cfn.update('S', templateOf({ ServiceTimeout: 90 }))
    expect([stack.StackStatus, outputs(stack).Value]).toEqual(['UPDATE_COMPLETE', 'none'])
    expect(functions.take()).toEqual([])
  })

  test('is not called for what arrives alike', async () => {
    await cfn.create('S', templateOf({ Value: 5, List: [true] }))
    functions.take()
    expect((await cfn.update('S', templateOf({ Value: '5', List: ['true'] }))).StackStatus).toBe('UPDATE_COMPLETE')
    expect(functions.take()).toEqual([])
  })

  test('is replaced by another id: the old one is deleted in the clean-up, with the old properties', async () => {
    functions.handler = ({ ResourceProperties: { Value } }) => succeeds(`id-${Value}`, { Value })
    await cfn.create('S', templateOf({ Value: 1 }))
    const stack = await cfn.update('S', templateOf({ Value: 2 }))
    expect([stack.StackStatus, outputs(stack).Ref]).toEqual(['UPDATE_COMPLETE', 'id-2'])
    expect(functions.requests.at(-1)).toMatchObject({ ResourceProperties: { Value: '1' } })
    expect(functions.take()).toEqual(['Create C', 'Update C id-1', 'Delete C id-1'])
  })

  test('is replaced also when the old one cannot be deleted, which is told and no more asked for', async () => {
    functions.handler = ({ ResourceProperties: { Value }, RequestType }) =>
      RequestType === 'Delete' ? failure : succeeds(`id-${Value}`, { Value })
    await cfn.create('S', templateOf({ Value: 1 }))
    const stack = await cfn.update('S', templateOf({ Value: 2 }))
    expect([stack.StackStatus, outputs(stack).Ref]).toEqual(['UPDATE_COMPLETE', 'id-2'])
    expect(await cfn.events('S')).toContainEqual(expect.stringMatching(/^C DELETE_FAILED: .* no luck /))
    functions.take()
    functions.handler = () => succeeds('id-2')
    expect((await cfn.remove('S')).StackStatus).toBe('DELETE_COMPLETE')
    expect(functions.take()).toEqual(['Delete C id-2'])
  })

  test('leaves the old one where the policy says so', async () => {
    functions.handler = ({ ResourceProperties: { Value } }) => succeeds(`id-${Value}`, { Value })
    const retained = { UpdateReplacePolicy: 'Retain', DeletionPolicy: 'Retain' }
    await cfn.create('S', templateOf({ Value: 1 }, retained))
    await cfn.update('S', templateOf({ Value: 2 }, retained))
    expect((await cfn.remove('S')).StackStatus).toBe('DELETE_COMPLETE')
    expect(functions.take()).toEqual(['Create C', 'Update C id-1'])
  })

  test('gives what is in its data, and names the response that lacks an attribute', async () => {
    functions.handler = () => succeeds('x', { 'A.B': 'dotted', List: ['a', 'b'] })
    const values = { Dotted: { Value: { 'Fn::GetAtt': ['C', 'A.B'] } } }
    const joined = { Joined: { Value: { 'Fn::Join': ['-', { 'Fn::GetAtt': ['C', 'List'] }] } } }
    const good = await cfn.create('Good', { Resources: { C: custom() }, Outputs: { ...values, ...joined } })
    expect(outputs(good)).toEqual({ Dotted: 'dotted', Joined: 'a-b' })
    const { StackId } = await cfn.create('S', {
      Resources: { C: custom(), A: thing({ Value: { 'Fn::GetAtt': ['C', 'Nope'] } }) },
    })
    const { RequestId } = functions.requests.find((request) => request.StackId === StackId) ?? {}
    expect(await cfn.events('S')).toContain(
      "A CREATE_FAILED: CustomResource attribute error: Vendor response doesn't contain Nope key in object " +
        `${StackId}|C|${RequestId} in S3 bucket cloudformation-custom-resource-storage-useast1`,
    )
  })

  test('keeps what is not to be echoed out of events and change sets, and gives it to templates', async () => {
    functions.handler = () => ({ ...succeeds('x', { Value: 'hidden-value' }), NoEcho: true })
    const user = { A: thing({ Value: { 'Fn::Join': ['', ['<', { 'Fn::GetAtt': ['C', 'Value'] }, '>']] } }) }
    await cfn.create('S', templateOf({}, {}, user))
    expect(Object.values(await cfn.fakes())).toEqual([
      { type: 'Test::Fake::Thing', properties: { Value: '<hidden-value>' } },
    ])
    const { StackEvents = [] } = await cfn.call('DescribeStackEvents', { StackName: 'S' })
    const shown = StackEvents.filter((event) => event.LogicalResourceId === 'A')
    expect(shown.map((event) => event.ResourceProperties)).toContain('{"Value":"<*****>"}')
    expect(JSON.stringify(StackEvents)).not.toContain('hidden-value')
    const next = templateOf({}, {}, { A: thing({ Value: 'x' }) })
    await cfn.call('CreateChangeSet', { StackName: 'S', ChangeSetName: 'c', TemplateBody: JSON.stringify(next) })
    const described = await cfn.call('DescribeChangeSet', {
      StackName: 'S',
      ChangeSetName: 'c',
      IncludePropertyValues: true,
    })
    expect(JSON.stringify(described)).not.toContain('hidden-value')
  })
})

describe('a custom resource that fails', () => {
  test('to be created says why, and is deleted by the id that it responded with', async () => {
    functions.handler = ({ RequestType }) => (RequestType === 'Create' ? failure : succeeds('half-made'))
    expect((await cfn.create('S', templateOf())).StackStatus).toBe('ROLLBACK_COMPLETE')
    const [{ RequestId } = {}] = functions.requests
    expect(await cfn.events('S')).toContain(
      'C CREATE_FAILED: Received response status [FAILED] from custom resource. Message returned: no luck ' +
        `(RequestId: ${RequestId})`,
    )
    expect(functions.take()).toEqual(['Create C', 'Delete C half-made'])
  })

  test('without a response in time is deleted by an id that was made up', async () => {
    functions.handler = ({ RequestType }) => (RequestType === 'Create' ? 'silent' : succeeds('gone'))
    await asked(begin(templateOf({ ServiceTimeout: '60' })))
    cfn.clock.advance(59_000)
    for (let i = 0; i < 20; i++) await PAUSE()
    expect((await cfn.find('S')).StackStatus).toBe('CREATE_IN_PROGRESS')
    cfn.clock.advance(1000)
    expect((await cfn.settled('S')).StackStatus).toBe('ROLLBACK_COMPLETE')
    const [{ RequestId } = {}] = functions.requests
    expect(await cfn.events('S')).toContain(
      'C CREATE_FAILED: CloudFormation did not receive a response from your Custom Resource. Please check your logs ' +
        `for requestId [${RequestId}]. If you are using the Python cfn-response module, you may need to update your ` +
        'Lambda function code so that CloudFormation can attach the updated version.',
    )
    expect(functions.take()).toEqual(['Create C', expect.stringMatching(/^Delete C S-C-[A-Za-z0-9]{12}$/)])
  })

  test('waits an hour where nothing else is said', async () => {
    functions.handler = ({ RequestType }) => (RequestType === 'Create' ? 'silent' : succeeds('gone'))
    await asked(begin(templateOf()))
    cfn.clock.advance(3_599_000)
    for (let i = 0; i < 20; i++) await PAUSE()
    expect((await cfn.find('S')).StackStatus).toBe('CREATE_IN_PROGRESS')
    cfn.clock.advance(1000)
    expect((await cfn.settled('S')).StackStatus).toBe('ROLLBACK_COMPLETE')
  })

  test('fails early when no attempt is to come, and not when the function may still respond by other means', async () => {
    functions.handler = ({ RequestType }) => (RequestType === 'Create' ? 'silent' : succeeds('gone'))
    await asked(begin(templateOf()))
    await PAUSE()
    const [{ RequestId } = {}] = functions.requests
    functions.settle({ succeeded: false, errorMessage: 'boom' })
    expect((await cfn.settled('S')).StackStatus).toBe('ROLLBACK_COMPLETE')
    expect(await cfn.events('S')).toContain(
      `C CREATE_FAILED: The function of the custom resource failed at every attempt and sent no response (request ${RequestId}): boom`,
    )
    await cfn.remove('S')
    await asked(begin(templateOf()))
    await PAUSE()
    functions.settle({ succeeded: true })
    for (let i = 0; i < 20; i++) await PAUSE()
    expect((await cfn.find('S')).StackStatus).toBe('CREATE_IN_PROGRESS')
  })

  test('to be updated is updated back, from what was tried', async () => {
    await cfn.create('S', templateOf({ Value: 1 }))
    functions.handler = ({ ResourceProperties: { Value } }) =>
      Value === '2' ? failure : succeeds('id-of-C', { Value })
    const stack = await cfn.update('S', templateOf({ Value: 2 }))
    expect([stack.StackStatus, outputs(stack).Value]).toEqual(['UPDATE_ROLLBACK_COMPLETE', '1'])
    expect(functions.requests.at(-1)).toMatchObject({
      PhysicalResourceId: 'id-of-C',
      ResourceProperties: { Value: '1' },
      OldResourceProperties: { Value: '2' },
    })
    expect(functions.take()).toEqual(['Create C', 'Update C id-of-C', 'Update C id-of-C'])
  })

  test('with a sibling after it was replaced: the old one is there again, and the new one deleted', async () => {
    functions.handler = ({ ResourceProperties: { Value } }) => succeeds(`id-${Value}`, { Value })
    await cfn.create('S', templateOf({ Value: 1 }, {}, { A: thing() }))
    cfn.world.fail('update A')
    const after = thing({ Value: { Ref: 'C' } })
    const stack = await cfn.update('S', templateOf({ Value: 2 }, {}, { A: after }))
    expect([stack.StackStatus, (await cfn.resources('S')).C?.[1]]).toEqual(['UPDATE_ROLLBACK_COMPLETE', 'id-1'])
    expect(functions.take()).toEqual(['Create C', 'Update C id-1', 'Delete C id-2'])
  })

  test('to be deleted stops the deletion, and is asked again', async () => {
    await cfn.create('S', templateOf())
    functions.handler = () => failure
    expect((await cfn.remove('S')).StackStatus).toBe('DELETE_FAILED')
    expect((await cfn.resources('S')).C).toEqual(['DELETE_FAILED', 'id-of-C'])
    functions.handler = () => succeeds('id-of-C')
    expect((await cfn.remove('S')).StackStatus).toBe('DELETE_COMPLETE')
    expect(functions.take()).toEqual(['Create C', 'Delete C id-of-C', 'Delete C id-of-C'])
  })

  test('for want of a function: at once, and its removal is done', async () => {
    functions.refusal = missing()
    expect((await cfn.create('S', templateOf())).StackStatus).toBe('ROLLBACK_COMPLETE')
    expect(await cfn.events('S')).toContainEqual(
      expect.stringMatching(
        `^C CREATE_FAILED: Function not found: ${FUNCTION_ARN} \\(Service: Lambda, Status Code: 404, Request ID: `,
      ),
    )
  })

  test('cannot be deleted for want of a function that it was made by', async () => {
    await cfn.create('S', templateOf())
    functions.refusal = missing()
    expect((await cfn.remove('S')).StackStatus).toBe('DELETE_FAILED')
  })

  test('takes what was responded after it was given up', async () => {
    functions.handler = ({ RequestType }) => (RequestType === 'Create' ? 'silent' : succeeds('real'))
    cfn.world.hold('create W')
    cfn.world.fail('create W')
    const TemplateBody = JSON.stringify(templateOf({}, {}, { W: { Type: 'Test::Fake::Waiting' } }))
    await asked(cfn.call('CreateStack', { StackName: 'S', TemplateBody, OnFailure: 'DO_NOTHING' }))
    const [request] = functions.requests
    if (!request) throw new Error('nothing was asked')
    cfn.world.release('create W')
    expect((await cfn.settled('S')).StackStatus).toBe('CREATE_FAILED')
    expect(await cfn.events('S')).toContain('C CREATE_FAILED: Resource creation cancelled')
    const { StackId, RequestId, LogicalResourceId } = request
    expect(await functions.put(request, { StackId, RequestId, LogicalResourceId, ...succeeds('real') })).toBe(200)
    await cfn.remove('S')
    expect(functions.take()).toEqual(['Create C', 'Delete C real'])
  })
})

test.each([
  ['is too long', { ...succeeds('x'), Data: { Value: 'x'.repeat(4096) } }, 'Response object is too long.'],
  ['has an id that is too long', succeeds('x'.repeat(1025)), 'Invalid PhysicalResourceId'],
  ['has no id', { Status: 'SUCCESS' }, 'Invalid PhysicalResourceId'],
  ['fails without an id', { Status: 'FAILED', Reason: 'r' }, 'Invalid PhysicalResourceId'],
  [
    'has another status',
    { ...succeeds('x'), Status: 'FINE' },
    "Invalid Response object: 'FINE' is not a valid ResponseStatus",
  ],
  ['has no status', { PhysicalResourceId: 'x' }, "Invalid Response object: 'null' is not a valid ResponseStatus"],
  [
    'has data that is no object',
    { ...succeeds('x'), Data: ['a'] },
    'Value of property Data must be an object with String (or simple type) properties',
  ],
])('a response that %s fails the resource', async (_name, response, reason) => {
  functions.handler = ({ RequestType }) => (RequestType === 'Create' ? response : succeeds('x'))
  expect((await cfn.create('S', templateOf())).StackStatus).toBe('ROLLBACK_COMPLETE')
  expect(await cfn.events('S')).toContain(`C CREATE_FAILED: ${reason}`)
  expect(functions.answers[0]).toBe(200)
})

test('a request has no nulls, however deep', () => {
  const head = { RequestType: 'Create' } as Parameters<typeof requestDocument>[0]
  expect(requestDocument(head, { a: null, b: [null, { c: null, d: 1.5 }] }, { e: false })).toEqual({
    RequestType: 'Create',
    ResourceProperties: { b: [{ d: '1.5' }] },
    OldResourceProperties: { e: 'false' },
  })
})

test('a response of 4096 bytes is not too long', async () => {
  functions.handler = (request) => {
    const { StackId, RequestId, LogicalResourceId } = request
    const ids = { StackId, RequestId, LogicalResourceId }
    const room = 4096 - JSON.stringify({ ...ids, ...succeeds('x', { Value: '' }) }).length
    return succeeds('x', { Value: 'y'.repeat(room) })
  }
  expect((await cfn.create('S', templateOf())).StackStatus).toBe('CREATE_COMPLETE')
})

test('one response counts, and none that names another request', async () => {
  functions.handler = () => 'silent'
  await asked(begin(templateOf()))
  const [request] = functions.requests
  if (!request) throw new Error('nothing was asked')
  const { StackId, RequestId, LogicalResourceId } = request
  const ids = { StackId, RequestId, LogicalResourceId }
  for (const other of [{ StackId: 'x' }, { RequestId: 'x' }, { LogicalResourceId: 'x' }]) {
    expect(await functions.put(request, { ...ids, ...succeeds('wrong'), ...other })).toBe(200)
  }
  for (let i = 0; i < 20; i++) await PAUSE()
  expect((await cfn.find('S')).StackStatus).toBe('CREATE_IN_PROGRESS')
  const both = [succeeds('first', { Value: '1' }), succeeds('second')]
  await Promise.all(both.map((response) => functions.put(request, { ...ids, ...response })))
  expect(outputs(await cfn.settled('S')).Ref).toBe('first')
  expect(await functions.put(request, { ...ids, ...failure })).toBe(200)
})

test('a response is refused without the right signature, with a content type, too late, by another method', async () => {
  functions.handler = () => 'silent'
  await asked(begin(templateOf({ ServiceTimeout: 3600 })))
  const [request] = functions.requests
  if (!request) throw new Error('nothing was asked')
  const wrong = request.ResponseURL.replace(/Signature=./, 'Signature=!')
  expect(await functions.put({ ...request, ResponseURL: wrong }, {})).toBe(403)
  const elsewhere = request.ResponseURL.replace(request.RequestId, 'another')
  expect(await functions.put({ ...request, ResponseURL: elsewhere }, {})).toBe(403)
  expect(await functions.put(request, {}, { headers: { 'content-type': 'application/json' } })).toBe(403)
  expect(await functions.put(request, {}, { method: 'GET' })).toBe(405)
  cfn.clock.advance(2 * 60 * 60 * 1000)
  expect(await functions.put(request, {})).toBe(403)
})

describe('refused', () => {
  const topic = 'arn:aws:sns:us-east-1:123456789012:topic'

  test('is a topic in the template, before anything is made', async () => {
    const TemplateBody = JSON.stringify(templateOf({ ServiceToken: topic }))
    expect(await cfn.refusal('CreateStack', { StackName: 'S', TemplateBody })).toContain(
      'A custom resource whose ServiceToken is an SNS topic (C)',
    )
  })

  test('is a topic that is known later', async () => {
    const later = { ServiceToken: { 'Fn::GetAtt': ['A', 'Value'] } }
    await cfn.create('S', templateOf(later, {}, { A: thing({ Value: topic }) }))
    expect((await cfn.events('S')).join('\n')).toContain('A custom resource whose ServiceToken is an SNS topic')
  })

  test.each([
    [{ ServiceToken: 'arn:aws:iam::1:role/r' }, 'Invalid service token.'],
    [{ ServiceToken: 'handler' }, 'Invalid service token.'],
    [
      { ServiceToken: { Ref: 'AWS::NoValue' } },
      'Property validation failure: [The property {/ServiceToken} is required]',
    ],
    [{ ServiceTimeout: 0 }, 'Value of property ServiceTimeout must be an integer from 1 to 3600'],
    [{ ServiceTimeout: '3601' }, 'Value of property ServiceTimeout must be an integer from 1 to 3600'],
  ])('are the properties %j', async (properties, reason) => {
    expect((await cfn.create('S', templateOf(properties))).StackStatus).toBe('ROLLBACK_COMPLETE')
    expect(await cfn.events('S')).toContain(`C CREATE_FAILED: ${reason}`)
    expect(functions.take()).toEqual([])
  })

  test('is another service token', async () => {
    await cfn.create('S', templateOf())
    functions.take()
    expect((await cfn.update('S', templateOf({ ServiceToken: `${FUNCTION_ARN}:2` }))).StackStatus).toBe(
      'UPDATE_ROLLBACK_COMPLETE',
    )
    expect(await cfn.events('S')).toContain('C UPDATE_FAILED: Modifying service token is not allowed.')
    expect(functions.take()).toEqual([])
  })
})

test('whoever asks for a type to be recorded has no function called for it', async () => {
  const own = await startCloudFormation({ functions, record: ['Custom::Thing'] })
  expect((await own.create('S', templateOf())).StackStatus).toBe('CREATE_COMPLETE')
  expect(functions.take()).toEqual([])
})

test('what a function would do to a network is recorded, unless that is strictly asked for', async () => {
  const template = { Resources: { C: { ...custom(), Type: 'Custom::VpcRestrictDefaultSG' } } }
  expect((await cfn.create('S', template)).StackStatus).toBe('CREATE_COMPLETE')
  expect(functions.take()).toEqual([])
  const strict = await startCloudFormation({ functions, sleep: PAUSE, strict: true })
  functions.attach(strict)
  expect((await strict.create('S', template)).StackStatus).toBe('CREATE_COMPLETE')
  expect(functions.take()).toEqual(['Create C'])
})
