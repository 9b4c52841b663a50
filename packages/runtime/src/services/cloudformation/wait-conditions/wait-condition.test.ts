import { beforeEach, describe, expect, test } from 'vitest'
import type { WireRequest } from '../../../kernel/wire.ts'
import { startCloudFormation, type TestCloudFormation, thing } from '../cloudformation.harness.ts'
import { WAIT_CONDITION_PATH } from './handle-address.ts'
import { judgeSignals } from './judge-signals.ts'

const PAUSE = () => new Promise<void>((resolve) => setImmediate(resolve))
let cfn: TestCloudFormation
beforeEach(async () => {
  cfn = await startCloudFormation({ sleep: PAUSE })
})

const handle = { Type: 'AWS::CloudFormation::WaitConditionHandle' }
const condition = (more: object = {}) => ({
  Type: 'AWS::CloudFormation::WaitCondition',
  Properties: { Handle: { Ref: 'H' }, Timeout: '300', ...more },
})
const templateOf = (more: object = {}) => ({
  Resources: { H: handle, W: condition(more), A: thing({ Value: { 'Fn::GetAtt': ['W', 'Data'] } }) },
  Outputs: { Data: { Value: { 'Fn::GetAtt': ['W', 'Data'] } } },
})

/** The address of the handle, once the condition waits. */
async function addressOf(own: TestCloudFormation, StackName = 'S'): Promise<URL> {
  for (;;) {
    const { W, H } = await own.resources(StackName)
    if (W?.[0] === 'CREATE_IN_PROGRESS') return new URL(H?.[1] ?? '')
    await PAUSE()
  }
}

async function begun(template: object): Promise<URL> {
  await cfn.call('CreateStack', { StackName: 'S', TemplateBody: JSON.stringify(template) })
  return addressOf(cfn)
}

async function send(own: TestCloudFormation, url: URL, body: unknown, more: Partial<WireRequest> = {}) {
  const request = {
    method: 'PUT',
    query: url.search.slice(1),
    headers: {},
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    ...more,
  } as WireRequest
  const answer = await own.waitConditions(request, url.pathname.slice(WAIT_CONDITION_PATH.length))
  return [answer.status, /<Code>(\w+)/.exec(String(answer.body))?.[1]]
}

const success = (UniqueId: string, Data: unknown = 'done') => ({ Status: 'SUCCESS', Reason: 'r', UniqueId, Data })

