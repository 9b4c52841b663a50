import { describe, expect, it, test } from 'vitest'
import { NO_FORWARDS } from '../../kernel/forwards.ts'
import { callerOf } from '../../kernel/session.ts'
import type { HttpBackend, HttpCall } from '../backends/http-backend.ts'
import type { IntegrationDefinition } from './definition.ts'
import { api, method, mock, startGateway, textOf } from './gateway.harness.ts'
import { checkAws } from './integrations/aws/rules.ts'

const ROLE = 'arn:aws:iam::123456789012:role/service/for-the-api'

function serviceIntegration(uri: string, overrides: Partial<IntegrationDefinition> = {}): IntegrationDefinition {
  const target = `arn:aws:apigateway:eu-west-1:${uri}`
  return mock({ type: 'AWS', httpMethod: 'POST', uri: target, requestTemplates: undefined, ...overrides })
}

async function calling(integration: IntegrationDefinition, status = 200, variables = {}) {
  const calls: HttpCall[] = []
  const http: HttpBackend = {
    async send(call) {
      calls.push(call)
      return { status, headers: [['Content-Type', 'application/json']], body: Buffer.from('{"a":1}') }
    },
    close: async () => {},
  }
  const any = { ANY: method({ httpMethod: 'ANY', integration, methodResponses: { 200: {}, 400: {} } }) }
  const gateway = startGateway(api({ '/x': any, '/files/{name}': any }), variables, http)
  return { calls, send: gateway.call }
}

const headersOf = ({ rawHeaders }: HttpCall) =>
  Object.fromEntries(
    rawHeaders.flatMap((name, i) => (i % 2 ? [] : [[name.toLowerCase(), rawHeaders[i + 1] as string]])),
  )

describe('an integration with a service', () => {
  it('asks one that speaks JSON by the operation’s name in a header (7.4.7)', async () => {
    const { calls, send } = await calling(serviceIntegration('ssm:action/GetParameter'))
    const response = await send('/prod/x', { method: 'POST', body: '{"Name":"n"}' })
    expect([response.status, textOf(response)]).toEqual([200, '{"a":1}'])
    const [call] = calls as [HttpCall]
    expect([call.method, call.url.href, call.body.toString()]).toEqual([
      'POST',
      'https://ssm.eu-west-1.amazonaws.com/',
      '{"Name":"n"}',
    ])
    expect(headersOf(call)).toMatchObject({
      'x-amz-target': 'AmazonSSM.GetParameter',
      'content-type': 'application/x-amz-json-1.1',
    })
  })

  it('asks one that takes queries by its name in the query, with what the URI adds (7.1.9, 7.4.7)', async () => {
    const integration = serviceIntegration('sts:action/AssumeRole&RoleSessionName=s', {
      requestParameters: { 'integration.request.querystring.RoleArn': "'r'" },
    })
    const { calls, send } = await calling(integration)
    await send('/prod/x')
    expect(calls[0]?.url.search).toBe('?Action=AssumeRole&Version=2011-06-15&RoleSessionName=s&RoleArn=r')
  })

  it('asks by a path with what is mapped in it, and with the client’s method for ANY (7.4.8, 7.4.9)', async () => {
    const integration = serviceIntegration('s3:path/bucket/{key}', {
      httpMethod: 'ANY',
      requestParameters: { 'integration.request.path.key': 'method.request.path.name' },
    })
    const { calls, send } = await calling(integration)
    await send('/prod/files/a.txt', { method: 'PUT', body: 'content' })
    expect([calls[0]?.method, calls[0]?.url.href]).toEqual(['PUT', 'https://s3.eu-west-1.amazonaws.com/bucket/a.txt'])
  })

  it('calls as its role', async () => {
    const { calls, send } = await calling(serviceIntegration('ssm:action/GetParameter', { credentials: ROLE }))
    await send('/prod/x')
    const { authorization = '', 'x-amz-security-token': token } = headersOf(calls[0] as HttpCall)
    const key = /Credential=([^/]+)/.exec(authorization)?.[1] ?? ''
    expect(callerOf(key, token, 'eu-west-1')).toMatchObject({
      place: { account: '123456789012' },
      arn: 'arn:aws:sts::123456789012:assumed-role/for-the-api/BackplaneAssumeRoleSession',
    })
  })

  it('takes action, path and role from stage variables (9.4.1)', async () => {
    const variables = { action: 'GetParameter', bucket: 'b', role: 'role/of-the-stage' }
    const placeholder = (name: string) => `\${stageVariables.${name}}`
    const credentials = `arn:aws:iam::123456789012:${placeholder('role')}`
    const action = serviceIntegration(`ssm:action/${placeholder('action')}`, { credentials })
    const { calls, send } = await calling(action, 200, variables)
    await send('/prod/x')
    const headers = headersOf(calls[0] as HttpCall)
    const key = /Credential=([^/]+)/.exec(headers.authorization ?? '')?.[1] ?? ''
    expect(headers['x-amz-target']).toBe('AmazonSSM.GetParameter')
    expect(callerOf(key, headers['x-amz-security-token'], 'eu-west-1')?.arn).toContain(':assumed-role/of-the-stage/')
    const path = await calling(serviceIntegration(`s3:path/${placeholder('bucket')}/key`), 200, variables)
    await path.send('/prod/x')
    expect(path.calls[0]?.url.href).toBe('https://s3.eu-west-1.amazonaws.com/b/key')
  })

  it('chooses by the status (7.4.6)', async () => {
    const integrationResponses = {
      200: { statusCode: '200' },
      400: { statusCode: '400', selectionPattern: '4\\d\\d' },
    }
    const { send } = await calling(serviceIntegration('ssm:action/GetParameter', { integrationResponses }), 404)
    expect((await send('/prod/x')).status).toBe(400)
  })
})

describe('what AWS refuses of such an integration (7.1.4, 7.1.6)', () => {
  const PROXY =
    "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations."
  test.each([
    [
      'AWS',
      undefined,
      'arn:aws:apigateway:r:ssm:action/A',
      { invalid: 'Enumeration value for HttpMethod must be non-empty' },
    ],
    ['AWS', 'POST', 'none', { invalid: 'Invalid ARN specified in the request' }],
    [
      'AWS',
      'POST',
      'arn:aws:apigateway:r:ssm:GetParameter',
      { invalid: 'AWS ARN for integration must contain path or action' },
    ],
    ['AWS_PROXY', 'POST', 'arn:aws:apigateway:r:ssm:action/A', { invalid: PROXY }],
    ['AWS_PROXY', 'POST', 'arn:aws:apigateway:r:lambda:path/2015-03-31/functions/none/invocations', { invalid: PROXY }],
    ['AWS_PROXY', 'POST', 'arn:aws:apigateway:r:firehose:path/x', { invalid: PROXY }],
    [
      'AWS_PROXY',
      'POST',
      'arn:aws:apigateway:r:firehose:action/PutRecord',
      { notEmulated: 'A proxy integration with Firehose' },
    ],
    [
      'AWS',
      'POST',
      'arn:aws:apigateway:r:sqs:path/1/q',
      { notEmulated: 'An integration with the service sqs', forwardable: 'sqs' },
    ],
    ['AWS', 'POST', 'arn:aws:apigateway:r:ssm:action/A', undefined],
  ])('%s, %s, %s', (type, httpMethod, uri, problem) => {
    expect(checkAws(mock({ type, uri, ...(httpMethod && { httpMethod }) }), NO_FORWARDS)).toEqual(problem)
  })
})
