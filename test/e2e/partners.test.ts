import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetApiKeyCommand, GetApiKeysCommand, GetUsagePlansCommand } from '@aws-sdk/client-api-gateway'
import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CdkTarget, cdk } from '../support/cdk.ts'
import { awsClients } from '../support/clients.ts'
import { partnersPath } from '../support/paths.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { readClient, readOutputs } from '../support/stack-outputs.ts'
import { tokenFor } from '../support/tokens.ts'

const STACK = 'PartnersStack'
const PASSED = { status: 200 }
const UNAUTHORIZED = { status: 401, body: '{"message":"Unauthorized"}' }
const FORBIDDEN = { status: 403, body: '{"message":"Forbidden"}' }
const THROTTLED = { status: 429, body: '{"message":"Too Many Requests"}' }
const EXCEEDED = { status: 429, body: '{"message":"Limit Exceeded"}' }

interface Partner {
  readonly bearer: string
  readonly key: string
  readonly keyId: string
}

// Each step goes on from the one before it.
describe('an API with partners', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-partners-'))
  let sallyport: SallyportProcess
  let target: CdkTarget
  let clients: ReturnType<typeof awsClients>
  let url: string
  let hasty: Partner
  let frugal: Partner

  beforeAll(async () => {
    sallyport = await startSallyport()
    target = { origin: sallyport.origin, region: 'us-east-1', out: join(folder, 'cdk.out'), app: partnersPath }
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

  async function partner(name: string): Promise<Partner> {
    const outputs = await readOutputs(clients.cloudFormation, STACK)
    const client = await readClient(clients.cognito, { ...outputs, ClientId: outputs[`${name}ClientId`] ?? '' })
    const token = await tokenFor(sallyport.origin, { domain: 'partner-machines', ...client }, 'prices/read')
    const keyId = outputs[`${name}KeyId`] ?? ''
    const { value = '' } = await clients.apiGateway.send(new GetApiKeyCommand({ apiKey: keyId, includeValue: true }))
    return { bearer: `Bearer ${token.access_token}`, key: value, keyId }
  }

  async function call({ bearer, key }: Partial<Partner>) {
    const headers = { ...(bearer ? { authorization: bearer } : {}), ...(key ? { 'x-api-key': key } : {}) }
    const response = await fetch(`${url}/prices`, { headers })
    return { status: response.status, body: await response.text() }
  }

  it('is deployed, and there is no difference then', async () => {
    await succeeds('bootstrap', 'aws://000000000000/us-east-1')
    await succeeds('deploy', '--require-approval', 'never')
    expect(await succeeds('diff')).toContain('There were no differences')
    const found = await clients.cloudFormation.send(new DescribeStackResourcesCommand({ StackName: STACK }))
    const api = found.StackResources?.find(({ ResourceType }) => ResourceType === 'AWS::ApiGateway::RestApi')
    url = `${sallyport.origin}/_aws/execute-api/${api?.PhysicalResourceId}/v1`
    hasty = await partner('Hasty')
    frugal = await partner('Frugal')
  })

  it('asks for a token first, and then for a key', async () => {
    expect(await call({})).toEqual(UNAUTHORIZED)
    expect(await call({ key: hasty.key })).toEqual(UNAUTHORIZED)
    expect(await call({ bearer: hasty.bearer })).toEqual(FORBIDDEN)
    expect(await call({ bearer: hasty.bearer, key: 'x'.repeat(40) })).toEqual(FORBIDDEN)
  })

  it('throttles one partner, and counts what the other asks for', async () => {
    expect(await call(hasty)).toEqual({ status: 200, body: `{"price": 42, "key": "${hasty.keyId}"}` })
    expect([await call(hasty), await call(hasty)]).toMatchObject([PASSED, THROTTLED])
    expect([await call(frugal), await call(frugal), await call(frugal)]).toMatchObject([PASSED, PASSED, PASSED])
    expect(await call(frugal)).toEqual(EXCEEDED)
    expect(await call(hasty)).toEqual(THROTTLED)
  })

  it('takes another limit at the next call, and keeps its keys', async () => {
    await succeeds('deploy', '--require-approval', 'never', '-c', 'burst=5')
    expect(await partner('Hasty')).toMatchObject({ key: hasty.key, keyId: hasty.keyId })
    expect(await call(frugal)).toEqual(EXCEEDED)
    const { items = [] } = await clients.apiGateway.send(new GetUsagePlansCommand({}))
    expect(items.map(({ throttle }) => throttle?.burstLimit)).toContain(5)
  })

  it('goes away, and leaves nothing', async () => {
    await succeeds('destroy', '--force')
    const { apiGateway } = clients
    expect((await apiGateway.send(new GetUsagePlansCommand({}))).items).toEqual([])
    expect((await apiGateway.send(new GetApiKeysCommand({}))).items).toEqual([])
    expect((await call(hasty)).status).toBe(403)
  })
})
