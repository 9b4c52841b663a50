import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetDeploymentsCommand, GetRestApisCommand } from '@aws-sdk/client-api-gateway'
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import {
  DescribeUserPoolCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CdkTarget, cdk, fixtureApp } from '../support/cdk.ts'
import { awsClients } from '../support/clients.ts'
import { callExample, type DeployedExample, exampleToken, readExample } from '../support/deployed-example.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'

const HELLO = '{"statusCode":200,"message":"Hello From Protected Resource"}'
const DEPLOY = ['deploy', '--all', '--require-approval', 'never']

// Each step goes on from the one before it, as a developer's day does.
describe.each(['us-east-1', 'eu-central-1'])('the CDK CLI in %s', (region) => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-cdk-'))
  let sallyport: SallyportProcess
  let target: CdkTarget
  let example: DeployedExample
  let firstToken: string

  beforeAll(async () => {
    sallyport = await startSallyport({ dataDir: join(folder, 'data') })
    target = { origin: sallyport.origin, region, out: join(folder, 'cdk.out') }
  })
  afterAll(async () => {
    await sallyport.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function succeeds(args: string[], env?: Record<string, string>): Promise<string> {
    const { code, output } = await cdk(target, args, env)
    expect(code, output).toBe(0)
    return output
  }

  async function answer(token?: string): Promise<[number, string]> {
    const response = await callExample(sallyport.origin, example, token)
    return [response.status, await response.text()]
  }

  /** What there is of each kind, whoever made it: an update or rollback must not leave anything over. */
  async function counts() {
    const { apiGateway, cloudFormation, cognito } = awsClients(target)
    const { UserPools = [] } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }))
    const { items: apis = [] } = await apiGateway.send(new GetRestApisCommand({}))
    const UserPoolId = UserPools[0]?.Id
    const clients = UserPoolId
      ? (await cognito.send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60 }))).UserPoolClients
      : []
    const deployments = apis[0]
      ? (await apiGateway.send(new GetDeploymentsCommand({ restApiId: apis[0].id }))).items
      : []
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({}))
    return {
      pools: UserPools.length,
      clients: clients?.length,
      apis: apis.length,
      deployments: deployments?.length,
      stacks: Stacks.length,
    }
  }
  const DEPLOYED = { pools: 1, clients: 1, apis: 1, deployments: 1, stacks: 4 }
  const NOTHING = { pools: 0, clients: 0, apis: 0, deployments: 0, stacks: 1 }

  it('synthesises, and asks which stack to show', async () => {
    const names = ['', '/CognitoStack', '/ApiGatewayStack'].map((part) => `ClientCredentialsFlowStack${part}`)
    const [, asked = ''] =
      /Supply a stack id \((.*)\) to display its template/.exec(
        await succeeds(['synth'], { CDK_VALIDATION: 'true' }),
      ) ?? []
    expect(asked.split(', ').sort()).toEqual(names.sort())
  })

  it('bootstraps, and bootstraps again without changes', async () => {
    const environment = `aws://000000000000/${region}`
    expect(await succeeds(['bootstrap', environment])).toContain(`Environment ${environment} bootstrapped.`)
    expect(await succeeds(['bootstrap', environment])).toContain('bootstrapped (no changes)')
  })

  it('shows what would be deployed without keeping anything', async () => {
    expect(await succeeds(['diff'])).toContain('AWS::Cognito::UserPoolClient')
    expect(await counts()).toEqual(NOTHING)
  })

  it('deploys', async () => {
    const output = await succeeds(DEPLOY)
    expect(output).toMatch(new RegExp(`https://[a-z0-9]{10}\\.execute-api\\.${region}\\.amazonaws\\.com/prod/`))
    example = await readExample(target)
    firstToken = (await exampleToken(sallyport.origin, example)).access_token
    expect(await answer()).toEqual([401, '{"message":"Unauthorized"}'])
    expect(await answer(firstToken)).toEqual([200, HELLO])
    expect(await counts()).toEqual(DEPLOYED)
  })

  it('finds nothing to deploy the second time, and no difference', async () => {
    expect((await succeeds(DEPLOY)).match(/\(no changes\)/g)?.length).toBeGreaterThanOrEqual(2)
    expect(await succeeds(['diff', '--fail'])).toContain('Number of stacks with differences: 0')
    expect(await readExample(target)).toEqual(example)
  })

  it('changes the token’s lifetime in place', async () => {
    const change = ['-c', 'accessTokenMinutes=30']
    const diff = await succeeds(['diff', ...change])
    expect(diff).toMatch(/\[~\] AccessTokenValidity\s+├─ \[-\] 60\s+└─ \[\+\] 30/)
    expect(diff).not.toMatch(/(requires|may cause) replacement/)
    expect(diff).toContain('Number of stacks with differences: 1')
    await succeeds([...DEPLOY, ...change])
    const after = await readExample(target)
    expect(after).toEqual(example)
    expect((await exampleToken(sallyport.origin, example)).expires_in).toBe(1800)
    expect(await answer(firstToken)).toEqual([200, HELLO])
  })

  it('deploys a changed response', async () => {
    await succeeds([...DEPLOY, '-c', 'message=Changed'])
    expect(await readExample(target)).toEqual(example)
    expect(await answer(firstToken)).toEqual([200, '{"statusCode":200,"message":"Changed"}'])
    // The lifetime is the default again, and the deployment that served the old text is gone.
    expect((await exampleToken(sallyport.origin, example)).expires_in).toBe(3600)
    expect(await counts()).toEqual(DEPLOYED)
  })

  it('leaves everything as it was when an update fails', async () => {
    const { code, output } = await cdk(target, [...DEPLOY, '--app', fixtureApp('unknown-scope')])
    expect(code, output).toBe(1)
    expect(output).toContain('Invalid scope requested: awesomeapi-resource-server/awesomeapi.unknown')
    expect(output).toContain('UPDATE_ROLLBACK_COMP')

    expect(await readExample(target)).toEqual(example)
    expect((await exampleToken(sallyport.origin, example)).expires_in).toBe(3600)
    expect(await answer(firstToken)).toEqual([200, '{"statusCode":200,"message":"Changed"}'])
    expect(await answer()).toEqual([401, '{"message":"Unauthorized"}'])
    expect(await counts()).toEqual(DEPLOYED)
    const { cognito, cloudFormation } = awsClients(target)
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: example.poolId }))
    expect(UserPool?.Policies?.PasswordPolicy?.MinimumLength).toBe(8)
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: example.stacks.cognito }))
    expect(Stacks?.[0]?.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  })

  it('deploys again after the failure', async () => {
    await succeeds(DEPLOY)
    expect(await readExample(target)).toEqual(example)
    expect(await answer(firstToken)).toEqual([200, HELLO])
    expect(await counts()).toEqual(DEPLOYED)
  })

  it('destroys, and leaves nothing', async () => {
    await succeeds(['destroy', '--all', '--force'])
    expect(await counts()).toEqual(NOTHING)
    expect((await callExample(sallyport.origin, example, firstToken)).status).toBe(403)
    await expect(exampleToken(sallyport.origin, example)).rejects.toThrow('no token')
  })
})
