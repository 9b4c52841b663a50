import { randomUUID } from 'node:crypto'
import { UpdateAccountCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway'
import {
  CreateLogGroupCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMachineClient } from '../support/machine-client.ts'
import { createMockApi, type MockApi } from '../support/mock-api.ts'
import { uniqueName } from '../support/names.ts'
import { createProtectedApi } from '../support/protected-api.ts'
import { refusalOf } from '../support/refusal.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'
import { tokenFor } from '../support/tokens.ts'
import { until } from '../support/until.ts'

const origin = inject('origin')
const ACCOUNT = '666600000025'
const clients = awsClients({ origin, account: ACCOUNT })
const { apiGateway, logs, cloudFormation } = clients

const FORMAT = JSON.stringify({
  id: '$context.requestId',
  extended: '$context.extendedRequestId',
  ip: '$context.identity.sourceIp',
  agent: '$context.identity.userAgent',
  method: '$context.httpMethod',
  path: '$context.path',
  resource: '$context.resourcePath',
  status: '$context.status',
  length: '$context.responseLength',
  error: '$context.error.message',
  type: '$context.error.responseType',
  client: '$context.authorizer.claims.client_id',
})

const replace = (path: string, value: string) => ({ op: 'replace' as const, path, value })
const setRole = (value: string, { apiGateway }: Pick<typeof clients, 'apiGateway'> = clients) =>
  apiGateway.send(new UpdateAccountCommand({ patchOperations: [replace('/cloudwatchRoleArn', value)] }))
const updateStage = (restApiId: string, ...patchOperations: ReturnType<typeof replace>[]) =>
  apiGateway.send(new UpdateStageCommand({ restApiId, stageName: 'test', patchOperations }))
const groupArn = (name: string) => `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${name}`

async function accessGroup(): Promise<string> {
  const logGroupName = uniqueName('/app/access')
  await logs.send(new CreateLogGroupCommand({ logGroupName }))
  return logGroupName
}

async function messages(logGroupName: string, filterPattern?: string): Promise<string[]> {
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }))
  return events.map(({ message = '' }) => message)
}

/** The messages of a group, once there are so many. */
async function eventually(group: string, count: number, filterPattern?: string): Promise<string[]> {
  let found: string[] = []
  await until(`${count} events in ${group}`, async () => {
    found = await messages(group, filterPattern).catch(() => [])
    return found.length >= count
  })
  return found
}

let api: MockApi
beforeAll(async () => {
  await setRole(`arn:aws:iam::${ACCOUNT}:role/logs`)
  const says = { responses: [{ statusCode: '200', responseTemplates: { 'application/json': '{"pets":[]}' } }] }
  api = await createMockApi({ apiGateway, origin }, [{ path: '/pets/{id}', ...says }])
})

