import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { UpdateFunctionCodeCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { until } from '../support/until.ts'
import { zipOf } from '../support/zip.ts'

const ACCOUNT = '333300000057'
const { lambda, logs } = awsClients({ origin: inject('origin'), account: ACCOUNT })
const { create, updated, invoke } = functionsOf(lambda, ACCOUNT)

it('a change ends the environments of $LATEST (lambda 0.d, 13.8)', async () => {
  const name = await create('let calls = 0\nexports.handler = async () => (calls += 1)')
  await invoke(name, {})
  expect((await invoke(name, {})).text).toBe('2')
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Description: 'changed' }))
  await updated(name)
  expect((await invoke(name, {})).text).toBe('1')
  const ZipFile = zipOf({ 'index.js': 'exports.handler = async () => "new"' })
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile }))
  await updated(name)
  expect((await invoke(name, {})).text).toBe('"new"')
})

it('a function logs into its group, each event under an id that stays (lambda 0.j)', async () => {
  const name = await create('exports.handler = async () => console.log("here it is")')
  await invoke(name, {})
  const find = async () =>
    (
      await logs.send(
        new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}`, filterPattern: '"here it is"' }),
      )
    ).events ?? []
  await until('the line is there', async () => (await find().catch(() => [])).length === 1)
  const [first, second] = [await find(), await find()]
  expect(first[0]?.eventId).toEqual(expect.any(String))
  expect(second).toEqual(first)
})

it('a module of the newer kind may wait at its top (lambda 4.1.7)', async () => {
  const code = 'const a = await Promise.resolve(7)\nexport const handler = async () => a'
  const name = await create('', { Code: { ZipFile: zipOf({ 'index.mjs': code }) } })
  expect((await invoke(name, {})).text).toBe('7')
})

it('a wrapper that is not there ends the runtime (lambda 3.1.5)', async () => {
  const Environment = { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/none' } }
  const name = await create('exports.handler = async () => 1', { Environment })
  const { errorType, errorMessage } = JSON.parse((await invoke(name, {})).text)
  expect([errorType, errorMessage]).toEqual([
    'Runtime.ExitError',
    expect.stringMatching(/Error: Runtime exited with error: exit status 127$/),
  ])
})
