import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetRestApisCommand } from '@aws-sdk/client-api-gateway'
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { InvokeCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CdkTarget, cdk } from '../support/cdk.ts'
import { awsClients } from '../support/clients.ts'
import { lambdaBackendPath } from '../support/paths.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { readClient, readOutputs } from '../support/stack-outputs.ts'
import { tokenFor } from '../support/tokens.ts'

const STACK = 'LambdaBackendStack'

// Each step goes on from the one before it.
describe('functions behind a deployed API', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-lambda-backend-'))
  let sallyport: SallyportProcess
  let target: CdkTarget
  let outputs: Readonly<Record<string, string>>

  beforeAll(async () => {
    sallyport = await startSallyport()
    target = { origin: sallyport.origin, region: 'us-east-1', out: join(folder, 'cdk.out'), app: lambdaBackendPath }
  })
  afterAll(async () => {
    await sallyport.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function succeeds(...args: string[]): Promise<void> {
    const { code, output } = await cdk(target, args)
    expect(code, output).toBe(0)
  }

  async function callAsPartner(event: object): Promise<unknown> {
    const { lambda } = awsClients(target)
    const call = { FunctionName: outputs.PartnerFunction, Payload: JSON.stringify(event) }
    const { Payload, FunctionError } = await lambda.send(new InvokeCommand(call))
    const answer = Buffer.from(Payload ?? []).toString()
    expect(FunctionError, answer).toBeUndefined()
    return JSON.parse(answer)
  }

  /** The example's own token, with the scopes that are asked for. */
  async function callApi(scope: string, init: RequestInit = {}): Promise<[status: number, body: unknown]> {
    const { cognito } = awsClients(target)
    const client = { domain: 'widgets-machines', ...(await readClient(cognito, outputs)) }
    const token = await tokenFor(sallyport.origin, client, scope)
    const [, apiId] = /https:\/\/(\w+)\./.exec(outputs.ApiUrl ?? '') ?? []
    const response = await fetch(`${sallyport.origin}/_aws/execute-api/${apiId}/prod/widgets`, {
      ...init,
      headers: { authorization: token.access_token },
    })
    return [response.status, await response.json()]
  }

  it('deploy, with a custom resource that reads the client’s secret', async () => {
    await succeeds('bootstrap', 'aws://000000000000/us-east-1')
    await succeeds('deploy', '--require-approval', 'never')
    outputs = await readOutputs(awsClients(target).cloudFormation, STACK)
  })

  it('answer with the scope of their method, and are not reached without it', async () => {
    expect(await callApi('widgets/read')).toEqual([200, { widgets: ['sprocket'] }])
    expect(await callApi('widgets/write', { method: 'POST', body: '{"name":"cog"}' })).toEqual([201, { name: 'cog' }])
    expect(await callApi('widgets/read')).toEqual([200, { widgets: ['sprocket', 'cog'] }])
    expect(await callApi('widgets/write')).toEqual([401, { message: 'Unauthorized' }])
    expect(await callApi('widgets/write', { method: 'POST', body: '{}' })).toEqual([
      400,
      { message: 'A widget needs a name.' },
    ])
  })

  it('call the API themselves, as a partner under AWS’s own names', async () => {
    expect(await callAsPartner({ name: 'flange' })).toEqual({ status: 201, body: { name: 'flange' } })
    expect(await callAsPartner({ scope: 'widgets/read' })).toEqual({ status: 401, body: { message: 'Unauthorized' } })
  })

  it('write to CloudWatch Logs', async () => {
    const { lambda, logs } = awsClients(target)
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}))
    const widgets = Functions.find(({ FunctionName }) => FunctionName?.includes('widgets'))
    await expect
      .poll(async () => {
        const logGroupName = `/aws/lambda/${widgets?.FunctionName}`
        const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }))
        return events.map(({ message }) => message).join('')
      })
      .toMatch(/INIT_START .*\nSTART RequestId: \S+ Version: \$LATEST\n.*GET by client .*\nEND RequestId: \S+\nREPORT /)
  })

  it('go away, and leave nothing', async () => {
    await succeeds('destroy', '--force')
    const { apiGateway, cloudFormation, lambda } = awsClients(target)
    expect((await apiGateway.send(new GetRestApisCommand({}))).items ?? []).toEqual([])
    expect((await lambda.send(new ListFunctionsCommand({}))).Functions).toEqual([])
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({}))
    expect(Stacks.map(({ StackName }) => StackName)).toEqual(['CDKToolkit'])
  })
})