describe('access logs', () => {
  it('have a line for each call, refused ones too (api-gateway 9.7.1, 9.7.2)', async () => {
    const machine = await createMachineClient(clients.cognito)
    const orders = await createProtectedApi(apiGateway, [machine.poolArn])
    const group = await accessGroup()
    await updateStage(
      orders.apiId,
      replace('/accessLogSettings/destinationArn', groupArn(group)),
      replace('/accessLogSettings/format', FORMAT),
    )
    const { access_token } = await tokenFor(origin, machine)
    const call = async (authorization?: string, path = '') => {
      const id = randomUUID()
      const headers = { 'x-amzn-requestid': id, ...(authorization === undefined ? {} : { authorization }) }
      const response = await fetch(`${orders.url(origin)}${path}`, { headers })
      expect(response.headers.get('x-amzn-requestid')).toBe(id)
      return { id, extended: response.headers.get('x-amz-apigw-id') }
    }
    const [ok, without, wrong, nowhere] = [
      await call(access_token),
      await call(),
      await call('no-token'),
      await call(undefined, '/nowhere'),
    ]
    const lines = (await eventually(group, 4)).map((line) => JSON.parse(line))
    const path = `/test/orders`
    const common = { ip: '127.0.0.1', agent: 'node', method: 'GET', path, resource: '/orders', client: '-' }
    const refused = { ...common, status: '401', length: '26', error: 'Unauthorized', type: 'UNAUTHORIZED' }
    expect(lines).toEqual([
      { ...common, ...ok, status: '200', length: '13', error: '-', type: '-', client: machine.clientId },
      { ...refused, ...without },
      { ...refused, ...wrong },
      {
        ...common,
        ...nowhere,
        path: `${path}/nowhere`,
        resource: '-',
        status: '403',
        length: '42',
        error: 'Missing Authentication Token',
        type: 'MISSING_AUTHENTICATION_TOKEN',
      },
    ])
    expect(await messages(group, '{ $.status = "401" }')).toHaveLength(2)
    const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName: group }))
    expect(logStreams?.map(({ logStreamName }) => logStreamName)).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)])
  })

  it('have what only they know (api-gateway 9.7.2, 9.7.3)', async () => {
    const machine = await createMachineClient(clients.cognito)
    const orders = await createProtectedApi(apiGateway, [machine.poolArn])
    const group = await accessGroup()
    const known = ['status', 'responseLength', 'responseLatency', 'authorizer.status']
    const unknown = ['integrationLatency', 'integration.error', 'integration.requestId', 'authorizer.error']
    const others = ['waf.status', 'wafResponseCode', 'xrayTraceId', 'customDomain.basePathMatched', 'no.such']
    const names = [...known, ...unknown, ...others]
    const format = `$context.requestId ${names.map((name) => `$context.${name}`).join(' ')}`
    await updateStage(
      orders.apiId,
      replace('/accessLogSettings/destinationArn', groupArn(group)),
      replace('/accessLogSettings/format', format),
    )
    const { access_token: authorization } = await tokenFor(origin, machine)
    await fetch(orders.url(origin), { headers: { authorization } })
    await fetch(orders.url(origin))
    const lines = (await eventually(group, 2)).map((line) => line.split(' ').slice(1))
    const [passed, refused] = lines.map((values) => Object.fromEntries(values.map((value, i) => [names[i], value])))
    const none = Object.fromEntries([...unknown, ...others].map((name) => [name, '-']))
    const latency = expect.stringMatching(/^\d+$/) as string
    const told = { ...none, responseLatency: latency }
    expect(passed).toEqual({ ...told, status: '200', responseLength: '13', 'authorizer.status': '200' })
    const error = { 'authorizer.status': '401', 'authorizer.error': 'Unauthorized' }
    expect(refused).toEqual({ ...told, status: '401', responseLength: '26', ...error })
  })

  it('cannot be forged by a client (api-gateway 9.7.2)', async () => {
    const group = await accessGroup()
    await updateStage(
      api.apiId,
      replace('/accessLogSettings/destinationArn', groupArn(group)),
      replace('/accessLogSettings/format', FORMAT),
    )
    const agent = '", "status": "200\\'
    await api.call('/pets/1?a=%0A{"status":"500"}', { headers: { 'user-agent': agent } })
    const lines = await eventually(group, 1)
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ agent, status: '200', path: '/test/pets/1' })
  })
})

describe('execution logs', () => {
  it('tell the course of calls, in a group of their own (api-gateway 9.7.4)', async () => {
    await updateStage(api.apiId, replace('/*/*/logging/loglevel', 'INFO'), replace('/*/*/logging/dataTrace', 'true'))
    const id = randomUUID()
    await api.call('/pets/7?kind=dog', { headers: { 'x-amzn-requestid': id, 'x-api-key': 'secret-key-of-mine' } })
    const told = await eventually(`API-Gateway-Execution-Logs_${api.apiId}/test`, 14)
    expect(told.map((line) => line.replace(`(${id}) `, ''))).toEqual([
      expect.stringMatching(/^Extended Request Id: \S{16}$/),
      `Verifying Usage Plan for request: ${id}. API Key: ************f-mine API Stage: ${api.apiId}/test`,
      "API Key ************f-mine authorized because method 'GET /pets/{id}' does not require API Key. Request will not contribute to throttle or quota limits",
      `Usage Plan check succeeded for API Key ************f-mine and API Stage ${api.apiId}/test`,
      `Starting execution for request: ${id}`,
      'HTTP Method: GET, Resource Path: /pets/7',
      'Method request path: {id=7}',
      'Method request query string: {kind=dog}',
      expect.stringMatching(/^Method request headers: \{.*x-api-key=\*{12}f-mine.*\}$/),
      'Method request body before transformations: ',
      'Method response body after transformations: {"pets":[]}',
      'Method response headers: {Content-Type=application/json}',
      'Successfully completed execution',
      'Method completed with status: 200',
    ])
  })
})

it('a line of an execution log ends after 1024 bytes (api-gateway 9.7.4)', async () => {
  const long = await createMockApi({ apiGateway, origin }, [{ httpMethod: 'POST' }])
  await updateStage(long.apiId, replace('/*/*/logging/loglevel', 'INFO'), replace('/*/*/logging/dataTrace', 'true'))
  const headers = { 'content-type': 'application/json' }
  await long.call('/', { method: 'POST', body: 'a'.repeat(5000), headers })
  const told = await eventually(`API-Gateway-Execution-Logs_${long.apiId}/test`, 14)
  const body = told.find((line) => line.includes('Method request body before transformations: ')) ?? ''
  expect(body).toMatch(/: a+ \[TRUNCATED\]$/)
  expect(Math.max(...told.map((line) => Buffer.byteLength(line)))).toBeLessThan(1200)
})

