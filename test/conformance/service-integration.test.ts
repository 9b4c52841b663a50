import type { PutIntegrationCommandInput } from '@aws-sdk/client-api-gateway'
import { CreateBucketCommand, GetObjectCommand } from '@aws-sdk/client-s3'
import { CreateStateMachineCommand } from '@aws-sdk/client-sfn'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMockApi, type MockMethod } from '../support/mock-api.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const ACCOUNT = '333300000062'
const { apiGateway, s3, stepFunctions } = awsClients({ origin, account: ACCOUNT })
const credentials = `arn:aws:iam::${ACCOUNT}:role/for-the-api`

const calling = (uri: string, settings: Partial<PutIntegrationCommandInput> = {}): MockMethod => ({
  integration: {
    type: 'AWS',
    integrationHttpMethod: 'POST',
    uri: `arn:aws:apigateway:us-east-1:${uri}`,
    credentials,
    requestTemplates: undefined,
    ...settings,
  },
})
const made = (...methods: MockMethod[]) => createMockApi({ apiGateway, origin }, methods)

describe('an integration with a service', () => {
  it('chooses its response by the service’s status (api-gateway 7.4.6)', async () => {
    const responses = [
      { statusCode: '200' },
      { statusCode: '418', selectionPattern: '400' },
      { statusCode: '502', selectionPattern: '5\\d\\d' },
    ]
    const api = await made({ ...calling('states:action/DescribeStateMachine'), httpMethod: 'POST', responses })
    const answer = await api.call('/', { method: 'POST', body: '{"stateMachineArn":"none"}' })
    expect([answer.status, ((await answer.json()) as { __type: string }).__type]).toEqual([418, 'InvalidArn'])
  })

  it('names an operation in the query, or in a header (api-gateway 7.4.7)', async () => {
    const query = { ...calling('sts:action/GetCallerIdentity'), path: '/query' }
    const json = { ...calling('states:action/ListStateMachines'), path: '/json' }
    const api = await made(query, json)
    const identity = await (await api.call('/query')).text()
    expect(identity).toContain(`arn:aws:sts::${ACCOUNT}:assumed-role/for-the-api/BackplaneAssumeRoleSession`)
    expect(await (await api.call('/json')).json()).toEqual({ stateMachines: [] })
  })

  it('waits for an express workflow', async () => {
    const definition = JSON.stringify({ StartAt: 'P', States: { P: { Type: 'Pass', End: true } } })
    const { stateMachineArn } = await stepFunctions.send(
      new CreateStateMachineCommand({ name: uniqueName('m'), definition, roleArn: credentials, type: 'EXPRESS' }),
    )
    const template = `{"input": "$util.escapeJavaScript($input.json('$'))", "stateMachineArn": "${stateMachineArn}"}`
    const api = await made({
      httpMethod: 'POST',
      ...calling('states:action/StartSyncExecution', { requestTemplates: { 'application/json': template } }),
      responses: [{ statusCode: '200', responseTemplates: { 'application/json': "$input.path('$.output')" } }],
    })
    const answer = await api.call('/', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"order": "a \\"b\\""}',
    })
    expect([answer.status, await answer.json()]).toEqual([200, { order: 'a "b"' }])
  })

  it('reads, writes and deletes objects by their paths and the client’s method (api-gateway 7.4.8, 7.4.9)', async () => {
    const Bucket = uniqueName('bucket')
    await s3.send(new CreateBucketCommand({ Bucket }))
    const api = await made({
      path: '/{object_path+}',
      httpMethod: 'ANY',
      method: {
        requestParameters: {
          'method.request.path.object_path': true,
          'method.request.header.Content-Type': false,
        },
      },
      ...calling(`s3:path/${Bucket}/{object_path}`, {
        integrationHttpMethod: 'ANY',
        requestParameters: {
          'integration.request.path.object_path': 'method.request.path.object_path',
          'integration.request.header.Content-Type': 'method.request.header.Content-Type',
        },
      }),
    })
    const get = async () => {
      const answer = await api.call('/test.json')
      return [answer.status, await answer.text()]
    }
    const missing = expect.stringMatching(
      /<Error><Code>NoSuchKey<\/Code><Message>The specified key does not exist.<\/Message><Key>test.json<\/Key>/,
    )
    expect(await get()).toEqual([200, missing])
    for (const body of ['{"put_id":1}', '{"put_id":2}']) {
      const put = await api.call('/test.json', {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body,
      })
      expect([put.status, await put.text()]).toEqual([200, ''])
      expect(await get()).toEqual([200, body])
    }
    const stored = await s3.send(new GetObjectCommand({ Bucket, Key: 'test.json' }))
    expect([stored.ContentType, await stored.Body?.transformToString()]).toEqual(['application/json', '{"put_id":2}'])
    await api.call('/test.json', { method: 'DELETE' })
    expect(await get()).toEqual([200, missing])
    expect(await refusalOf(s3.send(new GetObjectCommand({ Bucket, Key: 'test.json' })))).toMatchObject({
      name: 'NoSuchKey',
      status: 404,
    })
  })
})
