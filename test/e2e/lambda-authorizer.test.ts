import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetRestApisCommand } from '@aws-sdk/client-api-gateway'
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CdkTarget, cdk } from '../support/cdk.ts'
import { awsClients } from '../support/clients.ts'
import { lambdaAuthorizerPath } from '../support/paths.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { type Outputs, readClient, readOutputs } from '../support/stack-outputs.ts'
import { tokenFor } from '../support/tokens.ts'

// Each step goes on from the one before it.
describe('a function that decides who may call a deployed API', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-lambda-authorizer-'))
  let sallyport: SallyportProcess
  let target: CdkTarget
  let outputs: Outputs
  let apiId: string

  beforeAll(async () => {
    sallyport = await startSallyport()
    target = { origin: sallyport.origin, region: 'us-east-1', out: join(folder, 'cdk.out'), app: lambdaAuthorizerPath }
  })
  afterAll(async () => {
    await sallyport.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function succeeds(...args: string[]): Promise<void> {
    const { code, output } = await cdk(target, args)
    expect(code, output).toBe(0)
  }

  async function call(authorization?: string): Promise<[status: number, body: unknown]> {
    const response = await fetch(`${sallyport.origin}/_aws/execute-api/${apiId}/prod/awesomeapi`, {
      headers: authorization === undefined ? {} : { authorization },
    })
    return [response.status, await response.json()]
  }

  it('deploys, bundled by esbuild', async () => {
    await succeeds('bootstrap', 'aws://000000000000/us-east-1')
    await succeeds('deploy', '--require-approval', 'never')
    const { apiGateway, cloudFormation } = awsClients(target)
    outputs = await readOutputs(cloudFormation, 'LambdaAuthorizerStack')
    apiId = (await apiGateway.send(new GetRestApisCommand({}))).items?.[0]?.id ?? ''
  })

  it('lets a token with the scope pass, and hands the client’s id on', async () => {
    const client = { domain: 'authorized-machines', ...(await readClient(awsClients(target).cognito, outputs)) }
    const { access_token } = await tokenFor(sallyport.origin, client)
    const greeting = { message: 'Hello From Protected Resource', client: client.clientId }
    expect(await call(access_token)).toEqual([200, greeting])
    expect(await call(`Bearer ${access_token}`)).toEqual([200, greeting])
  })

  it.each([
    ['no token', undefined],
    ['what is no token', 'nonsense'],
    ['a token that nobody has signed', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.'],
  ])('refuses %s', async (_name, token) => {
    expect(await call(token)).toEqual([401, { message: 'Unauthorized' }])
  })

  it('goes away, and leaves nothing', async () => {
    await succeeds('destroy', '--force')
    const { apiGateway, cloudFormation } = awsClients(target)
    expect((await apiGateway.send(new GetRestApisCommand({}))).items ?? []).toEqual([])
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({}))
    expect(Stacks.map(({ StackName }) => StackName)).toEqual(['CDKToolkit'])
  })
})
