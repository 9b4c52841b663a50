import { describe, expect, it } from 'vitest'
import { FunctionRefusal } from '../../kernel/functions.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { FunctionError, only, type StatesHarnessOptions, startStates, task, type Work } from './states.harness.ts'

const RETRY = { ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 3, BackoffRate: 1 }

/** Runs one execution to its end. */
async function run(definition: JsonObject, input: unknown = {}, options: StatesHarnessOptions = {}) {
  const states = await startStates(options)
  const stateMachineArn = await states.create(definition)
  const { executionArn } = await states.call('StartExecution', { stateMachineArn, input: JSON.stringify(input) })
  const { status, output, error, cause } = await states.ended(executionArn)
  await states.service.close?.()
  await states.store.close()
  return {
    called: states.called,
    ran: {
      status,
      ...(output !== undefined && { output: JSON.parse(output) as unknown }),
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    },
  }
}

/** Fails so many times with an error of this type, and succeeds then. */
function failing(times: number, errorType = 'Retry'): Work {
  let left = times
  return () => {
    if (left-- > 0) throw new FunctionError({ errorType, errorMessage: 'not yet' })
    return 'done'
  }
}

describe('a task', () => {
  it('gives what its function answers', async () => {
    const { ran, called } = await run(only(task({ End: true })), { n: 1 })
    expect(ran).toEqual({ status: 'SUCCEEDED', output: { n: 1 } })
    expect(called).toEqual([{ input: { n: 1 }, at: 0 }])
  })

  it('fails with the type of the error and the payload as its cause', async () => {
    const { ran } = await run(only(task({ End: true })), {}, { work: failing(1, 'TypeError') })
    expect(ran).toEqual({
      status: 'FAILED',
      error: 'TypeError',
      cause: '{"errorType":"TypeError","errorMessage":"not yet"}',
    })
  })

  it('fails as Lambda.Unknown where the function says no type', async () => {
    const work = () => {
      throw new FunctionError({ errorMessage: 'gone' })
    }
    const { ran } = await run(only(task({ End: true })), {}, { work })
    expect(ran).toMatchObject({ error: 'Lambda.Unknown', cause: expect.stringContaining('{"errorMessage":"gone"}') })
  })

  it.each([
    ['missing', 'Lambda.ResourceNotFoundException'],
    ['throttled', 'Lambda.TooManyRequestsException'],
    ['not-runnable', 'Lambda.InvalidRuntimeException'],
  ] as const)('whose function is %s fails with %s', async (reason, error) => {
    const work = () => {
      throw new FunctionRefusal(reason, 'why')
    }
    expect((await run(only(task({ End: true })), {}, { work })).ran).toEqual({ status: 'FAILED', error, cause: 'why' })
  })

  it('fails with States.DataLimitExceeded, which is not among all errors', async () => {
    const definition = only(task({ End: true, Retry: [RETRY] }))
    const { ran, called } = await run(definition, {}, { work: () => 'x'.repeat(262_144) })
    expect([ran.error, called.length]).toEqual(['States.DataLimitExceeded', 1])
  })

  it('is over when its time is, whatever its function does', async () => {
    const { ran } = await run(only(task({ End: true, TimeoutSeconds: 5 })), {}, { work: () => new Promise(() => {}) })
    expect(ran).toEqual({ status: 'FAILED', error: 'States.Timeout' })
  })
})

describe('a retrier', () => {
  it('has a task tried again until it succeeds, after pauses', async () => {
    const { ran, called } = await run(only(task({ End: true, Retry: [RETRY] })), {}, { work: failing(2) })
    expect(ran).toEqual({ status: 'SUCCEEDED', output: 'done' })
    expect(called.map(({ at }) => at)).toEqual([0, 5000, 10_000])
  })

  it('makes pauses longer, up to the longest', async () => {
    const Retry = [{ ErrorEquals: ['Retry'], IntervalSeconds: 2, MaxAttempts: 4, MaxDelaySeconds: 7 }]
    const { called } = await run(only(task({ End: true, Retry })), {}, { work: failing(4) })
    expect(called.map(({ at }) => at)).toEqual([0, 2000, 6000, 13_000, 20_000])
  })

  it('is used up, and counted beside others', async () => {
    const errors = ['A', 'B', 'A', 'A']
    const work = () => {
      throw new FunctionError({ errorType: errors.shift() ?? 'none' })
    }
    const Retry = ['A', 'B'].map((name) => ({ ErrorEquals: [name], MaxAttempts: 2 }))
    const { ran, called } = await run(only(task({ End: true, Retry })), {}, { work })
    expect([ran.error, called.length]).toEqual(['A', 4])
  })

  it.each([
    ['States.TaskFailed', 'Whatever', 2],
    ['States.TaskFailed', 'States.Timeout', 1],
    ['Whatever', 'Other', 1],
  ])('for %s meets %s: %i attempts', async (name, errorType, attempts) => {
    const Retry = [{ ErrorEquals: [name], MaxAttempts: 1 }]
    expect((await run(only(task({ End: true, Retry })), {}, { work: failing(1, errorType) })).called).toHaveLength(
      attempts,
    )
  })
})

