// What tests pay: to go back to a deployed app before each, and to begin at all, beside the emulators that Python has.
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { MOTO, pythonOf, startMiniStack } from './compare/peers.mjs'
import { root, runScript, wallSeconds } from './processes.mjs'
import { explain, median, report } from './report.mjs'

const TESTS = 200
const ROUNDS = 5

/** moto within a process of Python, as its own documents begin a test. */
const MOTO_TEST = `
import boto3
from moto import mock_aws
with mock_aws():
    boto3.client("cognito-idp", region_name="us-east-1", aws_access_key_id="t", aws_secret_access_key="t").list_user_pools(MaxResults=1)
`

/** Two hundred tests on a deployed tutorial. */
export async function restoringTests(assembly) {
  const { seconds } = await runScript('tests.mjs', { assembly, tests: TESTS })
  const each = `${((seconds / TESTS) * 1000).toFixed(0)} ms for each`
  report(`${TESTS} tests: restore, token, call`, `${seconds.toFixed(1)} s`, '<= 10.0 s', seconds <= 10, each)
}

/** From nothing to the first answer, in alternating rounds. */
export async function firstAnswers() {
  const figures = { sallyport: [], moto: [], ministack: [] }
  const python = pythonOf(MOTO)
  for (let round = 0; round < ROUNDS; round++) {
    const cwd = join(root, 'bench')
    figures.sallyport.push(await wallSeconds(process.execPath, ['first-answer.mjs'], { cwd }))
    figures.moto.push(await wallSeconds(python, ['-c', MOTO_TEST], { cwd }))
    const began = performance.now()
    const server = await startMiniStack()
    figures.ministack.push((performance.now() - began) / 1000)
    await server.stop()
  }
  const [ours, motos, ministacks] = Object.values(figures).map(median)
  const told = (seconds) => `${(ours * 1000).toFixed(0)} ms against ${(seconds * 1000).toFixed(0)} ms, ${ROUNDS} rounds`
  report(
    'first answer in process, of moto’s',
    `x ${(ours / motos).toFixed(2)}`,
    '<= x 1.00',
    ours <= motos,
    told(motos),
  )
  explain('the same, of MiniStack’s server', `x ${(ours / ministacks).toFixed(2)}`, told(ministacks))
}
