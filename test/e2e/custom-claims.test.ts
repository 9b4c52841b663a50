import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DescribeUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider'
import { DeleteParameterCommand } from '@aws-sdk/client-ssm'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CdkTarget, cdk } from '../support/cdk.ts'
import { awsClients } from '../support/clients.ts'
import { requestToken } from '../support/machine-client.ts'
import { customClaimsPath } from '../support/paths.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { type Outputs, readOutputs } from '../support/stack-outputs.ts'

// Each step goes on from the one before it.
describe('an API whose partners’ tokens name their tenant', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-custom-claims-'))
  let sallyport: SallyportProcess
  let target: CdkTarget
  let outputs: Outputs

  beforeAll(async () => {
    sallyport = await startSallyport()
    target = { origin: sallyport.origin, region: 'us-east-1', out: join(folder, 'cdk.out'), app: customClaimsPath }
  })
  afterAll(async () => {
    await sallyport.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function succeeds(...args: string[]): Promise<void> {
    const { code, output } = await cdk(target, args)
    expect(code, output).toBe(0)
  }

  async function ask(partner: 'Blue' | 'Green', form: Record<string, string> = {}) {
    const ClientId = outputs[`${partner}ClientId`] ?? ''
    const described = new DescribeUserPoolClientCommand({ UserPoolId: outputs.UserPoolId, ClientId })
    const { UserPoolClient } = await awsClients(target).cognito.send(described)
    return requestToken({
      origin: sallyport.origin,
      domain: 'machines-of-tenants',
      clientId: ClientId,
      clientSecret: UserPoolClient?.ClientSecret ?? '',
      form: { grant_type: 'client_credentials', ...form },
    })
  }

  async function tokenOf(...asked: Parameters<typeof ask>): Promise<string> {
    return ((await (await ask(...asked)).json()) as { access_token: string }).access_token
  }

  async function orders(token: string): Promise<[status: number, body: unknown]> {
    const { host } = new URL(outputs.Url ?? '')
    const response = await fetch(`${sallyport.origin}/_aws/execute-api/${host.split('.')[0]}/v1/orders`, {
      headers: { authorization: token },
    })
    return [response.status, await response.json()]
  }

  it('deploys, trigger and all', async () => {
    await succeeds('bootstrap', 'aws://000000000000/us-east-1')
    await succeeds('deploy', '--require-approval', 'never')
    outputs = await readOutputs(awsClients(target).cloudFormation, 'CustomClaimsStack')
  })

  it('shows each partner the orders of its own tenant', async () => {
    expect(await orders(await tokenOf('Blue'))).toEqual([
      200,
      { tenant: 'blue-bikes', orders: ['two saddles', 'a bell'] },
    ])
    expect(await orders(await tokenOf('Green'))).toEqual([200, { tenant: 'green-groceries', orders: ['forty leeks'] }])
  })

  it('takes no partner’s word for it', async () => {
    const token = await tokenOf('Green', { aws_client_metadata: '{"tenant":"blue-bikes"}', tenant: 'blue-bikes' })
    expect(decodeJwt(token).tenant).toBe('green-groceries')
    const [header, payload, signature] = token.split('.')
    const forged = Buffer.from(payload ?? '', 'base64url')
      .toString()
      .replace('green-groceries', 'blue-bikes')
    const [status] = await orders(`${header}.${Buffer.from(forged).toString('base64url')}.${signature}`)
    expect(status).toBe(401)
  })

  it('goes away, and leaves nothing', async () => {
    await succeeds('destroy', '--force')
    const { ssm } = awsClients(target)
    const gone = new DeleteParameterCommand({ Name: `/custom-claims/tenants/${outputs.BlueClientId}` })
    await expect(ssm.send(gone)).rejects.toMatchObject({ name: 'ParameterNotFound' })
  })
})
