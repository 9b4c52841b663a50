import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FunctionVersion, Invocation, Invoked } from '../../functions/ports.ts'
import { HOME } from '../../kernel/call.harness.ts'
import { FunctionRefusal } from '../../kernel/functions.ts'
import { zipOf } from './code/zip-writer.ts'
import { FakeEngine, startLambda, type TestLambda } from './lambda.harness.ts'
import type { FunctionRecord } from './records.ts'

const ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:fn'
const GATEWAY = {
  service: 'apigateway.amazonaws.com',
  sourceArn: 'arn:aws:execute-api:eu-west-1:111111111111:abc/prod/GET/x',
}

let lambda: TestLambda
beforeEach(async () => {
  lambda = await startLambda()
})
afterEach(() => lambda.close())

const textOf = (payload: unknown) => (Buffer.isBuffer(payload) ? payload.toString('utf8') : undefined)

/** A promise and the way to keep it. */
function latch() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

describe('Invoke', () => {
  it('gives what the function answers, its version and the end of its log', async () => {
    await lambda.create('fn')
    const answer = await lambda.call('Invoke', { FunctionName: 'fn', Payload: Buffer.from('{"x":1}'), LogType: 'Tail' })
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST', FunctionError: undefined })
    expect(textOf(answer.Payload)).toBe('{"x":1}')
    expect(Buffer.from(answer.LogResult ?? '', 'base64').toString()).toBe('START RequestId: test\n')
    expect(lambda.engine.ran[0]?.invocation).toMatchObject({ requestId: 'test', invokedArn: ARN, streams: false })
  })

  it('calls a function without a payload with an empty object', async () => {
    await lambda.create('fn')
    expect(textOf((await lambda.call('Invoke', { FunctionName: 'fn' })).Payload)).toBe('{}')
  })

  it('answers 200 and Unhandled where the function fails', async () => {
    lambda.engine.work = () => {
      throw new Error('boom')
    }
    await lambda.create('fn')
    const answer = await lambda.call('Invoke', { FunctionName: 'fn' })
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' })
    expect(textOf(answer.Payload)).toBe('{"errorType":"Error","errorMessage":"boom","trace":[]}')
  })

  it('only looks with DryRun', async () => {
    await lambda.create('fn')
    expect(await lambda.call('Invoke', { FunctionName: 'fn', InvocationType: 'DryRun' })).toEqual({ StatusCode: 204 })
    expect(lambda.engine.ran).toEqual([])
  })

  it.each([
    [{ FunctionName: 'nobody' }, 'ResourceNotFoundException', /^Function not found: .*:function:nobody:\$LATEST$/],
    [{ FunctionName: 'fn', Qualifier: 'live' }, 'ResourceNotFoundException', /:function:fn:live$/],
    [
      { FunctionName: 'fn', Payload: Buffer.from('{x') },
      'InvalidRequestContentException',
      /^Could not parse request body into json: /,
    ],
    [
      { FunctionName: 'fn', Payload: Buffer.alloc(6_291_457, 32) },
      'RequestTooLargeException',
      /^6291457 byte payload is too large for the RequestResponse invocation type \(limit 6291456 bytes\)$/,
    ],
    [
      { FunctionName: 'fn', InvocationType: 'Event', Payload: Buffer.alloc(1_048_577, 32) },
      'RequestTooLargeException',
      /Event/,
    ],
    [{ FunctionName: 'fn', ClientContext: '!' }, 'InvalidRequestContentException', /./],
  ])('refuses %#', async (input, code, message) => {
    await lambda.create('fn')
    await expect(lambda.call('Invoke', input)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('says what a machine lacks that cannot run a function', async () => {
    class NoPython extends FakeEngine {
      override invoke = async () => {
        throw new FunctionRefusal('not-runnable', 'Python 3 is not on this machine.')
      }
    }
    const without = await startLambda({ engine: new NoPython() })
    await without.create('fn')
    await expect(without.call('Invoke', { FunctionName: 'fn' })).rejects.toMatchObject({
      code: 'NotImplementedException',
      status: 400,
      message: 'Python 3 is not on this machine.',
    })
    await without.close()
  })

  it('lets no more run at a time than are reserved', async () => {
    const { opened, open } = latch()
    lambda.engine.work = () => opened
    await lambda.create('fn')
    await lambda.call('PutFunctionConcurrency', { FunctionName: 'fn', ReservedConcurrentExecutions: 1 })
    const first = lambda.call('Invoke', { FunctionName: 'fn' })
    await expect.poll(() => lambda.engine.ran.length).toBe(1)
    await expect(lambda.call('Invoke', { FunctionName: 'fn' })).rejects.toMatchObject({
      code: 'TooManyRequestsException',
      message: 'Rate Exceeded.',
      members: { Type: 'User', Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
    })
    open()
    await first
    expect(await lambda.call('Invoke', { FunctionName: 'fn' })).toMatchObject({ StatusCode: 200 })
  })
})

describe('versions and aliases', () => {
  it('runs the version that an alias points at, now', async () => {
    await lambda.create('fn', { Publish: true, Environment: { Variables: { STAGE: 'one' } } })
    await lambda.call('CreateAlias', { FunctionName: 'fn', Name: 'live', FunctionVersion: '1' })
    await lambda.call('UpdateFunctionConfiguration', {
      FunctionName: 'fn',
      Environment: { Variables: { STAGE: 'two' } },
    })
    lambda.engine.work = (_event, version, invocation) => [version.variables.STAGE, invocation.invokedArn]
    const run = async (Qualifier?: string) => {
      const { Payload, ExecutedVersion } = await lambda.call('Invoke', { FunctionName: 'fn', Qualifier })
      return [ExecutedVersion, ...JSON.parse(textOf(Payload) ?? '')]
    }
    expect(await run()).toEqual(['$LATEST', 'two', ARN])
    expect(await run('live')).toEqual(['1', 'one', `${ARN}:live`])
    expect(await lambda.call('PublishVersion', { FunctionName: 'fn' })).toMatchObject({
      Version: '2',
      FunctionArn: `${ARN}:2`,
    })
    expect(await lambda.call('PublishVersion', { FunctionName: 'fn' })).toMatchObject({ Version: '2' })
    await lambda.call('UpdateAlias', { FunctionName: 'fn', Name: 'live', FunctionVersion: '2' })
    expect(await run('live')).toEqual(['2', 'two', `${ARN}:live`])
  })

  it('spreads calls by weight', async () => {
    await lambda.create('fn', { Publish: true })
    await lambda.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile: zipOf({ 'index.js': '2' }), Publish: true })
    const RoutingConfig = { AdditionalVersionWeights: { '2': 0.5 } }
    await lambda.call('CreateAlias', { FunctionName: 'fn', Name: 'live', FunctionVersion: '1', RoutingConfig })
    const counts: Record<string, number> = {}
    for (let i = 0; i < 200; i++) {
      const { ExecutedVersion = '' } = await lambda.call('Invoke', { FunctionName: 'fn:live' })
      counts[ExecutedVersion] = (counts[ExecutedVersion] ?? 0) + 1
    }
    // Chance leaves this range once in 10^10 runs.
    expect(counts['1']).toBeGreaterThan(50)
    expect(counts['2']).toBeGreaterThan(50)
  })

  it.each([
    [{ FunctionVersion: '9' }, `Function not found: ${ARN}:9`],
    [
      { FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: { '1': 0.2 } } },
      'Invalid function version 1. Function version 1 is already included in routing configuration.',
    ],
    [
      { FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: { '2': 0.2, '3': 0.1 } } },
      'Number of items in AdditionalVersionWeights cannot be greater than 1',
    ],
    [
      { FunctionVersion: '$LATEST', RoutingConfig: { AdditionalVersionWeights: { '1': 0.2 } } },
      '$LATEST is not supported for an alias pointing to more than 1 version',
    ],
  ])('refuses an alias %j', async (more, message) => {
    await lambda.create('fn', { Publish: true })
    await expect(lambda.call('CreateAlias', { FunctionName: 'fn', Name: 'live', ...more })).rejects.toMatchObject({
      message,
    })
  })

  it('does not delete $LATEST, aliases, and versions that aliases point at', async () => {
    await lambda.create('fn', { Publish: true })
    await lambda.call('CreateAlias', { FunctionName: 'fn', Name: 'live', FunctionVersion: '1' })
    const remove = (Qualifier: string) => lambda.call('DeleteFunction', { FunctionName: 'fn', Qualifier })
    await expect(remove('$LATEST')).rejects.toMatchObject({
      message: '$LATEST version cannot be deleted without deleting the function.',
    })
    await expect(remove('live')).rejects.toMatchObject({ message: 'Deletion of aliases is not currently supported.' })
    await expect(remove('1')).rejects.toMatchObject({ code: 'ResourceConflictException' })
    await lambda.call('DeleteAlias', { FunctionName: 'fn', Name: 'live' })
    await remove('1')
    await expect(lambda.call('GetFunction', { FunctionName: 'fn:1' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    })
  })
})

it('ends environments when code or configuration changes, and for nothing else', async () => {
  await lambda.create('fn')
  await lambda.call('Invoke', { FunctionName: 'fn' })
  await lambda.call('TagResource', { Resource: ARN, Tags: { a: 'b' } })
  await lambda.call('Invoke', { FunctionName: 'fn' })
  expect(lambda.engine.retired).toEqual([])
  await lambda.call('UpdateFunctionConfiguration', { FunctionName: 'fn', MemorySize: 256 })
  await expect.poll(() => lambda.engine.retired).toEqual([ARN])
  await lambda.call('DeleteFunction', { FunctionName: 'fn' })
  await expect.poll(() => lambda.engine.retired).toEqual([ARN, ARN])
  expect(new Set(lambda.engine.ran.map(({ version }) => version.id)).size).toBe(1)
})

describe('who may call', () => {
  const invoke = (principal: typeof GATEWAY | 'account', functionArn = ARN) =>
    lambda.functions.invoke({ functionArn, principal, payload: Buffer.from('1') })
  const grant = (more: object = {}) =>
    lambda.call('AddPermission', {
      FunctionName: 'fn',
      StatementId: 's1',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      ...more,
    })

  it('is a service that a statement lets, on this very resource', async () => {
    await lambda.create('fn', { Publish: true })
    await expect(invoke(GATEWAY)).rejects.toMatchObject({ reason: 'denied' })
    await expect(invoke('account')).resolves.toMatchObject({ executedVersion: '$LATEST' })
    await grant({ SourceArn: 'arn:aws:execute-api:eu-west-1:111111111111:abc/*/GET/x' })
    await expect(invoke(GATEWAY)).resolves.toMatchObject({ error: false })
    await expect(invoke(GATEWAY, `${ARN}:1`)).rejects.toMatchObject({ reason: 'denied' })
    await expect(invoke({ ...GATEWAY, service: 'cognito-idp.amazonaws.com' })).rejects.toMatchObject({
      reason: 'denied',
    })
    await expect(
      invoke({ ...GATEWAY, sourceArn: 'arn:aws:execute-api:eu-west-1:111111111111:abc/prod/POST/x' }),
    ).rejects.toMatchObject({ reason: 'denied' })
    await lambda.call('RemovePermission', { FunctionName: 'fn', StatementId: 's1' })
    await expect(invoke(GATEWAY)).rejects.toMatchObject({ reason: 'denied' })
  })

  it('is nobody where a condition cannot be told', async () => {
    await lambda.create('fn')
    await grant({ PrincipalOrgID: 'o-1234567890' })
    await expect(invoke(GATEWAY)).rejects.toMatchObject({ reason: 'denied' })
  })

  it('is nobody where there is no function', async () => {
    await expect(invoke(GATEWAY)).rejects.toMatchObject({ reason: 'missing' })
    await expect(invoke(GATEWAY, 'nonsense')).rejects.toMatchObject({ reason: 'missing' })
  })

  it('is told by statements in AWS form', async () => {
    await lambda.create('fn')
    const { Statement } = await grant({ SourceArn: 'arn:aws:s3:::b', SourceAccount: '123456789012' })
    expect(Statement).toBe(
      '{"Sid":"s1","Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},' +
        `"Action":"lambda:InvokeFunction","Resource":"${ARN}","Condition":` +
        '{"StringEquals":{"AWS:SourceAccount":"123456789012"},"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::b"}}}',
    )
    const { Policy } = await lambda.call('GetPolicy', { FunctionName: 'fn' })
    expect(Policy).toBe(`{"Version":"2012-10-17","Id":"default","Statement":[${Statement}]}`)
    await expect(grant()).rejects.toMatchObject({ code: 'ResourceConflictException' })
    await expect(grant({ StatementId: 's2', Principal: 'nobody' })).rejects.toMatchObject({
      message: 'The provided principal was invalid. Please check the principal and try again.',
    })
    await expect(grant({ StatementId: 's2', Qualifier: '$LATEST' })).rejects.toMatchObject({
      message: 'We currently do not support adding policies for $LATEST.',
    })
  })
})

it('keeps places apart', async () => {
  await lambda.create('fn')
  const elsewhere = ARN.replace('eu-west-1', 'us-east-1')
  const call = { functionArn: elsewhere, principal: 'account', payload: Buffer.from('1') } as const
  await expect(lambda.functions.invoke(call)).rejects.toMatchObject({ reason: 'missing' })
  expect(HOME.region).toBe('eu-west-1')
})

it('runs what lies in a directory of the user', async () => {
  const hot = await startLambda({ hotDirectories: { fn: '/src/fn' } })
  await hot.create('fn', { Publish: true })
  await hot.call('Invoke', { FunctionName: 'fn' })
  await hot.call('Invoke', { FunctionName: 'fn:1' })
  expect(hot.engine.ran.map(({ version }) => version.code)).toEqual([
    { directory: '/src/fn' },
    { sha256: expect.any(String), read: expect.any(Function) },
  ])
  await hot.close()
})

it('tells the server’s log of a function that has failed, whoever called it', async () => {
  const logged: unknown[] = []
  const logger = { log: (...line: unknown[]) => void logged.push(line), enabled: () => true }
  const failing = await startLambda({ logger })
  try {
    await failing.create('fn')
    failing.engine.work = () => {
      throw new Error('boom')
    }
    await failing.call('Invoke', { FunctionName: 'fn' })
    expect(logged).toEqual([
      ['warn', 'a function has failed', { function: ARN, requestId: 'test', error: 'Error: boom' }],
    ])
  } finally {
    await failing.close()
  }
})

/** Reads the code of what it runs, as the engine does. */
class ReadingEngine extends FakeEngine {
  /** Once, before that. */
  meanwhile: (() => Promise<void>) | undefined

  override async invoke(version: FunctionVersion, invocation: Invocation): Promise<Invoked> {
    const { meanwhile } = this
    this.meanwhile = undefined
    await meanwhile?.()
    if ('read' in version.code) await version.code.read()
    return super.invoke(version, invocation)
  }
}

describe('a function that is changed while an environment starts for it', () => {
  let engine: ReadingEngine
  beforeEach(async () => {
    await lambda.close()
    engine = new ReadingEngine()
    lambda = await startLambda({ engine })
    await lambda.create('fn')
  })

  function meanwhile(change: () => Promise<unknown>): void {
    engine.meanwhile = async () => {
      const [before] = await lambda.store.list<FunctionRecord>({ kind: 'lambda/function' })
      await change()
      while (await lambda.store.blobs.get(before?.value.latest.code.hash ?? '')) await new Promise(setImmediate)
    }
  }

  it('runs the code that it has then', async () => {
    const ZipFile = zipOf({ 'index.js': 'new' })
    meanwhile(() => lambda.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile }))
    engine.work = async (_, { code }) => 'read' in code && ZipFile.equals(await code.read())
    const answer = await lambda.call('Invoke', { FunctionName: 'fn' })
    expect([answer.FunctionError, textOf(answer.Payload)]).toEqual([undefined, 'true'])
    meanwhile(() => lambda.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile: zipOf({ 'index.js': 'newer' }) }))
    const payload = Buffer.from('{}')
    const inside = await lambda.functions.invoke({ functionArn: ARN, principal: 'account', payload })
    expect([inside.error, textOf(inside.payload)]).toEqual([false, 'false'])
  })

  it('is not there when it was deleted', async () => {
    meanwhile(() => lambda.call('DeleteFunction', { FunctionName: 'fn' }))
    await expect(lambda.call('Invoke', { FunctionName: 'fn' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: `Function not found: ${ARN}`,
    })
  })
})
