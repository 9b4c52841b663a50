import { afterAll, beforeAll, expect, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { customResourcesOf, success } from '../support/custom-resources.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { stacksOf } from '../support/stacks.ts'

const ACCOUNT = '777700000039'

// A runtime of its own: whoever moves the clock moves it for everybody.
let sallyport: SallyportProcess
beforeAll(async () => {
  sallyport = await startSallyport({ args: ['--log-level', 'warn'] })
})
afterAll(() => sallyport.stop())

async function advance(advanceSeconds: number): Promise<void> {
  const body = JSON.stringify({ advanceSeconds })
  expect((await fetch(`${sallyport.origin}/_sallyport/clock`, { method: 'POST', body })).status).toBe(200)
}

it('a custom resource is waited for an hour where nothing else is said (lambda 12.1.4)', {
  timeout: 120_000,
}, async () => {
  const { cloudFormation, lambda, logs } = awsClients({ origin: sallyport.origin, account: ACCOUNT })
  const stacks = stacksOf(cloudFormation)
  const { ServiceToken, next, answering } = await customResourcesOf(lambda, logs, ACCOUNT).asked()
  const template = { Resources: { C: { Type: 'Custom::Asked', Properties: { ServiceToken } } } }
  const created = stacks.create('patient', template)
  await next()
  await advance(3500)
  expect((await stacks.describe('patient')).StackStatus).toBe('CREATE_IN_PROGRESS')
  await advance(100)
  expect((await answering(created, (later) => success(later))).StackStatus).toBe('ROLLBACK_COMPLETE')
})
