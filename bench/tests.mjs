// A suite of tests, as its runner would run it: each goes back to a deployed tutorial, gets a token and calls the API.
// Prints { tests, seconds } as JSON. Its argument: the tutorial's assembly and how many tests there are.
import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import { startSallyport } from 'sallyport/testing'

const { assembly, tests } = JSON.parse(process.argv[2])
const aws = await startSallyport()
const deployed = await aws.deploy(assembly)
const client = deployed.id('AWS::Cognito::UserPoolClient')
const api = deployed.id('AWS::ApiGateway::RestApi')
const snapshot = await aws.snapshot()

const began = performance.now()
for (let test = 0; test < tests; test++) {
  await aws.restore(snapshot)
  const headers = { authorization: await aws.token(client) }
  const url = `https://${api}.execute-api.us-east-1.amazonaws.com/prod/awesomeapi`
  assert.equal((await aws.fetch(url, { headers })).status, 200)
}
const seconds = (performance.now() - began) / 1000
await aws.close()
process.stdout.write(JSON.stringify({ tests, seconds }))
