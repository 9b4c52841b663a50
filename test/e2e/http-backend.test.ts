import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetRestApisCommand } from '@aws-sdk/client-api-gateway'
import { DescribeStackResourcesCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { DescribeUserPoolClientCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CdkTarget, cdk } from '../support/cdk.ts'
import { awsClients } from '../support/clients.ts'
import { type Echo, type ExampleBackend, startBackend } from '../support/example-backend.ts'
import { httpBackendPath } from '../support/paths.ts'
import { run } from '../support/run.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { tokenFor } from '../support/tokens.ts'

const STACK = 'HttpBackendStack'

// Each step goes on from the one before it.
describe('a backend of one’s own behind a deployed API', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-http-backend-'))
  const backends: ExampleBackend[] = []
  let sallyport: SallyportProcess
  let target: CdkTarget
  let apiId: string
  let token: string

  beforeAll(async () => {
    sallyport = await startSallyport()
    backends.push(await startBackend(), await startBackend())
    target = { origin: sallyport.origin, region: 'us-east-1', out: join(folder, 'cdk.out'), app: httpBackendPath }
  })
  afterAll(async () => {
    await sallyport.stop()
    for (const backend of backends) await backend.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function succeeds(...args: string[]): Promise<string> {
    const { code, output } = await cdk(target, args)
    expect(code, output).toBe(0)
    return output
  }
  const deploy = (backend: string) => succeeds('deploy', '--require-approval', 'never', '-c', `backend=${backend}`)
  const origin = (index: number) => backends[index]?.origin ?? ''

  function call(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: token, ...init.headers }
    return fetch(`${sallyport.origin}/_aws/execute-api/${apiId}/prod${path}`, { ...init, headers })
  }
  async function echo(path: string, init?: RequestInit): Promise<Echo> {
    const response = await call(path, init)
    const text = await response.text()
    expect(response.status, text).toBe(200)
    return JSON.parse(text) as Echo
  }

  it('deploys, and gives a token', async () => {
    await succeeds('bootstrap', 'aws://000000000000/us-east-1')
    const output = await deploy(origin(0))
    const [, domain = ''] = /https:\/\/([a-z-]+)\.auth\.us-east-1\.amazoncognito\.com\/oauth2\/token/.exec(output) ?? []
    const { cloudFormation, cognito } = awsClients(target)
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: STACK }))
    const given = Object.fromEntries(
      Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]) ?? [],
    )
    const { UserPoolClient } = await cognito.send(
      new DescribeUserPoolClientCommand({ UserPoolId: given.UserPoolId, ClientId: given.ClientId }),
    )
    const client = { domain, clientId: given.ClientId ?? '', clientSecret: UserPoolClient?.ClientSecret ?? '' }
    token = (await tokenFor(sallyport.origin, client, 'orders/use')).access_token

    const { StackResources } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName: STACK }))
    const api = StackResources?.find(({ ResourceType }) => ResourceType === 'AWS::ApiGateway::RestApi')
    apiId = api?.PhysicalResourceId ?? ''
  })

  it('passes path, query, headers and body to the backend, and its answer back', async () => {
    const init = { method: 'PUT', headers: { 'x-order': '7', 'content-type': 'text/plain' }, body: 'two of them' }
    const arrived = await echo('/orders/7/lines?size=L&note=a%20b', init)
    expect(arrived).toMatchObject({
      method: 'PUT',
      path: '/orders/7/lines',
      query: { size: 'L', note: 'a b' },
      headers: { 'x-order': '7', 'content-type': 'text/plain' },
      body: 'two of them',
    })
  })

  it('has the root too', async () => {
    expect(await echo('/?page=2')).toMatchObject({ method: 'GET', path: '/', query: { page: '2' } })
  })

  it('answers curl', async () => {
    const address = `${sallyport.origin}/_aws/execute-api/${apiId}/prod/orders`
    const { code, stdout } = await run('curl', ['-s', '-H', `Authorization: ${token}`, '-d', 'socks', address])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ method: 'POST', path: '/orders', body: 'socks' })
  })

  it.each(['/', '/orders/7'])('is closed without a token: %s', async (path) => {
    const response = await call(path, { headers: { authorization: '' } })
    expect([response.status, await response.text()]).toEqual([401, '{"message":"Unauthorized"}'])
  })

  it('is 504 while the backend is down', async () => {
    await backends[0]?.stop()
    const response = await call('/orders')
    expect([response.status, await response.text()]).toEqual([
      504,
      '{"message": "Network error communicating with endpoint"}',
    ])
  })

  it('deploys a change to another backend', async () => {
    expect(await succeeds('diff', '-c', `backend=${origin(1)}`)).toContain('Number of stacks with differences: 1')
    await deploy(`${origin(1)}/v2`)
    expect(await echo('/orders')).toMatchObject({
      path: '/v2/orders',
      headers: { host: new URL(origin(1)).host },
    })
    expect(await echo('/')).toMatchObject({ path: '/v2/' })
  })

  it('destroys, and leaves nothing', async () => {
    await succeeds('destroy', '--force')
    const { apiGateway, cloudFormation, cognito } = awsClients(target)
    expect((await apiGateway.send(new GetRestApisCommand({}))).items ?? []).toEqual([])
    expect((await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }))).UserPools).toEqual([])
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({}))
    expect(Stacks.map(({ StackName }) => StackName)).toEqual(['CDKToolkit'])
    expect((await call('/orders')).status).toBe(403)
  })
})
