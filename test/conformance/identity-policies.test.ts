import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetFederationTokenCommand } from '@aws-sdk/client-sts'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionUrlsOf } from '../support/function-urls.ts'
import { functionsOf } from '../support/functions.ts'
import { createHttpApi, ECHO, permit, type TestedHttpApi } from '../support/http-api.ts'
import { createMockApi, type MockApi } from '../support/mock-api.ts'
import { type SignedCall, sendSigned } from '../support/signer.ts'

const origin = inject('origin')
const ACCOUNT = '333300000038'
const own = awsClients({ origin, account: ACCOUNT })
const { apiGateway, httpApi, iam, lambda, sts } = own

let rest: MockApi
let http: TestedHttpApi
beforeAll(async () => {
  const method = { authorizationType: 'AWS_IAM' }
  rest = await createMockApi({ apiGateway, origin }, [
    { path: '/pets', method },
    { path: '/pets', httpMethod: 'POST', method },
  ])
  const functions = functionsOf(lambda, ACCOUNT)
  const echo = await functions.create(ECHO)
  await permit(lambda, echo)
  http = await createHttpApi(
    { httpApi, origin },
    {
      integrations: { echo: { IntegrationUri: functions.arnOf(echo) } },
      routes: { 'GET /pets': { settings: { AuthorizationType: 'AWS_IAM' }, to: 'echo' } },
    },
  )
})

const documentOf = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements })
const allow = (Resource: string) => ({ Effect: 'Allow', Action: 'execute-api:Invoke', Resource })
const deny = (Resource: string) => ({ Effect: 'Deny', Action: 'execute-api:Invoke', Resource })
const petsOf = (apiId: string, stage: string, method = 'GET') =>
  `arn:aws:execute-api:us-east-1:${ACCOUNT}:${apiId}/${stage}/${method}/pets`

let roles = 0
/** A role of its own, with this inline policy. */
async function roleWith(PolicyDocument?: string): Promise<string> {
  roles += 1
  const RoleName = `caller-${roles}`
  const AssumeRolePolicyDocument = documentOf({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { AWS: ACCOUNT },
  })
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))
  if (PolicyDocument !== undefined) {
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'calls', PolicyDocument }))
  }
  return RoleName
}

async function sessionOf(role: string, more: Partial<AssumeRoleCommandInput> = {}) {
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/${role}`
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me', ...more }))
  return signerWith(Credentials)
}

function signerWith(given: { AccessKeyId?: string; SecretAccessKey?: string; SessionToken?: string } | undefined) {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = given ?? {}
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
  return awsClients({ origin, credentials }).apiGateway
}

const callRest = (as: SignedCall['as'], method = 'GET') => sendSigned({ as, method, url: rest.url('/pets') })
const callHttp = (as: SignedCall['as']) => sendSigned({ as, method: 'GET', url: http.url('/pets') })

const refusal = (role: string, why: string) => [
  403,
  `{"Message":"User: arn:aws:sts::${ACCOUNT}:assumed-role/${role}/me is not authorized to perform: execute-api:Invoke ` +
    `on resource: arn:aws:execute-api:us-east-1:********0038:${rest.apiId}/test/GET/pets ${why}"}`,
]
const NOTHING_ALLOWS = 'because no identity-based policy allows the execute-api:Invoke action'

describe('a method with AWS_IAM', () => {
  it('is closed to a role that no policy lets in, and says so (api-gateway 2.3.5, 9.5.2)', async () => {
    const role = await roleWith()
    const [status, body, type] = await callRest(await sessionOf(role))
    expect([status, body]).toEqual(refusal(role, NOTHING_ALLOWS))
    expect(type).toBe('AccessDeniedException')
  })

  it('is open to a role for the methods that its policy names, from the next call on', async () => {
    const role = await roleWith(documentOf(allow(petsOf(rest.apiId, 'test'))))
    const as = await sessionOf(role)
    expect((await callRest(as))[0]).toBe(200)
    expect((await callRest(as, 'POST'))[0]).toBe(403)
    await iam.send(new DeleteRolePolicyCommand({ RoleName: role, PolicyName: 'calls' }))
    expect((await callRest(as)).slice(0, 2)).toEqual(refusal(role, NOTHING_ALLOWS))
  })

  it('is closed to a role that a policy denies it, whatever another allows (api-gateway 9.5.2)', async () => {
    const role = await roleWith(documentOf(allow('*'), deny(petsOf(rest.apiId, '*'))))
    const denied = refusal(role, 'with an explicit deny in an identity-based policy')
    expect((await callRest(await sessionOf(role))).slice(0, 2)).toEqual(denied)
  })

  it('asks attached policies and what bounds the role', async () => {
    const role = await roleWith()
    const as = await sessionOf(role)
    const PolicyArn = 'arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess'
    await iam.send(new AttachRolePolicyCommand({ RoleName: role, PolicyArn }))
    expect((await callRest(as))[0]).toBe(200)
    const PolicyDocument = documentOf(allow(petsOf('other', '*')))
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'bound', PolicyDocument }))
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: role, PermissionsBoundary: Policy?.Arn }))
    const bounded = refusal(role, 'because no permissions boundary allows the execute-api:Invoke action')
    expect((await callRest(as)).slice(0, 2)).toEqual(bounded)
  })

  it('asks what a session was begun with', async () => {
    const role = await roleWith(documentOf(allow('*')))
    const Policy = documentOf(allow(petsOf('other', '*')))
    const limited = refusal(role, 'because no session policy allows the execute-api:Invoke action')
    expect((await callRest(await sessionOf(role, { Policy }))).slice(0, 2)).toEqual(limited)
    const wide = documentOf(allow(petsOf(rest.apiId, 'test')))
    expect((await callRest(await sessionOf(role, { Policy: wide })))[0]).toBe(200)
    const { Credentials } = await sts.send(new GetFederationTokenCommand({ Name: 'ann', Policy: wide }))
    expect((await callRest(signerWith(Credentials)))[0]).toBe(200)
    const bare = await sts.send(new GetFederationTokenCommand({ Name: 'ann' }))
    expect((await callRest(signerWith(bare.Credentials)))[0]).toBe(403)
  })

  it('tells whoever set it up what is missing', async () => {
    const role = await roleWith()
    const [, , , requestId] = await callRest(await sessionOf(role))
    const answer = await fetch(`${origin}/_sallyport/requests/${requestId}`)
    const trace = (await answer.json()) as {
      readonly steps: readonly { readonly step: string; readonly looked: object }[]
    }
    expect(trace).toMatchObject({
      refusal: 'identity-silent',
      endedIn: 'authorizer',
      advice: expect.stringContaining(`allows execute-api:Invoke on ${petsOf(rest.apiId, 'test')}`),
    })
    const authorizer = trace.steps.find(({ step }) => step === 'authorizer')
    expect(authorizer?.looked).toMatchObject({ identityPolicies: 'no identity-based policy allows it' })
  })
})

