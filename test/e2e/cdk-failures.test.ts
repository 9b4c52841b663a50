import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CdkTarget, cdk, fixtureApp } from '../support/cdk.ts'
import { awsClients } from '../support/clients.ts'
import { callExample, type DeployedExample, exampleToken, readExample } from '../support/deployed-example.ts'
import type { Finished } from '../support/run.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'

const DEPLOY = ['deploy', '--all', '--require-approval', 'never']
const UNKNOWN_SCOPE = ['--app', fixtureApp('unknown-scope')]

// Each step goes on from the one before it: a deployment that fails, and how the developer gets out of it.
describe('the CDK CLI', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-cdk-failures-'))
  let sallyport: SallyportProcess
  let target: CdkTarget
  let example: DeployedExample
  let firstToken: string

  beforeAll(async () => {
    sallyport = await startSallyport()
    target = { origin: sallyport.origin, region: 'us-east-1', out: join(folder, 'cdk.out') }
    await succeeds(['bootstrap', 'aws://000000000000/us-east-1'])
  })
  afterAll(async () => {
    await sallyport.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function succeeds(args: string[]): Promise<string> {
    const { code, output } = await cdk(target, args)
    expect(code, output).toBe(0)
    return output
  }

  async function fails(args: string[]): Promise<Finished> {
    const finished = await cdk(target, args)
    expect(finished.code, finished.output).toBe(1)
    return finished
  }

  /** Statuses by the last words of the stacks' names. */
  async function statuses(): Promise<Record<string, string>> {
    const { Stacks = [] } = await awsClients(target).cloudFormation.send(new DescribeStacksCommand({}))
    const named = Stacks.map((stack) => [/(Cognito|ApiGateway|$)/.exec(stack.StackName ?? '')?.[0], stack.StackStatus])
    return Object.fromEntries(named.filter(([name]) => name))
  }

  async function pools(): Promise<(string | undefined)[]> {
    const { UserPools = [] } = await awsClients(target).cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }))
    return UserPools.map((pool) => pool.Id)
  }

  async function expectWorking(expiresIn = 3600): Promise<void> {
    expect((await exampleToken(sallyport.origin, example)).expires_in).toBe(expiresIn)
    expect((await callExample(sallyport.origin, example, firstToken)).status).toBe(200)
    expect((await callExample(sallyport.origin, example)).status).toBe(401)
  }

  it('shows a property that does not exist before anything is made', async () => {
    const { output } = await fails([...DEPLOY, '--app', fixtureApp('wrong-property')])
    expect(output).toContain('Early validation failed')
    expect(output).toMatch(
      /extraneous key \[AccessTokenLifetime\] is not permitted \(at \/Resources\/awesomeappclient\w+\/Properties\)/,
    )
    expect(await statuses()).not.toHaveProperty('ApiGateway')
    expect(await pools()).toEqual([])
  })

  it('reports a creation that fails, and everything of it is gone', async () => {
    const { output } = await fails([...DEPLOY, ...UNKNOWN_SCOPE])
    expect(output).toContain('Invalid scope requested: awesomeapi-resource-server/awesomeapi.unknown')
    expect(output).toContain('Failed resources:')
    expect(await statuses()).toEqual({ Cognito: 'ROLLBACK_COMPLETE' })
    expect(await pools()).toEqual([])
  })

  it('deploys after that', async () => {
    await succeeds(DEPLOY)
    expect(await statuses()).toEqual({ Cognito: 'CREATE_COMPLETE', ApiGateway: 'CREATE_COMPLETE' })
    example = await readExample(target)
    firstToken = (await exampleToken(sallyport.origin, example)).access_token
    await expectWorking()
  })

  it('stops at a failure with --no-rollback, and rolls back when it is told to', async () => {
    const { output } = await fails([...DEPLOY, ...UNKNOWN_SCOPE, '--no-rollback'])
    expect(output).toContain('Invalid scope requested: awesomeapi-resource-server/awesomeapi.unknown')
    expect((await statuses()).Cognito).toBe('UPDATE_FAILED')
    await succeeds(['rollback', '--all'])
    expect((await statuses()).Cognito).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await readExample(target)).toEqual(example)
    await expectWorking()
  })

  it('deploys after that, without change sets', async () => {
    await succeeds([...DEPLOY, '--method', 'direct', '-c', 'accessTokenMinutes=30'])
    expect((await statuses()).Cognito).toBe('UPDATE_COMPLETE')
    expect(await readExample(target)).toEqual(example)
    await expectWorking(1800)
    const again = await succeeds([...DEPLOY, '--method', 'direct', '-c', 'accessTokenMinutes=30'])
    expect(again.match(/\(no changes\)/g)?.length).toBeGreaterThanOrEqual(2)
  })

  it('destroys, and creates without change sets', async () => {
    await succeeds(['destroy', '--all', '--force'])
    expect(await pools()).toEqual([])
    await succeeds([...DEPLOY, '--method', 'direct'])
    expect(await statuses()).toEqual({ Cognito: 'CREATE_COMPLETE', ApiGateway: 'CREATE_COMPLETE' })
    const before = firstToken
    example = await readExample(target)
    firstToken = (await exampleToken(sallyport.origin, example)).access_token
    await expectWorking()
    expect((await callExample(sallyport.origin, example, before)).status).toBe(401)
  })

  it('destroys what is half made too', async () => {
    await fails([...DEPLOY, ...UNKNOWN_SCOPE, '--no-rollback'])
    expect((await statuses()).Cognito).toBe('UPDATE_FAILED')
    await succeeds(['destroy', '--all', '--force'])
    expect(await statuses()).toEqual({})
    expect(await pools()).toEqual([])
  })
})
