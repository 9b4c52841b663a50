import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetRestApisCommand } from '@aws-sdk/client-api-gateway'
import { GetApisCommand } from '@aws-sdk/client-apigatewayv2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { environmentFor } from '../support/cdk.ts'
import { awsClients } from '../support/clients.ts'
import { awsCliPath, root, samPythonPath } from '../support/paths.ts'
import { run } from '../support/run.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { type Outputs, readClient, readOutputs } from '../support/stack-outputs.ts'
import { tokenFor } from '../support/tokens.ts'

const STACK = 'sam-app'
const UNAUTHORIZED = [401, '{"message":"Unauthorized"}']

const missing = [awsCliPath, samPythonPath].find((path) => !existsSync(path))
if (missing) console.warn(`skipped: there is no ${missing}; npm test installs it`)

// Each step goes on from the one before it. AWS's own translator expands the template.
describe.skipIf(missing)('an app of the Serverless Application Model', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-sam-'))
  const packaged = join(folder, 'packaged.yaml')
  let sallyport: SallyportProcess
  let target: { origin: string; region: string }
  let clients: ReturnType<typeof awsClients>
  let outputs: Outputs

  beforeAll(async () => {
    sallyport = await startSallyport({ args: ['--python', samPythonPath] })
    target = { origin: sallyport.origin, region: 'us-east-1' }
    clients = awsClients(target)
  })
  afterAll(async () => {
    await sallyport.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function aws(...args: string[]): Promise<string> {
    const cwd = join(root, 'test', 'fixtures', 'sam-app')
    const { code, stdout, output } = await run(awsCliPath, args, { cwd, env: environmentFor(target) })
    expect(code, output).toBe(0)
    return stdout
  }

  const deploy = (...overrides: string[]) => {
    const named = ['--template-file', packaged, '--stack-name', STACK, '--capabilities', 'CAPABILITY_IAM']
    const given = overrides.length > 0 ? ['--parameter-overrides', ...overrides] : []
    return aws('cloudformation', 'deploy', ...named, ...given)
  }

  const call = (method: string, path: string, scope?: string) => callAt(`${outputs.ApiId}/prod${path}`, method, scope)

  async function callAt(path: string, method: string, scope?: string): Promise<unknown[]> {
    const headers: Record<string, string> = {}
    if (scope !== undefined) {
      const client = { domain: 'sam-machines', ...(await readClient(clients.cognito, outputs)) }
      headers.authorization = `Bearer ${(await tokenFor(sallyport.origin, client, scope)).access_token}`
    }
    const response = await fetch(`${sallyport.origin}/_aws/execute-api/${path}`, { method, headers })
    return [response.status, await response.text()]
  }

  it('is packaged and deployed by the AWS CLI', async () => {
    await aws('s3', 'mb', 's3://sam-code')
    const template = ['--template-file', 'template.yaml', '--output-template-file', packaged]
    await aws('cloudformation', 'package', ...template, '--s3-bucket', 'sam-code')
    await deploy()
    outputs = await readOutputs(clients.cloudFormation, STACK)
  })

  it('asks for the scope of the API’s authorizer, or of the event’s own', async () => {
    expect(await call('GET', '/health')).toEqual([200, 'Hello anybody: GET /health'])
    expect(await call('GET', '/orders')).toEqual(UNAUTHORIZED)
    expect(await call('GET', '/orders', 'orders/write')).toEqual(UNAUTHORIZED)
    expect(await call('GET', '/orders', 'orders/read')).toEqual([200, 'Hello machine: GET /orders'])
    expect(await call('POST', '/orders', 'orders/read')).toEqual(UNAUTHORIZED)
    expect(await call('POST', '/orders', 'orders/write')).toEqual([200, 'Hello machine: POST /orders'])
  })

  it('asks for the scope of the HTTP API’s authorizer', async () => {
    const notes = `${outputs.HttpApiId}/notes`
    expect(await callAt(notes, 'GET')).toEqual(UNAUTHORIZED)
    expect(await callAt(notes, 'GET', 'orders/write')).toEqual([403, '{"message":"Forbidden"}'])
    expect(await callAt(notes, 'GET', 'orders/read')).toEqual([200, 'Hello machine: GET /notes'])
  })

  it('is shown as it was written, and as the transform has left it', async () => {
    const stage = (...args: string[]) => aws('cloudformation', 'get-template', '--stack-name', STACK, ...args)
    expect(await stage('--template-stage', 'Original')).toContain('AWS::Serverless::Api')
    const { TemplateBody } = JSON.parse(await stage()) as { TemplateBody: { Resources: object } }
    expect(Object.keys(TemplateBody.Resources)).toEqual(expect.arrayContaining(['Orders', 'List', 'ListRole']))
    expect(JSON.stringify(TemplateBody)).not.toContain('Serverless::')
  })

  it('changes by a parameter, and is deployed anew by nothing', async () => {
    await deploy('Greeting=Welcome')
    expect(await call('GET', '/orders', 'orders/read')).toEqual([200, 'Welcome machine: GET /orders'])
    expect(await readOutputs(clients.cloudFormation, STACK)).toEqual(outputs)
    const named = ['--template-file', packaged, '--stack-name', STACK, '--capabilities', 'CAPABILITY_IAM']
    const again = ['--no-fail-on-empty-changeset']
    expect(await aws('cloudformation', 'deploy', ...named, ...again)).toContain('No changes to deploy')
  })

  it('goes away, and leaves nothing', async () => {
    await aws('cloudformation', 'delete-stack', '--stack-name', STACK)
    await aws('cloudformation', 'wait', 'stack-delete-complete', '--stack-name', STACK)
    expect((await clients.apiGateway.send(new GetRestApisCommand({}))).items).toEqual([])
    expect((await clients.httpApi.send(new GetApisCommand({}))).Items).toEqual([])
  })
})