it('a thousand calls at once are all logged', async () => {
  const flood = await createMockApi({ apiGateway, origin }, [{ path: '/' }])
  const group = await accessGroup()
  await updateStage(
    flood.apiId,
    replace('/accessLogSettings/destinationArn', groupArn(group)),
    replace('/accessLogSettings/format', '$context.requestId $context.status'),
  )
  const CALLS = 1000
  for (let i = 0; i < CALLS; i += 100)
    await Promise.all(Array.from({ length: 100 }, async () => (await flood.call('/')).text()))
  const lines = await eventually(group, CALLS)
  expect(new Set(lines).size).toBe(CALLS)
  expect(lines.every((line) => line.endsWith(' 200'))).toBe(true)
})

describe('logging', () => {
  const NO_ROLE = 'CloudWatch Logs role ARN must be set in account settings to enable logging'

  it('needs a role in the account', async () => {
    const other = awsClients({ origin, account: '666600000026' })
    const own = await createMockApi({ apiGateway: other.apiGateway, origin }, [{ path: '/' }])
    const patchOperations = [replace('/*/*/logging/loglevel', 'ERROR')]
    const turnOn = () =>
      other.apiGateway.send(new UpdateStageCommand({ restApiId: own.apiId, stageName: 'test', patchOperations }))
    expect(await refusalOf(turnOn())).toEqual({ name: 'BadRequestException', message: NO_ROLE, status: 400 })
    await setRole('arn:aws:iam::666600000026:role/logs', other)
    await turnOn()
  })

  it('is refused with a format that does not name the request (api-gateway 9.7.1)', async () => {
    const refusal = await refusalOf(updateStage(api.apiId, replace('/accessLogSettings/format', '$context.status')))
    expect(refusal).toMatchObject({ name: 'BadRequestException', status: 400 })
    expect(refusal.message).toContain('$context.requestId')
  })

  const template = (withAccount: boolean) => ({
    Resources: {
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'logged' } },
      Get: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: { Ref: 'Api' },
          ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
          HttpMethod: 'GET',
          AuthorizationType: 'NONE',
          Integration: {
            Type: 'MOCK',
            RequestTemplates: { 'application/json': '{"statusCode": 200}' },
            IntegrationResponses: [{ StatusCode: '200' }],
          },
          MethodResponses: [{ StatusCode: '200' }],
        },
      },
      Group: { Type: 'AWS::Logs::LogGroup' },
      Deployment: {
        Type: 'AWS::ApiGateway::Deployment',
        DependsOn: 'Get',
        Properties: { RestApiId: { Ref: 'Api' } },
      },
      ...(withAccount
        ? {
            Account: {
              Type: 'AWS::ApiGateway::Account',
              Properties: { CloudWatchRoleArn: `arn:aws:iam::${ACCOUNT}:role/logs` },
            },
          }
        : {}),
      Stage: {
        Type: 'AWS::ApiGateway::Stage',
        ...(withAccount ? { DependsOn: 'Account' } : {}),
        Properties: {
          RestApiId: { Ref: 'Api' },
          DeploymentId: { Ref: 'Deployment' },
          StageName: 'prod',
          AccessLogSetting: {
            DestinationArn: { 'Fn::GetAtt': ['Group', 'Arn'] },
            Format: '$context.requestId $context.status',
          },
          MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'INFO' }],
        },
      },
    },
    Outputs: { ApiId: { Value: { Ref: 'Api' } }, Group: { Value: { Ref: 'Group' } } },
  })

  it('is turned on by a template', async () => {
    const stack = await stacksOf(cloudFormation).create('logged', template(true))
    const { ApiId = '', Group = '' } = outputsOf(stack)
    const response = await fetch(`${origin}/_aws/execute-api/${ApiId}/prod/`)
    expect(await eventually(Group, 1)).toEqual([`${response.headers.get('x-amzn-requestid')} 200`])
    await eventually(`API-Gateway-Execution-Logs_${ApiId}/prod`, 8)
  })

  it('is refused in a template where the account has no role', async () => {
    const { cloudFormation: other } = awsClients({ origin, account: '666600000027' })
    const stacks = stacksOf(other)
    const { StackStatus } = await stacks.create('unlogged', template(false))
    expect(StackStatus).toBe('ROLLBACK_COMPLETE')
    const reasons = (await stacks.events('unlogged')).map(({ ResourceStatusReason = '' }) => ResourceStatusReason)
    expect(reasons.join('\n')).toContain(NO_ROLE)
  })
})
