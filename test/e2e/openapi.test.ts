import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetRestApisCommand } from '@aws-sdk/client-api-gateway'
import { DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CdkTarget, cdk } from '../support/cdk.ts'
import { awsClients } from '../support/clients.ts'
import { openApiPath } from '../support/paths.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { readClient, readOutputs } from '../support/stack-outputs.ts'
import { tokenFor } from '../support/tokens.ts'

const STACK = 'OpenApiStack'
const UNAUTHORIZED = [401, '{"message":"Unauthorized"}']
const GREETED = [200, '{"statusCode":200,"message":"Hello From Protected Resource"}']

// Each step goes on from the one before it.
describe('an API that is an OpenAPI document', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-openapi-'))
  let sallyport: SallyportProcess
  let target: CdkTarget
  let clients: ReturnType<typeof awsClients>
  let outputs: Readonly<Record<string, string>>

  beforeAll(async () => {
    sallyport = await startSallyport()
    target = { origin: sallyport.origin, region: 'us-east-1', out: join(folder, 'cdk.out'), app: openApiPath }
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

  async function bearer(scope: string): Promise<string> {
    const client = { domain: 'documented-machines', ...(await readClient(clients.cognito, outputs)) }
    const token = await tokenFor(sallyport.origin, client, `awesomeapi-resource-server/awesomeapi.${scope}`)
    return `Bearer ${token.access_token}`
  }

  async function call(scope?: string, body?: unknown): Promise<unknown[]> {
    const [, apiId] = /https:\/\/(\w+)\./.exec(outputs.ApiUrl ?? '') ?? []
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (scope !== undefined) headers.authorization = await bearer(scope)
    const init = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) }
    const response = await fetch(`${sallyport.origin}/_aws/execute-api/${apiId}/prod/awesomeapi`, init)
    return [response.status, await response.text()]
  }

  /** Types of what the stack has made, changed or deleted, each as often as it has. */
  async function finished(): Promise<string[]> {
    const { StackEvents = [] } = await clients.cloudFormation.send(new DescribeStackEventsCommand({ StackName: STACK }))
    return StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('_COMPLETE')).map(
      ({ ResourceStatus, ResourceType }) => `${ResourceStatus} ${ResourceType}`,
    )
  }

  it('is deployed, and there is no difference then', async () => {
    await succeeds('bootstrap', 'aws://000000000000/us-east-1')
    await succeeds('deploy', '--require-approval', 'never')
    outputs = await readOutputs(clients.cloudFormation, STACK)
    expect(await succeeds('diff')).toContain('There were no differences')
  })

  it('asks each method’s callers for the scope that the document says', async () => {
    expect(await call()).toEqual(UNAUTHORIZED)
    expect(await call('write')).toEqual(UNAUTHORIZED)
    expect(await call('read')).toEqual(GREETED)
    expect(await call('read', { name: 'Ada' })).toEqual(UNAUTHORIZED)
    expect(await call('write', { name: 'Ada' })).toEqual([201, `{"signed":"Ada","by":"${outputs.ClientId}"}`])
  })

  it('refuses bodies that the document’s schema does not allow, in the document’s words', async () => {
    const refused = [422, '{"error":"invalid_visitor","message":"Invalid request body"}']
    expect(await call('write', {})).toEqual(refused)
    expect(await call('write', { name: '' })).toEqual(refused)
    expect(await call('write', { name: 'Ada', age: 36 })).toEqual(refused)
  })

  it('changes by a line of the document, and only the API and what deploys it', async () => {
    const before = await finished()
    const document = join(folder, 'changed.json')
    const text = readFileSync(join(openApiPath, 'awesomeapi.json'), 'utf8')
    writeFileSync(document, text.replace('Hello From Protected Resource', 'Hello From A Document'))
    await succeeds('deploy', '--require-approval', 'never', '-c', `document=${document}`)
    const changed = await finished()
    expect(changed.slice(0, changed.length - before.length).toSorted()).toEqual([
      'CREATE_COMPLETE AWS::ApiGateway::Deployment',
      'DELETE_COMPLETE AWS::ApiGateway::Deployment',
      'UPDATE_COMPLETE AWS::ApiGateway::RestApi',
      'UPDATE_COMPLETE AWS::ApiGateway::Stage',
      'UPDATE_COMPLETE AWS::CloudFormation::Stack',
    ])
    expect(await readOutputs(clients.cloudFormation, STACK)).toEqual(outputs)
    expect(await call('read')).toEqual([200, '{"statusCode":200,"message":"Hello From A Document"}'])
    expect(await call('write')).toEqual(UNAUTHORIZED)
  })

  it('goes away, and leaves nothing', async () => {
    await succeeds('destroy', '--force')
    expect((await clients.apiGateway.send(new GetRestApisCommand({}))).items).toEqual([])
    const [, apiId] = /https:\/\/(\w+)\./.exec(outputs.ApiUrl ?? '') ?? []
    expect((await fetch(`${sallyport.origin}/_aws/execute-api/${apiId}/prod/awesomeapi`)).status).toBe(403)
  })
})
