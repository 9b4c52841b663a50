import { afterEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../kernel/json.ts'
import { only, ROLE, START, type StatesHarnessOptions, startStates, task } from './states.harness.ts'

type States = Awaited<ReturnType<typeof startStates>>
const open: States[] = []
afterEach(async () => {
  for (const states of open.splice(0)) {
    await states.service.close?.()
    await states.store.close()
  }
})

async function express(definition: JsonObject, options: StatesHarnessOptions = {}) {
  const states = await startStates(options)
  open.push(states)
  const { stateMachineArn } = await states.call('CreateStateMachine', {
    name: 'machine',
    type: 'EXPRESS',
    roleArn: ROLE,
    definition: JSON.stringify(definition),
  })
  return { ...states, stateMachineArn }
}

const EXPRESS_ARN = /^arn:aws:states:eu-west-1:111111111111:express:machine:run:[0-9a-f-]{36}$/

describe('an execution that is waited for', () => {
  it('answers with what has come of it', async () => {
    const { call, stateMachineArn } = await express(only({ Type: 'Pass', Result: { a: 1 }, End: true }), {
      sleep: () => new Promise(() => {}),
    })
    expect(await call('StartSyncExecution', { stateMachineArn, name: 'run', traceHeader: 't' })).toEqual({
      executionArn: expect.stringMatching(EXPRESS_ARN),
      stateMachineArn,
      name: 'run',
      status: 'SUCCEEDED',
      startDate: new Date(START),
      stopDate: new Date(START),
      input: '{}',
      inputDetails: { included: true },
      output: '{"a":1}',
      outputDetails: { included: true },
      traceHeader: 't',
      billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: 100 },
    })
  })

  it('that fails is no error of the call', async () => {
    const { call, stateMachineArn } = await express(only({ Type: 'Fail', Error: 'SomeFailure', Cause: 'why' }))
    const answer = await call('StartSyncExecution', { stateMachineArn, input: '{"n":1}' })
    expect(answer).toMatchObject({
      status: 'FAILED',
      error: 'SomeFailure',
      cause: 'why',
      input: '{"n":1}',
      outputDetails: { included: true },
    })
    expect(answer.output).toBeUndefined()
  })

  it('is over after five minutes, and is billed in tenths of a second', async () => {
    const { call, stateMachineArn } = await express(only(task({ End: true })), { work: () => new Promise(() => {}) })
    expect(await call('StartSyncExecution', { stateMachineArn })).toMatchObject({
      status: 'TIMED_OUT',
      stopDate: new Date(START + 300_000),
      billingDetails: { billedDurationInMilliseconds: 300_000 },
    })
  })

  it('may leave its data out', async () => {
    const { call, stateMachineArn } = await express(only({ Type: 'Pass', End: true }))
    const { input, output, inputDetails, outputDetails } = await call('StartSyncExecution', {
      stateMachineArn,
      includedData: 'METADATA_ONLY',
    })
    expect([input, output, inputDetails, outputDetails]).toEqual([
      undefined,
      undefined,
      { included: false },
      { included: false },
    ])
  })

  it('ends with the server', async () => {
    const { call, service, stateMachineArn } = await express(only(task({ End: true })), {
      work: () => new Promise(() => {}),
    })
    const answer = call('StartSyncExecution', { stateMachineArn })
    await new Promise<void>((resolve) => setImmediate(resolve))
    await service.close?.()
    expect((await answer).status).toBe('TIMED_OUT')
  })

  it('is none of a standard state machine', async () => {
    const states = await startStates()
    open.push(states)
    const stateMachineArn = await states.create(only({ Type: 'Pass', End: true }))
    await expect(states.call('StartSyncExecution', { stateMachineArn })).rejects.toMatchObject({
      code: 'StateMachineTypeNotSupported',
      message: 'This operation is not supported by this type of state machine',
    })
  })
})

describe('an execution that nobody waits for', () => {
  it('runs, each time anew, and cannot be asked for', async () => {
    const states = await express(only(task({ End: true })))
    const { call, called, stateMachineArn } = states
    const begin = () => call('StartExecution', { stateMachineArn, name: 'run', input: '{"n":1}' })
    const [{ executionArn }, again] = [await begin(), await begin()]
    expect(executionArn).toMatch(EXPRESS_ARN)
    expect(again.executionArn).not.toBe(executionArn)
    while (called.length < 2) await new Promise<void>((resolve) => setImmediate(resolve))
    expect(called.map(({ input }) => input)).toEqual([{ n: 1 }, { n: 1 }])
    const invalid = {
      code: 'InvalidArn',
      message: "Invalid Arn: 'Resource type not valid in this context: express'",
    }
    await expect(states.describe(executionArn)).rejects.toMatchObject(invalid)
    await expect(call('StopExecution', { executionArn })).rejects.toMatchObject(invalid)
    await expect(call('ListExecutions', { stateMachineArn })).rejects.toMatchObject({
      code: 'StateMachineTypeNotSupported',
    })
  })
})

it('the type shows, and another of it is another state machine', async () => {
  const { call, stateMachineArn } = await express(only({ Type: 'Pass', End: true }))
  const found = await call('DescribeStateMachine', { stateMachineArn })
  expect(found.type).toBe('EXPRESS')
  const again = { name: 'machine', roleArn: ROLE, definition: found.definition }
  expect((await call('CreateStateMachine', { ...again, type: 'EXPRESS' })).stateMachineArn).toBe(stateMachineArn)
  await expect(call('CreateStateMachine', again)).rejects.toMatchObject({ code: 'StateMachineAlreadyExists' })
})
