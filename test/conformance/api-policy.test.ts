import { CreateDeploymentCommand, GetRestApiCommand, UpdateRestApiCommand } from '@aws-sdk/client-api-gateway'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMachineClient } from '../support/machine-client.ts'
import { createMockApi } from '../support/mock-api.ts'
import { uniqueName } from '../support/names.ts'
import { createProtectedApi } from '../support/protected-api.ts'
import { sendRaw } from '../support/raw-http.ts'
import { stacksOf } from '../support/stacks.ts'
import { tokenFor } from '../support/tokens.ts'

const origin = inject('origin')
const ACCOUNT = '333300000039'
const { apiGateway, cloudFormation, cognito } = awsClients({ origin, account: ACCOUNT })

const policyFor = (Effect: string, Resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Principal: '*', Action: 'execute-api:Invoke', Resource }],
})

it('a policy opens what it names, and a change of it waits for a deployment (api-gateway 2.3.3, 2.3.4, 9.5.3, 9.5.4, 9.5.6)', async () => {
  const policy = JSON.stringify(policyFor('Allow', 'execute-api:/test/GET/open/*'))
  const api = await createMockApi({ apiGateway, origin }, [{ path: '/open/{id}' }, { path: '/closed' }], { policy })
  const arn = `arn:aws:execute-api:us-east-1:${ACCOUNT}:${api.apiId}`
  const { apiId: restApiId } = api
  const shown = (await apiGateway.send(new GetRestApiCommand({ restApiId }))).policy
  expect(JSON.parse(JSON.parse(`"${shown}"`)).Statement[0].Resource).toBe(`${arn}/test/GET/open/*`)

  expect((await api.call('/open/1')).status).toBe(200)
  const refused = await api.call('/closed')
  expect([refused.status, refused.headers.get('x-amzn-errortype'), await refused.text()]).toEqual([
    403,
    'AccessDeniedException',
    '{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: ' +
      `${arn.replace(ACCOUNT, '********0039')}/test/GET/closed because no resource-based policy allows the ` +
      'execute-api:Invoke action"}',
  ])

  const patchOperations = [{ op: 'remove' as const, path: '/policy' }]
  await apiGateway.send(new UpdateRestApiCommand({ restApiId, patchOperations }))
  expect((await api.call('/closed')).status).toBe(403)
  await api.deploy()
  expect((await api.call('/closed')).status).toBe(200)
})

it('a template gives an API its policy', async () => {
  const stacks = stacksOf(cloudFormation)
  const template = (Effect: string) => ({
    Resources: {
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: { Name: 'guarded', Policy: policyFor(Effect, 'execute-api:/*') },
      },
    },
  })
  const name = uniqueName('policy')
  expect((await stacks.create(name, template('Allow'))).StackStatus).toBe('CREATE_COMPLETE')
  const { Api: restApiId } = await stacks.ids(name)
  const effect = async () => {
    const { policy } = await apiGateway.send(new GetRestApiCommand({ restApiId }))
    return JSON.parse(JSON.parse(`"${policy}"`)).Statement[0].Effect
  }
  expect(await effect()).toBe('Allow')
  expect((await stacks.update(name, template('Deny'))).StackStatus).toBe('UPDATE_COMPLETE')
  expect(await effect()).toBe('Deny')
})

describe('the conditions of a policy', () => {
  const now = new Date()
  const at = (days: number) => new Date(now.getTime() + days * 86_400_000)
  const seconds = (date: Date) => String(Math.floor(date.getTime() / 1000))
  it.each<[string, object, object]>([
    ['aws:SourceIp', { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }, { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }],
    ['aws:UserAgent', { StringLike: { 'aws:UserAgent': 'me/*' } }, { StringEquals: { 'aws:UserAgent': 'you' } }],
    [
      'aws:Referer',
      { StringEquals: { 'aws:Referer': 'https://a.example/' } },
      { StringEquals: { 'aws:Referer': 'b' } },
    ],
    [
      'aws:CurrentTime',
      { DateLessThan: { 'aws:CurrentTime': at(365).toISOString() } },
      { DateLessThan: { 'aws:CurrentTime': at(-365).toISOString() } },
    ],
    [
      'aws:EpochTime',
      { NumericLessThan: { 'aws:EpochTime': seconds(at(365)) } },
      { NumericGreaterThan: { 'aws:EpochTime': seconds(at(365)) } },
    ],
    ['aws:SecureTransport', { Bool: { 'aws:SecureTransport': 'true' } }, { Bool: { 'aws:SecureTransport': 'false' } }],
    // What a call does not have fits nothing.
    [
      'aws:SourceVpce',
      { StringNotEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } },
      { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
    ],
  ])('are held against calls: %s (api-gateway 9.5.5)', async (_, fitting, other) => {
    const status = async (Condition: object) => {
      const [statement] = policyFor('Allow', 'execute-api:/*').Statement
      const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, Condition }] })
      const api = await createMockApi({ apiGateway, origin }, [{}], { policy })
      const headers = { 'user-agent': 'me/1', referer: 'https://a.example/' }
      // Not by fetch, which sends no Referer of one's own.
      return (await sendRaw(origin, new URL(api.url('/')).pathname, { method: 'GET', headers })).status
    }
    expect([await status(fitting), await status(other)]).toEqual([200, 403])
  })
})

it('beside an authorizer for user pools both must let in (api-gateway 3.3, 9.5.2)', async () => {
  const machine = await createMachineClient(cognito)
  const { access_token: authorization } = await tokenFor(origin, machine, 'orders/read')
  const status = async (Effect: string, resource: string, headers: Record<string, string>) => {
    const api = await createProtectedApi(apiGateway, [machine.poolArn])
    const value = JSON.stringify(policyFor(Effect, resource))
    const { apiId: restApiId } = api
    const patchOperations = [{ op: 'replace' as const, path: '/policy', value }]
    await apiGateway.send(new UpdateRestApiCommand({ restApiId, patchOperations }))
    await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'test' }))
    const response = await fetch(api.url(origin), { headers })
    return [response.status, response.headers.get('x-amzn-errortype')]
  }
  const DENIED = [403, 'AccessDeniedException']
  expect(await status('Allow', 'execute-api:/*', { authorization })).toEqual([200, null])
  expect(await status('Allow', 'execute-api:/*', {})).toEqual([401, 'UnauthorizedException'])
  expect(await status('Allow', 'execute-api:/other/*', { authorization })).toEqual(DENIED)
  expect(await status('Deny', 'execute-api:/*', { authorization })).toEqual(DENIED)
})
