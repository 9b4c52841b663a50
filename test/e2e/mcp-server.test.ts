import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetRestApisCommand } from '@aws-sdk/client-api-gateway'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CdkTarget, cdk } from '../support/cdk.ts'
import { awsClients } from '../support/clients.ts'
import { cliPath, mcpServerPath } from '../support/paths.ts'
import { type Finished, run } from '../support/run.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { readClient, readOutputs } from '../support/stack-outputs.ts'

const STACK = 'McpServerStack'

// Each step goes on from the one before it. The client knows AWS's host names only: it runs behind `env --proxy`.
describe('an MCP server behind API Gateway', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-mcp-'))
  let sallyport: SallyportProcess
  let target: CdkTarget
  let clients: ReturnType<typeof awsClients>
  let outputs: Readonly<Record<string, string>>
  let environment: Readonly<Record<string, string>>

  beforeAll(async () => {
    sallyport = await startSallyport()
    target = { origin: sallyport.origin, region: 'us-east-1', out: join(folder, 'cdk.out'), app: mcpServerPath }
    clients = awsClients(target)
  })
  afterAll(async () => {
    await sallyport.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function succeeds(...args: string[]): Promise<string> {
    const { code, output } = await cdk(target, args)
    expect(code, output).toBe(0)
    return output
  }

  /** The example's own program, which is the SDK's client. */
  function agent(tool: string, input: unknown, env: Record<string, string> = {}): Promise<Finished> {
    const args = ['--import', 'tsx', 'client.ts', tool, JSON.stringify(input)]
    return run(process.execPath, args, { cwd: mcpServerPath, env: { ...environment, ...env } })
  }

  async function told(...args: Parameters<typeof agent>): Promise<{ tools: string[]; text: string }> {
    const { code, stdout, output } = await agent(...args)
    expect(code, output).toBe(0)
    const { tools, content } = JSON.parse(stdout) as { tools: string[]; content: { text: string }[] }
    return { tools, text: content.map(({ text }) => text).join() }
  }

  async function refused(env: Record<string, string>): Promise<string> {
    const { code, stderr } = await agent('find_part', { name: 'sprocket' }, env)
    expect(code).toBe(1)
    return stderr.trim()
  }

  it('is deployed, and there is no difference then', async () => {
    await succeeds('bootstrap', 'aws://000000000000/us-east-1')
    await succeeds('deploy', '--require-approval', 'never')
    expect(await succeeds('diff')).toContain('There were no differences')
    outputs = await readOutputs(clients.cloudFormation, STACK)
    const { clientId, clientSecret } = await readClient(clients.cognito, outputs)
    const port = new URL(sallyport.origin).port
    const { stdout } = await run(process.execPath, [cliPath, 'env', '--proxy', '--format', 'json', '--port', port])
    const { McpUrl = '', Issuer = '' } = outputs
    const settings = { MCP_URL: McpUrl, ISSUER: Issuer, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret }
    environment = { ...(JSON.parse(stdout) as Record<string, string>), ...settings }
  })

  it('tells who has no token where its metadata is, and the metadata whose tokens it takes', async () => {
    const { host, pathname } = new URL(outputs.McpUrl ?? '')
    const local = `${sallyport.origin}/_aws/execute-api/${host.split('.')[0]}`
    const response = await fetch(`${local}${pathname}`, { method: 'POST', body: '{}' })
    const metadata = `https://${host}/prod/.well-known/oauth-protected-resource/mcp`
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      `Bearer resource_metadata="${metadata}", scope="parts/read"`,
    ])
    expect(await (await fetch(`${local}${new URL(metadata).pathname}`)).json()).toEqual({
      resource: outputs.McpUrl,
      authorization_servers: [outputs.Issuer],
      scopes_supported: ['parts/read', 'parts/order'],
      bearer_methods_supported: ['header'],
    })
  })

  it('lets the SDK’s client find its way to a token, and shows it the tools of its scopes', async () => {
    const order = { name: 'flange', count: 2 }
    expect(await told('order_part', order)).toEqual({
      tools: ['find_part', 'order_part'],
      text: `2 of flange from Bern for ${outputs.ClientId}`,
    })
    const reader = { SCOPE: 'parts/read' }
    expect(await told('find_part', { name: 'flange' }, reader)).toEqual({
      tools: ['find_part'],
      text: '3 of flange in Bern',
    })
    expect((await told('order_part', order, reader)).text).toContain('Tool order_part not found')
  })

  it('is closed to tokens without its scope, and to those who get none', async () => {
    expect(await refused({ SCOPE: 'parts/order' })).toContain('Server returned 401 after successful authentication')
    expect(await refused({ SCOPE: 'parts/other' })).toContain('InvalidScopeError')
    expect(await refused({ CLIENT_SECRET: 'wrong' })).toContain('invalid_client_secret')
  })

  it('changes in place, and clients go on', async () => {
    const output = await succeeds('deploy', '--require-approval', 'never', '-c', 'warehouse=Thun')
    expect(output.match(/UPDATE_COMPLETE +\| AWS::[\w:]+/g)?.map((line) => line.split('| ')[1])).toEqual([
      'AWS::Lambda::Function',
      'AWS::CloudFormation::Stack',
    ])
    expect((await told('find_part', { name: 'sprocket' })).text).toBe('12 of sprocket in Thun')
  })

  it('goes away, and leaves nothing', async () => {
    await succeeds('destroy', '--force')
    expect((await clients.apiGateway.send(new GetRestApisCommand({}))).items).toEqual([])
    expect(await refused({})).toContain('Forbidden')
  })
})
