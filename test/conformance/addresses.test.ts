import { DescribeUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { fetchByAwsName } from '../support/aws-names.ts'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { protectedStack } from '../support/protected-stack.ts'
import { sendRaw } from '../support/raw-http.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'
import { keysOf } from '../support/tokens.ts'

const origin = inject('origin')
const byName = fetchByAwsName(origin)
const form = { 'content-type': 'application/x-www-form-urlencoded' }

// Whatever a stack prints must work: under AWS's host name, and in its path form on the target.
describe.each(['us-east-1', 'eu-central-1'])('what a stack in %s prints', (region) => {
  const { cloudFormation, cognito } = awsClients({ origin, region, account: '888800000001' })
  const stacks = stacksOf(cloudFormation)
  const domain = uniqueName('addresses')
  let printed: Record<string, string>
  let apiId: string
  let poolId: string
  let body: string

  beforeAll(async () => {
    const name = uniqueName('addresses')
    const stack = await stacks.create(name, protectedStack({ domain }))
    expect(stack.StackStatus).toBe('CREATE_COMPLETE')
    printed = outputsOf(stack)
    const ids = await stacks.ids(name)
    apiId = ids.Api ?? ''
    poolId = ids.Pool ?? ''
    const { UserPoolClient } = await cognito.send(
      new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: printed.ClientId }),
    )
    const credentials = { client_id: printed.ClientId ?? '', client_secret: UserPoolClient?.ClientSecret ?? '' }
    body = new URLSearchParams({ grant_type: 'client_credentials', ...credentials }).toString()
  })

  it('is AWS’s addresses', () => {
    expect(printed).toMatchObject({
      Issuer: `https://cognito-idp.${region}.amazonaws.com/${poolId}`,
      TokenEndpoint: `https://${domain}.auth.${region}.amazoncognito.com/oauth2/token`,
      Endpoint: `https://${apiId}.execute-api.${region}.amazonaws.com/prod/orders`,
    })
  })

  it('works by its host names (api-gateway 1.1.1, 1.2.23)', async () => {
    const found = await byName(`${printed.Issuer}/.well-known/openid-configuration`)
    const discovery = (await found.json()) as Record<string, string>
    expect(discovery.token_endpoint).toBe(printed.TokenEndpoint)
    expect(discovery.issuer).toBe(printed.Issuer)
    const keys = (await (await byName(discovery.jwks_uri ?? '')).json()) as { keys: unknown[] }
    expect(keys.keys).toHaveLength(2)
    const answer = await byName(printed.TokenEndpoint ?? '', { method: 'POST', headers: form, body })
    const { access_token } = (await answer.json()) as { access_token: string }
    const open = await byName(printed.Endpoint ?? '', { headers: { authorization: access_token } })
    expect([open.status, await open.text()]).toEqual([200, 'hello'])
    expect((await byName(printed.Endpoint ?? '')).status).toBe(401)
  })

  it('works by its path forms', async () => {
    expect(await keysOf(origin, poolId)).toHaveLength(2)
    const answer = await fetch(`${origin}/_aws/cognito/${domain}/oauth2/token`, { method: 'POST', headers: form, body })
    const { access_token } = (await answer.json()) as { access_token: string }
    const url = `${origin}/_aws/execute-api/${apiId}/prod/orders`
    expect((await fetch(url, { headers: { authorization: access_token } })).status).toBe(200)
    expect((await fetch(url)).status).toBe(401)
  })

  const other = region === 'us-east-1' ? 'eu-west-1' : 'us-east-1'
  const elsewhere = (address = '') => address.replace(`.${region}.`, `.${other}.`)
  const FORBIDDEN = [403, '{"message":"Forbidden"}']

  it('does not work under another region’s name: the token endpoint', async () => {
    const token = await byName(elsewhere(printed.TokenEndpoint), { method: 'POST', headers: form, body })
    expect(token.status).toBe(404)
  })

  it('does not work under another region’s name: the keys', async () => {
    const keys = await byName(`${elsewhere(printed.Issuer)}/.well-known/jwks.json`)
    expect([keys.status, await keys.text()]).toEqual([400, expect.stringContaining(poolId)])
  })

  it('does not work under another region’s name: the API', async () => {
    const answer = await byName(elsewhere(printed.Endpoint))
    expect([answer.status, await answer.text()]).toEqual(FORBIDDEN)
  })

  it('does not work under another id', async () => {
    const unknown = await byName(`https://nosuchapi0.execute-api.${region}.amazonaws.com/prod/orders`)
    expect([unknown.status, await unknown.text()]).toEqual(FORBIDDEN)
  })
})

describe('a service', () => {
  const credential = 'Credential=test/20260101/us-east-1/sts/aws4_request'
  const signature = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`
  it.each(['sts.us-east-1.amazonaws.com', 'sts.amazonaws.com'])('answers by its own name: %s', async (host) => {
    const answer = await sendRaw(origin, '/', {
      headers: { host, ...form, authorization: signature },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    })
    expect(answer.status).toBe(200)
    expect(answer.body).toContain('<GetCallerIdentityResult>')
  })

  it('answers at the origin, by the signature', async () => {
    const { sts } = awsClients({ origin, account: '888800000002' })
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe('888800000002')
  })

  it.each(['evil.example.com', 'sqs.us-east-1.amazonaws.com', 'amazonaws.com', 'localhost.example.com'])(
    'does not answer under %s, which is refused by name',
    async (host) => {
      const answer = await sendRaw(origin, '/_sallyport/health', { method: 'GET', headers: { host } })
      expect(answer.status).toBe(403)
      expect(answer.body).toContain(host)
    },
  )
})
