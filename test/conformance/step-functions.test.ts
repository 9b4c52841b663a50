import { CreateFunctionCommand, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda'
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  paginateListExecutions,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn'
import { expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'
import { until } from '../support/until.ts'
import { zipOf } from '../support/zip.ts'

const origin = inject('origin')
const ACCOUNT = '444400000040'
const { lambda, stepFunctions, cloudFormation } = awsClients({ origin, account: ACCOUNT })
const stacks = stacksOf(cloudFormation)
const roleArn = `arn:aws:iam::${ACCOUNT}:role/r`

/** Succeeds at the third call for a key. */
const HANDLER = `
const calls = new Map()
class NotYet extends Error { name = 'NotYet' }
exports.handler = async ({ key, fail }) => {
  if (fail) throw new TypeError(fail)
  const count = (calls.get(key) ?? 0) + 1
  calls.set(key, count)
  if (count < 3) throw new NotYet(String(count))
  return { count }
}`

async function createFunction(): Promise<string> {
  const FunctionName = uniqueName('fn')
  const Code = { ZipFile: zipOf({ 'index.js': HANDLER }) }
  const made = await lambda.send(
    new CreateFunctionCommand({ FunctionName, Runtime: 'nodejs22.x', Handler: 'index.handler', Role: roleArn, Code }),
  )
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 5 }, { FunctionName })
  return made.FunctionArn ?? ''
}

const definitionOf = (Resource: string) => ({
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource,
      Retry: [{ ErrorEquals: ['NotYet'], IntervalSeconds: 1, MaxAttempts: 5, BackoffRate: 1 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed', ResultPath: '$.caught' }],
      End: true,
    },
    Failed: { Type: 'Pass', End: true },
  },
})

async function ended(executionArn: string | undefined) {
  const describe = () => stepFunctions.send(new DescribeExecutionCommand({ executionArn }))
  await until('the execution ends', async () => (await describe()).status !== 'RUNNING')
  return describe()
}

it('a state machine asks a function until it succeeds, and catches what it fails with', {
  timeout: 60_000,
}, async () => {
  const name = uniqueName('machine')
  const definition = JSON.stringify(definitionOf(await createFunction()))
  const { stateMachineArn } = await stepFunctions.send(new CreateStateMachineCommand({ name, definition, roleArn }))
  expect(await stepFunctions.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({
    name,
    definition,
    type: 'STANDARD',
    status: 'ACTIVE',
  })
  const start = async (input: object) => {
    const { executionArn } = await stepFunctions.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
    )
    return ended(executionArn)
  }
  const { status, output = '' } = await start({ key: 'a' })
  expect([status, JSON.parse(output)]).toEqual(['SUCCEEDED', { count: 3 }])
  const { caught } = JSON.parse((await start({ fail: 'no' })).output ?? '')
  expect([caught.Error, JSON.parse(caught.Cause).errorMessage]).toEqual(['TypeError', 'no'])

  const names: (string | undefined)[] = []
  for await (const page of paginateListExecutions({ client: stepFunctions, pageSize: 1 }, { stateMachineArn })) {
    names.push(...(page.executions ?? []).map((each) => each.status))
  }
  expect(names).toEqual(['SUCCEEDED', 'SUCCEEDED'])
})

it('an execution is stopped, and a state machine deleted', async () => {
  const name = uniqueName('machine')
  const definition = JSON.stringify({ StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 3600, End: true } } })
  const { stateMachineArn } = await stepFunctions.send(new CreateStateMachineCommand({ name, definition, roleArn }))
  const { executionArn } = await stepFunctions.send(new StartExecutionCommand({ stateMachineArn }))
  await stepFunctions.send(new StopExecutionCommand({ executionArn, error: 'Enough' }))
  expect(await ended(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Enough' })
  await stepFunctions.send(new DeleteStateMachineCommand({ stateMachineArn }))
  const refused = await refusalOf(stepFunctions.send(new DescribeStateMachineCommand({ stateMachineArn })))
  expect([refused.status, refused.name]).toEqual([400, 'StateMachineDoesNotExist'])
})

it('an express workflow answers whoever waits for it', async () => {
  const definition = JSON.stringify({
    StartAt: 'P',
    States: { P: { Type: 'Pass', InputPath: '$.order', Next: 'F' }, F: { Type: 'Fail', Error: 'SomeFailure' } },
  })
  const name = uniqueName('express')
  const { stateMachineArn } = await stepFunctions.send(
    new CreateStateMachineCommand({ name, definition, roleArn, type: 'EXPRESS' }),
  )
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'test' }
  const waiting = new SFNClient({ endpoint: origin, region: 'us-east-1', credentials, disableHostPrefix: true })
  const input = JSON.stringify({ order: 1 })
  expect(await waiting.send(new StartSyncExecutionCommand({ stateMachineArn, input }))).toMatchObject({
    status: 'FAILED',
    error: 'SomeFailure',
    input,
    executionArn: expect.stringContaining(`:express:${name}:`),
    billingDetails: { billedMemoryUsedInMB: 64 },
  })
  const { executionArn } = await stepFunctions.send(new StartExecutionCommand({ stateMachineArn }))
  const refused = await refusalOf(stepFunctions.send(new DescribeExecutionCommand({ executionArn })))
  expect(refused.message).toBe("Invalid Arn: 'Resource type not valid in this context: express'")
})

it('what is not run, and what is not there, is refused by name', async () => {
  const create = (definition: object) =>
    refusalOf(
      stepFunctions.send(
        new CreateStateMachineCommand({ name: uniqueName('m'), definition: JSON.stringify(definition), roleArn }),
      ),
    )
  const choice = { StartAt: 'C', States: { C: { Type: 'Choice', Choices: [] } } }
  expect((await create(choice)).message).toContain('The state type Choice of a state machine')
  expect((await create({})).name).toBe('InvalidDefinition')
  const stateMachineArn = `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:nobody`
  const update = new UpdateStateMachineCommand({ stateMachineArn, roleArn })
  expect((await refusalOf(stepFunctions.send(update))).name).toBe('StateMachineDoesNotExist')
  const history = new GetExecutionHistoryCommand({ executionArn: `${stateMachineArn}:one` })
  expect(await refusalOf(stepFunctions.send(history))).toMatchObject({ status: 400 })
})

it('a template has one, and its definition refers to a function beside it', async () => {
  const StackName = uniqueName('waiter')
  const Definition = definitionOf('placeholder')
  const Machine = {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      RoleArn: roleArn,
      DefinitionString: JSON.stringify(Definition).replace('placeholder', '$'.concat('{Fn}')),
      DefinitionSubstitutions: { Fn: await createFunction() },
    },
  }
  const Outputs = {
    Ref: { Value: { Ref: 'Machine' } },
    Arn: { Value: { 'Fn::GetAtt': ['Machine', 'Arn'] } },
    Name: { Value: { 'Fn::GetAtt': ['Machine', 'Name'] } },
  }
  const created = await stacks.create(StackName, { Resources: { Machine }, Outputs })
  const { Ref: stateMachineArn = '', Arn, Name } = outputsOf(created)
  expect([Arn, stateMachineArn.endsWith(`:stateMachine:${Name}`)]).toEqual([stateMachineArn, true])
  const { executionArn } = await stepFunctions.send(
    new StartExecutionCommand({ stateMachineArn, input: '{"fail":"no"}' }),
  )
  expect((await ended(executionArn)).status).toBe('SUCCEEDED')
  expect((await stacks.delete(StackName)).StackStatus).toBe('DELETE_COMPLETE')
})
