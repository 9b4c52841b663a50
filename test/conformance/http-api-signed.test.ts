import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { createHttpApi, ECHO, permit, type TestedHttpApi } from '../support/http-api.ts'
import { signerOf } from '../support/signer.ts'

const origin = inject('origin')
const ACCOUNT = '444400000046'
const { apiGateway, httpApi, lambda, sts } = awsClients({ origin, account: ACCOUNT })
const functions = functionsOf(lambda, ACCOUNT)

let api: TestedHttpApi
beforeAll(async () => {
  const echo = await functions.create(ECHO)
  await permit(lambda, echo)
  const IntegrationUri = functions.arnOf(echo)
  const closed = { settings: { AuthorizationType: 'AWS_IAM' as const } }
  api = await createHttpApi(
    { httpApi, origin },
    {
      integrations: { two: { IntegrationUri }, one: { IntegrationUri, PayloadFormatVersion: '1.0' } },
      routes: { 'GET /x': closed, 'GET /one': { ...closed, to: 'one' } },
    },
  )
})

const FORBIDDEN = [403, '{"message":"Forbidden"}']

/** What a call that was signed for one path is answered at another. */
async function signed(
  path: string,
  { as = apiGateway, region = 'us-east-1', at = path } = {},
): Promise<[number, string]> {
  const { hostname, port, protocol, host, pathname } = new URL(api.url(path))
  const request = {
    method: 'GET',
    protocol,
    hostname,
    port: Number(port),
    path: pathname,
    query: {},
    headers: { host },
  }
  const { headers } = await (await signerOf(as, region)).sign(request)
  const { host: _, ...sent } = headers
  return api.told(at, { headers: sent })
}

const authorizerOf = async (...of: Parameters<typeof signed>) =>
  (JSON.parse((await signed(...of))[1]) as { requestContext: Record<string, unknown> }).requestContext

describe('a route that asks for a signature', () => {
  it('tells nobody why it is closed (api-gateway 12.1.9)', async () => {
    expect(await api.told('/x')).toEqual(FORBIDDEN)
    for (const authorization of ['Bearer a.b.c', 'Basic Og==', 'AWS4-HMAC-SHA256 Credential=a']) {
      expect(await api.told('/x', { headers: { authorization } })).toEqual(FORBIDDEN)
    }
    expect(await signed('/x', { at: '/one' })).toEqual(FORBIDDEN)
    expect(await signed('/x', { region: 'eu-west-1' })).toEqual(FORBIDDEN)
    const stranger = awsClients({ origin, account: '444400000047' }).apiGateway
    expect(await signed('/x', { as: stranger })).toEqual(FORBIDDEN)
  })

  it('lets in who has signed, and tells the function who that is (api-gateway 9.5.1)', async () => {
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/caller`, RoleSessionName: 'me' }),
    )
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    }
    const as = awsClients({ origin, credentials }).apiGateway
    const userArn = `arn:aws:sts::${ACCOUNT}:assumed-role/caller/me`
    const { accessKeyId: accessKey } = credentials
    expect(await authorizerOf('/x', { as })).toMatchObject({
      authorizer: { iam: { accessKey, accountId: ACCOUNT, userArn, cognitoIdentity: null, principalOrgId: null } },
    })
    expect(await authorizerOf('/one', { as })).toMatchObject({ identity: { accessKey, accountId: ACCOUNT, userArn } })
    expect((await signed('/x'))[0]).toBe(200)
  })
})