describe('beside a policy of the API (api-gateway 9.5.2)', () => {
  it('one of both is enough in its own account', async () => {
    const role = await roleWith()
    const policy = documentOf({
      ...allow('execute-api:/*'),
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/${role}` },
    })
    const method = { authorizationType: 'AWS_IAM' }
    const guarded = await createMockApi({ apiGateway, origin }, [{ path: '/pets', method }], { policy })
    const call = async (of: string) => (await sendSigned({ as: await sessionOf(of), url: guarded.url('/pets') }))[0]
    expect(await call(role)).toBe(200)
    expect(await call(await roleWith())).toBe(403)
    expect(await call(await roleWith(documentOf(allow('*'))))).toBe(200)
    expect(await call(await roleWith(documentOf(deny('*'))))).toBe(403)
  })
})

it('a route of an HTTP API asks the same, and tells nobody why it is closed (api-gateway 12.1.9)', async () => {
  const refused = [403, '{"message":"Forbidden"}']
  expect((await callHttp(await sessionOf(await roleWith()))).slice(0, 2)).toEqual(refused)
  const role = await roleWith(documentOf(allow(petsOf(http.apiId, '$default'))))
  expect((await callHttp(await sessionOf(role)))[0]).toBe(200)
  expect((await callHttp(await sessionOf(await roleWith(documentOf(deny('*')))))).slice(0, 2)).toEqual(refused)
})

it('a function URL asks for lambda:InvokeFunctionUrl, of the identity or of the function (lambda 11.3.5)', async () => {
  const FunctionName = await functionsOf(lambda, ACCOUNT).create(ECHO)
  const { open, urlOf } = functionUrlsOf(lambda, { origin, account: ACCOUNT })
  const { local: url } = await urlOf(FunctionName, { AuthType: 'AWS_IAM' })
  const call = async (role: string) => (await sendSigned({ as: await sessionOf(role), url, service: 'lambda' }))[0]
  const rule = (Effect: string) => ({
    Effect,
    Action: 'lambda:InvokeFunctionUrl',
    Resource: `arn:aws:lambda:*:${ACCOUNT}:function:${FunctionName}`,
  })
  const silent = await roleWith()
  expect(await call(silent)).toBe(403)
  expect(await call(await roleWith(documentOf(rule('Allow'))))).toBe(200)
  await open(FunctionName, { Principal: ACCOUNT, FunctionUrlAuthType: 'AWS_IAM' })
  expect(await call(silent)).toBe(200)
  expect(await call(await roleWith(documentOf(rule('Deny'))))).toBe(403)
})
