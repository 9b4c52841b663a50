import {
  DeleteFunctionConcurrencyCommand,
  InvokeCommand,
  type InvokeCommandInput,
  InvokeWithResponseStreamCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { logsOf } from '../support/logs.ts'
import { refusalOf } from '../support/refusal.ts'
import { until } from '../support/until.ts'

const ACCOUNT = '333300000054'
const { lambda, logs } = awsClients({ origin: inject('origin'), account: ACCOUNT })
const { create, invoke, arnOf } = functionsOf(lambda, ACCOUNT)
const { linesOf } = logsOf(logs)

const NODE = `let calls = 0
exports.handler = async (event, context) => {
  calls += 1
  if (event.fail) throw new TypeError(event.fail)
  if (event.exit !== undefined) process.exit(event.exit)
  if (event.signal) process.kill(process.pid, event.signal)
  if (event.hang) await new Promise((resolve) => setTimeout(resolve, 60_000))
  if (event.large) return 'x'.repeat(event.large)
  if (event.nothing) return undefined
  if (event.say) console.log(event.say)
  return { calls, event, requestId: context.awsRequestId }
}`
const PYTHON = `import sys
def handler(event, context):
    if event.get('fail'):
        raise ValueError(event['fail'])
    if event.get('exit') is not None:
        sys.exit(event['exit'])
    return None`

let node: string
let python: string
beforeAll(async () => {
  node = await create(NODE, { Timeout: 1 })
  python = await create(PYTHON, { Runtime: 'python3.13' })
})

describe('an invocation', () => {
  it('that throws is a 200 with the error, in the order of each language (lambda 0.1, 0.a, 0.b, 5.3)', async () => {
    const ran = await invoke(node, { fail: 'no' })
    expect(ran).toMatchObject({ status: 200, failed: 'Unhandled' })
    expect(Object.keys(JSON.parse(ran.text))).toEqual(['errorType', 'errorMessage', 'trace'])
    expect(JSON.parse(ran.text)).toMatchObject({ errorType: 'TypeError', errorMessage: 'no' })
    const inPython = await invoke(python, { fail: 'no' })
    expect(inPython).toMatchObject({ status: 200, failed: 'Unhandled' })
    const error = JSON.parse(inPython.text)
    expect(Object.keys(error)).toEqual(['errorMessage', 'errorType', 'requestId', 'stackTrace'])
    expect(error).toMatchObject({ errorMessage: 'no', errorType: 'ValueError', requestId: inPython.requestId })
  })

  it('that throws leaves its environment as it is (lambda 3.3.5)', async () => {
    const { calls } = JSON.parse((await invoke(node, {})).text)
    await invoke(node, { fail: 'no' })
    expect(JSON.parse((await invoke(node, {})).text).calls).toBe(calls + 2)
  })

  it('that takes too long is ended, and its environment is new (lambda 0.2)', async () => {
    const ran = await invoke(node, { hang: true })
    expect(ran.failed).toBe('Unhandled')
    expect(JSON.parse(ran.text)).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${ran.requestId} Error: Task timed out after 1.00 seconds`,
    })
    expect(JSON.parse((await invoke(node, {})).text).calls).toBe(1)
  })

  it('whose process ends is told so (lambda 0.3, 5.5, 6.8)', async () => {
    const ran = await invoke(node, { exit: 0 })
    expect(JSON.parse(ran.text)).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${ran.requestId} Error: Runtime exited without providing a reason`,
    })
    const failed = await invoke(python, { exit: 3 })
    expect(JSON.parse(failed.text)).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${failed.requestId} Error: Runtime exited with error: exit status 3`,
    })
    const killed = await invoke(node, { signal: 'SIGKILL', hang: true })
    expect(JSON.parse(killed.text)).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${killed.requestId} Error: Runtime exited with error: signal: killed`,
    })
  })

  it('that gives nothing gives null (lambda 0.7)', async () => {
    expect(await invoke(node, { nothing: true })).toMatchObject({ status: 200, text: 'null', failed: undefined })
    expect(await invoke(python, {})).toMatchObject({ status: 200, text: 'null', failed: undefined })
  })

  it('that is queued is accepted without an answer (lambda 0.8, 7.2.1)', async () => {
    const accepted = await invoke(node, {}, { InvocationType: 'Event' })
    expect(accepted).toMatchObject({ status: 202, text: '', version: undefined })
    const missing = lambda.send(new InvokeCommand({ FunctionName: 'nobody', InvocationType: 'Event' }))
    expect(await refusalOf(missing)).toMatchObject({ name: 'ResourceNotFoundException', status: 404 })
  })

  it('has an event that is JSON (lambda 0.9)', async () => {
    const refused = await refusalOf(lambda.send(new InvokeCommand({ FunctionName: node, Payload: '{x' })))
    expect(refused).toMatchObject({ name: 'InvalidRequestContentException', status: 400 })
    expect(refused.message).toMatch(/^Could not parse request body into json: Could not parse payload into json: /)
  })

  it('only asks whether it could be (lambda 7.1.5)', async () => {
    expect(await invoke(node, {}, { InvocationType: 'DryRun' })).toMatchObject({ status: 204, text: '' })
  })

  it('has no place where none is reserved (lambda 0.10, 3.3.9)', async () => {
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: python, ReservedConcurrentExecutions: 0 }))
    const refused = await lambda.send(new InvokeCommand({ FunctionName: python })).catch((error) => error)
    expect(refused).toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      $metadata: { httpStatusCode: 429 },
    })
    expect(await invoke(python, {}, { InvocationType: 'Event' })).toMatchObject({ status: 202 })
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: python }))
  })

  it('answers no more than 6 MB, and goes on after it (lambda 0.21, 6.4)', async () => {
    const { calls } = JSON.parse((await invoke(node, {})).text)
    const ran = await invoke(node, { large: 7_000_000 })
    expect(ran).toMatchObject({ status: 200, failed: 'Unhandled' })
    const error = JSON.parse(ran.text)
    expect(error.errorType).toBe('Function.ResponseSizeTooLarge')
    expect(error.errorMessage).toMatch(/^Response payload size exceeded maximum allowed payload size/)
    expect(JSON.parse((await invoke(node, {})).text).calls).toBe(calls + 2)
  })

  it('has the end of its log, from START to REPORT (lambda 7.1.4, 9.2.1)', async () => {
    const { log, requestId } = await invoke(node, { say: 'one\ntwo' })
    expect(log).toMatch(new RegExp(`^START RequestId: ${requestId} Version: \\$LATEST\n`))
    expect(log).toContain(`\t${requestId}\tINFO\tone\ntwo\n`)
    expect(log).toMatch(new RegExp(`\nEND RequestId: ${requestId}\nREPORT RequestId: ${requestId}\tDuration: `))
    expect(log).not.toContain('INIT_START')
  })

  it('takes headers, within limits, and a qualifier (lambda 7.1.1)', async () => {
    const plain = await invoke(node, {}, { InvocationType: 'RequestResponse', LogType: 'None', Qualifier: '$LATEST' })
    expect([plain.status, plain.version, plain.log]).toEqual([200, '$LATEST', ''])
    const refused = (more: Partial<InvokeCommandInput>) =>
      refusalOf(lambda.send(new InvokeCommand({ FunctionName: node, ...more })))
    const wrong = { InvocationType: 'Later' as 'Event', LogType: 'Head' as 'Tail' }
    expect(await refused({ InvocationType: wrong.InvocationType })).toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('Member must satisfy enum value set: [Event, RequestResponse, DryRun]'),
    })
    expect(await refused({ LogType: wrong.LogType })).toMatchObject({ name: 'ValidationException', status: 400 })
    const contextOf = (bytes: number) => Buffer.from(JSON.stringify({ custom: { x: 'x'.repeat(bytes) } }))
    const largest = contextOf(2600).toString('base64')
    expect(largest.length).toBeLessThanOrEqual(3583)
    expect((await invoke(node, {}, { ClientContext: largest })).status).toBe(200)
    expect(await refused({ ClientContext: contextOf(2700).toString('base64') })).toMatchObject({ status: 400 })
    for (const beyond of [{ TenantId: 'a' }, { DurableExecutionName: 'a' }]) {
      expect((await refused(beyond)).message).toMatch(/is not emulated/)
    }
  })

  it('that is queued and fails is tried twice more under its request id (lambda 7.2.2)', async () => {
    const name = await create("exports.handler = async () => { throw new Error('again') }")
    const { requestId } = await invoke(name, {}, { InvocationType: 'Event' })
    const starts = () => linesOf(name, `"START RequestId: ${requestId}"`)
    await until('three attempts', async () => (await starts()).length === 3)
  })

  it('that is queued where none is reserved goes to the destination at once (lambda 3.3.10)', async () => {
    const destination = await create('exports.handler = async (event) => console.log(JSON.stringify(event))')
    const name = await create('exports.handler = async () => 1')
    const DestinationConfig = { OnFailure: { Destination: arnOf(destination) } }
    await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: name, DestinationConfig }))
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 0 }))
    const { requestId } = await invoke(name, { a: 1 }, { InvocationType: 'Event' })
    const told = async () => (await linesOf(destination, '"ZeroReservedConcurrency"'))[0]
    await until('the destination to be told', async () => (await told()) !== undefined)
    const record = JSON.parse(((await told()) ?? '').split('\t').at(-1) ?? '')
    expect(record).toMatchObject({
      requestContext: {
        requestId,
        functionArn: `${arnOf(name)}:$LATEST`,
        condition: 'ZeroReservedConcurrency',
        approximateInvokeCount: 0,
      },
      requestPayload: { a: 1 },
    })
    expect(Object.keys(record)).not.toContain('responseContext')
  })
})

