import { describe, expect, it } from 'vitest'
import { runsTwice } from '../../store/runs-twice.harness.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { FunctionError, startStates, task, type Work } from './states.harness.ts'
import { hasUnfinishedExecutions } from './unfinished.ts'

const DEFINITION = {
  StartAt: 'Ask',
  States: {
    Ask: task({
      ResultPath: '$.asked',
      Retry: [{ ErrorEquals: ['Retry'], IntervalSeconds: 5, MaxAttempts: 2, BackoffRate: 1 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Told', ResultPath: '$.failure' }],
      Next: 'Told',
    }),
    Told: { Type: 'Wait', Seconds: 60, Next: 'Done' },
    Done: { Type: 'Succeed' },
  },
}
const fail: Work = () => {
  throw new FunctionError({ errorType: 'Retry' })
}
const FAILURE = { Error: 'Retry', Cause: '{"errorType":"Retry"}' }

/** A store of a process that is killed before its n-th transaction. */
function mortal(store: Store, moment: number) {
  let steps = 0
  const transact: Store['transact'] = (work) => {
    if (steps++ >= moment) return new Promise(() => {})
    return store.transact(work)
  }
  const proxy = new Proxy(store, {
    get(target, name) {
      if (name === 'transact') return transact
      const value = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { store: proxy, isDead: () => steps > moment, steps: () => steps }
}

/** @returns how many transactions it took. */
async function liveUntil(moment: number, wrap: (store: Store) => Store): Promise<number> {
  const store = wrap(await openSqliteStore({ path: undefined }))
  const setUp = await startStates({ store })
  const stateMachineArn = await setUp.create(DEFINITION)
  const begin = { stateMachineArn, name: 'one', input: '{"a":1}' }
  const executionArn = stateMachineArn.replace(':stateMachine:', ':execution:').concat(':one')

  // Of this one nothing is closed: that is what a kill leaves.
  const first = mortal(store, moment)
  const killed = await startStates({ store: first.store, work: fail })
  void killed.call('StartExecution', begin)
  const status = () =>
    killed.describe(executionArn).then(
      ({ status }) => status,
      () => 'none',
    )
  await expect.poll(async () => first.isDead() || (await status()) === 'SUCCEEDED').toBe(true)

  const next = await startStates({ store, work: fail })
  // What was not accepted is begun by whoever has got no answer.
  if ((await status()) === 'none') await next.call('StartExecution', begin)
  const { output } = await next.ended(executionArn)
  expect(JSON.parse(output ?? ''), `killed at ${moment}`).toEqual({ a: 1, failure: FAILURE })
  // An attempt that was cut off is made again; a failure that was counted stays counted.
  const cutOff = killed.called.length + next.called.length - 3
  expect([0, 1], `killed at ${moment}`).toContain(cutOff)
  expect(await hasUnfinishedExecutions(store)).toBe(false)
  await next.service.close?.()
  return first.steps()
}

describe.each([
  ['as it is', (store: Store) => store],
  ['with work that runs twice', runsTwice],
])('a store %s', (_, wrap) => {
  it('has an execution come to its end, wherever the process is killed', async () => {
    const steps = await liveUntil(Number.POSITIVE_INFINITY, wrap)
    expect(steps).toBe(6)
    for (let moment = 0; moment < steps; moment++) await liveUntil(moment, wrap)
  })
})

it('an execution that is not begun anew waits for what is left of its pause', async () => {
  const store = await openSqliteStore({ path: undefined })
  const killed = await startStates({ store, sleep: () => new Promise(() => {}) })
  const stateMachineArn = await killed.create(DEFINITION)
  const { executionArn } = await killed.call('StartExecution', { stateMachineArn })
  await expect.poll(() => killed.called.length).toBe(1)
  expect(await hasUnfinishedExecutions(store)).toBe(true)

  const next = await startStates({ store })
  const { stopDate, startDate, output } = await next.ended(executionArn)
  expect(Number(stopDate) - Number(startDate)).toBe(60_000)
  expect(JSON.parse(output ?? '')).toEqual({ asked: {} })
  await next.service.close?.()
  await store.close()
})
