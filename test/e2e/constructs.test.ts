import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetApiKeyCommand, GetApiKeysCommand } from '@aws-sdk/client-api-gateway'
import { GetSecretValueCommand, ListSecretsCommand } from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CdkTarget, cdk } from '../support/cdk.ts'
import { awsClients } from '../support/clients.ts'
import { logsOf } from '../support/logs.ts'
import { constructsPath } from '../support/paths.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { type Outputs, readOutputs } from '../support/stack-outputs.ts'
import { tokenFor } from '../support/tokens.ts'
import { until } from '../support/until.ts'

const UNAUTHORIZED = { status: 401, body: '{"message":"Unauthorized"}' }
const FORBIDDEN = { status: 403, body: '{"message":"Forbidden"}' }
/** How many the first two tests send. */
const CALLS = 8
const THROTTLED = { status: 429, body: '{"message":"Too Many Requests"}' }

/** What a partner's secret holds. */
interface Credentials {
  readonly clientId: string
  readonly clientSecret: string
  readonly tokenEndpoint: string
  readonly scope: string
  readonly apiKeyId: string
}

// Each step goes on from the one before it.
describe('an API made of the constructs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-constructs-'))
  let sallyport: SallyportProcess
  let target: CdkTarget
  let clients: ReturnType<typeof awsClients>
  let outputs: Outputs

  beforeAll(async () => {
    sallyport = await startSallyport()
    target = { origin: sallyport.origin, region: 'us-east-1', out: join(folder, 'cdk.out'), app: constructsPath }
    clients = awsClients(target)
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

  async function credentials(secret: string): Promise<Credentials> {
    const { SecretString = '' } = await clients.secretsManager.send(new GetSecretValueCommand({ SecretId: secret }))
    return JSON.parse(SecretString)
  }

  /** What a partner sends: a token for all that it may, and its key. */
  async function headersOf(secret: string, scope?: string): Promise<Record<string, string>> {
    const partner = await credentials(secret)
    const domain = new URL(partner.tokenEndpoint).hostname.split('.')[0] ?? ''
    const token = await tokenFor(sallyport.origin, { ...partner, domain }, scope ?? partner.scope)
    const asked = new GetApiKeyCommand({ apiKey: partner.apiKeyId, includeValue: true })
    const { value = '' } = await clients.apiGateway.send(asked)
    return { authorization: `Bearer ${token.access_token}`, 'x-api-key': value }
  }

  async function call(method: string, path: string, headers: Record<string, string> = {}) {
    const [, apiId] = /https:\/\/(\w+)\./.exec(outputs.Url ?? '') ?? []
    const response = await fetch(`${sallyport.origin}/_aws/execute-api/${apiId}/prod${path}`, { method, headers })
    return { status: response.status, body: await response.text() }
  }

  it('has a template that AWS takes, as far as the CDK can tell', async () => {
    const output = await succeeds(['synth', '--quiet'], { CDK_VALIDATION: 'true' })
    expect(output).not.toMatch(/warning|error/i)
  })

  it('is deployed, and there is no difference then', async () => {
    await succeeds(['bootstrap', 'aws://000000000000/us-east-1'])
    await succeeds(['deploy', '--require-approval', 'never'])
    expect(await succeeds(['diff'])).toContain('There were no differences')
    outputs = await readOutputs(clients.cloudFormation, 'OrdersStack')
  })

  it('answers partners who may, and nobody else', async () => {
    const acme = await headersOf('partners/acme')
    const { clientId } = await credentials('partners/acme')
    const order = JSON.stringify({ id: '7', partner: clientId })
    expect(await call('GET', '/orders/7', acme)).toEqual({ status: 200, body: order })
    expect(await call('GET', '/orders/7')).toEqual(UNAUTHORIZED)
    expect(await call('POST', '/orders', acme)).toEqual(UNAUTHORIZED)
    expect(await call('GET', '/orders/7', { authorization: acme.authorization ?? '' })).toEqual(FORBIDDEN)
    await expect(headersOf('partners/acme', 'orders/write')).rejects.toThrow('invalid_grant')
  })

  it('counts the calls of each partner', async () => {
    const globex = await headersOf('partners/globex')
    expect(await call('POST', '/orders', globex)).toMatchObject({ status: 201 })
    expect(await call('GET', '/orders/7', globex)).toMatchObject({ status: 200 })
    expect(await call('GET', '/orders/7', globex)).toEqual(THROTTLED)
    expect(await call('GET', '/orders/7', await headersOf('partners/acme'))).toMatchObject({ status: 200 })
  })

  it('logs who called, and what was refused', async () => {
    const { clientId } = await credentials('partners/globex')
    const read = () => logsOf(clients.logs).linesOf('', '', outputs.AccessLog)
    await until('all calls are logged', async () => (await read()).length === CALLS)
    const lines = (await read()).map((line) => JSON.parse(line))
    const ofGlobex = lines.filter((line) => line.clientId === clientId)
    expect(ofGlobex.map(({ method, resource, status }) => [method, resource, status])).toEqual([
      ['POST', '/orders', '201'],
      ['GET', '/orders/{id}', '200'],
      ['GET', '/orders/{id}', '429'],
    ])
    expect(lines.map(({ refusal }) => refusal)).toEqual(expect.arrayContaining(['UNAUTHORIZED', 'THROTTLED', '-']))
  })

  it('lets a partner do more at the next deployment, with the credentials it has', async () => {
    const before = await credentials('partners/acme')
    await succeeds(['deploy', '--require-approval', 'never', '-c', 'acme=write'])
    expect(await credentials('partners/acme')).toEqual({ ...before, scope: 'orders/read orders/write' })
    expect(await call('POST', '/orders', await headersOf('partners/acme'))).toMatchObject({ status: 201 })
  })

  it('goes away, and leaves nothing', async () => {
    await succeeds(['destroy', '--force'])
    expect((await clients.secretsManager.send(new ListSecretsCommand({}))).SecretList).toEqual([])
    expect((await clients.apiGateway.send(new GetApiKeysCommand({}))).items).toEqual([])
    expect(await call('GET', '/orders/7')).toMatchObject({ status: 403 })
  })
})