describe('a wait condition', () => {
  test('waits for a signal, gives its data, and is named after its handle', async () => {
    const address = await begun(templateOf())
    expect(address.origin).toBe('http://127.0.0.1:4566')
    expect(await send(cfn, address, success('one', 'Application has completed configuration.'))).toEqual([
      200,
      undefined,
    ])
    const { StackStatus, Outputs, StackId } = await cfn.settled('S')
    expect(StackStatus).toBe('CREATE_COMPLETE')
    expect(Outputs?.[0]?.OutputValue).toBe('{"one":"Application has completed configuration."}')
    expect((await cfn.resources('S')).W).toEqual(['CREATE_COMPLETE', `${StackId}/H`])
    expect((await cfn.remove('S')).StackStatus).toBe('DELETE_COMPLETE')
    expect(await cfn.store.list({ kind: 'cloudformation/wait-signal' })).toEqual([])
  })

  test('counts each id once', async () => {
    const address = await begun(templateOf({ Count: 2 }))
    await send(cfn, address, success('one'))
    await send(cfn, address, success('one', 'again'))
    for (let i = 0; i < 20; i++) await PAUSE()
    expect((await cfn.find('S')).StackStatus).toBe('CREATE_IN_PROGRESS')
    await send(cfn, address, success('two', { deep: 1 }))
    expect((await cfn.settled('S')).Outputs?.[0]?.OutputValue).toBe('{"one":"done","two":{"deep":1}}')
  })

  test.each([
    [
      'a failure',
      { Status: 'FAILURE', Reason: 'no luck', UniqueId: 'i-1', Data: '' },
      "WaitCondition received failed message: 'no luck' for uniqueId: i-1",
    ],
    ['what is no JSON', 'done', 'Unparsable WaitCondition data'],
    ['a status of its own', { Status: 'FINE', UniqueId: 'i-1' }, 'Unparsable WaitCondition data'],
  ])('fails with %s', async (_name, body, reason) => {
    await send(cfn, await begun(templateOf()), body)
    expect((await cfn.settled('S')).StackStatus).toBe('ROLLBACK_COMPLETE')
    expect(await cfn.events('S')).toContain(`W CREATE_FAILED: ${reason}`)
  })

  test('fails when its time is over by the server clock', async () => {
    const address = await begun(templateOf({ Count: 2 }))
    await send(cfn, address, success('one'))
    cfn.clock.advance(299_000)
    for (let i = 0; i < 20; i++) await PAUSE()
    expect((await cfn.find('S')).StackStatus).toBe('CREATE_IN_PROGRESS')
    cfn.clock.advance(1000)
    expect((await cfn.settled('S')).StackStatus).toBe('ROLLBACK_COMPLETE')
    const events = await cfn.events('S')
    expect(events).toContain('W CREATE_FAILED: WaitCondition timed out. Received 1 conditions when expecting 2')
  })

  test('keeps what was acknowledged, and goes on waiting, when its process dies', async () => {
    await cfn.call('CreateStack', { StackName: 'S', TemplateBody: JSON.stringify(templateOf({ Count: 2 })) })
    const address = await addressOf(cfn)
    expect(await send(cfn, address, success('one', 1))).toEqual([200, undefined])
    await cfn.close()
    const next = await startCloudFormation({ store: cfn.store, sleep: PAUSE })
    await next.resume()
    await addressOf(next)
    await send(next, address, success('two', 2))
    expect((await next.settled('S')).Outputs?.[0]?.OutputValue).toBe('{"one":1,"two":2}')
  })

  test('cannot be updated', async () => {
    await send(cfn, await begun(templateOf()), success('one'))
    await cfn.settled('S')
    expect((await cfn.update('S', templateOf({ Count: 2 }))).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await cfn.events('S')).toContain(
      'W UPDATE_FAILED: Update to resource type AWS::CloudFormation::WaitCondition is not supported.',
    )
  })

  test.each([
    [{ Timeout: '43201' }, 'Value of property Timeout must be a number from 0 to 43200'],
    [{ Count: 0 }, 'Value of property Count must be at least 1'],
    [{ Handle: 'h' }, 'Invalid Handle: it must be the reference of a wait condition handle'],
  ])('is refused with %j', async (more, reason) => {
    expect((await cfn.create('S', templateOf(more))).StackStatus).toBe('ROLLBACK_COMPLETE')
    expect(await cfn.events('S')).toContain(`W CREATE_FAILED: ${reason}`)
  })
})

describe('a signal is refused', () => {
  test('without the right signature, with a content type, too late, of a stack that is gone', async () => {
    const address = await begun(templateOf())
    const wrong = new URL(address)
    wrong.searchParams.set('Signature', 'x'.repeat(wrong.searchParams.get('Signature')?.length ?? 0))
    expect(await send(cfn, wrong, success('one'))).toEqual([403, 'SignatureDoesNotMatch'])
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect(await send(cfn, address, success('one'), { headers })).toEqual([403, 'SignatureDoesNotMatch'])
    expect(await send(cfn, address, success('one'), { method: 'GET' })).toEqual([405, 'MethodNotAllowed'])
    expect(await send(cfn, address, 'x'.repeat(70_000))).toEqual([400, 'EntityTooLarge'])
    const elsewhere = new URL(address)
    elsewhere.pathname = `${WAIT_CONDITION_PATH}nothing`
    expect(await send(cfn, elsewhere, success('one'))).toEqual([403, 'SignatureDoesNotMatch'])
    await cfn.call('DeleteStack', { StackName: 'S' })
    for (let i = 0; i < 60; i++) await PAUSE()
    expect(await send(cfn, address, success('one'))).toEqual([403, 'SignatureDoesNotMatch'])
  })

  test('when the address has expired', async () => {
    const address = await begun(templateOf())
    cfn.clock.advance(24 * 60 * 60 * 1000)
    expect(await send(cfn, address, success('one'))).toEqual([403, 'AccessDenied'])
  })
})

test('the first signals decide', () => {
  const one = JSON.stringify(success('one'))
  expect(judgeSignals([], 1)).toEqual({ kind: 'waiting', received: 0 })
  expect(judgeSignals([one, '{'], 1)).toEqual({ kind: 'complete', data: '{"one":"done"}' })
  expect(judgeSignals([one, '{'], 2)).toMatchObject({ kind: 'failed' })
})