describe('an answer in parts', () => {
  const streamed = async (FunctionName: string, event: unknown) => {
    const Payload = JSON.stringify(event)
    const { EventStream } = await lambda.send(new InvokeWithResponseStreamCommand({ FunctionName, Payload }))
    let text = ''
    let end: { ErrorCode?: string; ErrorDetails?: string } | undefined
    for await (const { PayloadChunk, InvokeComplete } of EventStream ?? []) {
      text += Buffer.from(PayloadChunk?.Payload ?? []).toString('utf8')
      end = InvokeComplete ?? end
    }
    return { text, end }
  }

  it('tells at its end that the function has failed (lambda 7.3.2)', async () => {
    const { end } = await streamed(node, { fail: 'no' })
    expect(end?.ErrorCode).toBe('Unhandled')
    expect(JSON.parse(end?.ErrorDetails ?? '')).toMatchObject({ errorType: 'TypeError', errorMessage: 'no' })
  })

  it('says how it failed behind the parts that it gave', async () => {
    const name = await create(`exports.handler = awslambda.streamifyResponse(async (event, stream) => {
      stream.write('one')
      await new Promise((resolve) => setImmediate(resolve))
      throw new TypeError('late')
    })`)
    const { text, end } = await streamed(name, {})
    expect([text, end?.ErrorCode]).toEqual(['one', 'Unhandled'])
    expect(JSON.parse(end?.ErrorDetails ?? '')).toMatchObject({ errorMessage: 'late' })
  })

  it('is one answer for who asks for one (lambda 4.7.5)', async () => {
    const name = await create(`exports.handler = awslambda.streamifyResponse(async (event, stream) => {
      stream.write('one')
      stream.end('two')
    })`)
    expect(await invoke(name, {})).toMatchObject({ status: 200, text: 'onetwo', failed: undefined })
  })
})