describe('a catcher', () => {
  const caught = (more: JsonObject) =>
    only(
      task({
        End: true,
        Retry: [{ ...RETRY, MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B', ...more }],
      }),
      {
        B: { Type: 'Succeed' },
      },
    )
  const failure = { Error: 'Retry', Cause: '{"errorType":"Retry","errorMessage":"not yet"}' }

  it('leads on with the error, when the task is not tried again', async () => {
    const { ran, called } = await run(caught({}), { a: 1 }, { work: failing(9) })
    expect(ran).toEqual({ status: 'SUCCEEDED', output: failure })
    expect(called).toHaveLength(2)
  })

  it('puts the error beside the input', async () => {
    const { ran } = await run(caught({ ResultPath: '$.told.failure' }), { a: 1 }, { work: failing(9) })
    expect(ran.output).toEqual({ a: 1, told: { failure } })
  })

  it('cannot put it into what is no object', async () => {
    const { ran } = await run(caught({ ResultPath: '$.a.b' }), { a: 1 }, { work: failing(9) })
    expect(ran).toMatchObject({ status: 'FAILED', error: 'States.ResultPathMatchFailure' })
  })
})

describe('other states', () => {
  it('pass, wait and succeed', async () => {
    const { ran, called } = await run(
      {
        StartAt: 'Pass',
        States: {
          Pass: { Type: 'Pass', Result: { b: 2 }, ResultPath: '$.passed', Next: 'Wait' },
          Wait: { Type: 'Wait', Seconds: 90, Next: 'Until' },
          Until: { Type: 'Wait', Timestamp: '2030-01-01T00:02:00Z', Next: 'Task' },
          Task: task({ ResultPath: null, Next: 'Succeed' }),
          Succeed: { Type: 'Succeed' },
        },
      },
      { a: 1 },
    )
    expect(ran).toEqual({ status: 'SUCCEEDED', output: { a: 1, passed: { b: 2 } } })
    expect(called).toEqual([{ input: { a: 1, passed: { b: 2 } }, at: 120_000 }])
  })

  it('fail', async () => {
    const { ran } = await run(only({ Type: 'Fail', Error: 'E', Cause: 'why' }))
    expect(ran).toEqual({ status: 'FAILED', error: 'E', cause: 'why' })
  })

  it('end with the time of the whole', async () => {
    const { ran } = await run({ ...only({ Type: 'Wait', Seconds: 90, End: true }), TimeoutSeconds: 60 })
    expect(ran).toEqual({ status: 'TIMED_OUT' })
  })
})

describe('paths', () => {
  const INPUT = { a: { b: 1 }, c: 2 }

  it('lead to what a state works with and gives on, and a result goes into the input as it came', async () => {
    const definition = only(task({ InputPath: '$.a', ResultPath: '$.a.r', OutputPath: '$.a', End: true }))
    const { ran, called } = await run(definition, INPUT)
    expect(called[0]?.input).toEqual({ b: 1 })
    expect(ran).toEqual({ status: 'SUCCEEDED', output: { b: 1, r: { b: 1 } } })
  })

  it.each([
    ['Pass', { Type: 'Pass', InputPath: null, End: true }, {}],
    ['Wait', { Type: 'Wait', Seconds: 1, InputPath: '$.a', OutputPath: '$.b', End: true }, 1],
    ['Succeed', { Type: 'Succeed', InputPath: '$.a', OutputPath: null }, {}],
  ])('of a %s state', async (_type, state, output) => {
    expect((await run(only(state), INPUT)).ran).toEqual({ status: 'SUCCEEDED', output })
  })

  it.each([
    ['InputPath', '$.none', "Invalid path '$.none' : No results for path: $['none']"],
    ['OutputPath', '$.no.such', "Invalid path '$.no.such' : Missing property in path $['no']"],
  ])('that lead nowhere fail: %s', async (field, path, why) => {
    const { ran } = await run(only({ Type: 'Pass', [field]: path, End: true }), INPUT)
    const cause = `An error occurred while executing the state 'A'. ${why}`
    expect(ran).toEqual({ status: 'FAILED', error: 'States.Runtime', cause })
  })
})
