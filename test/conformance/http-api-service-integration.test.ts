import { CreateApiCommand, CreateIntegrationCommand } from '@aws-sdk/client-apigatewayv2'
import { CreateStateMachineCommand, DescribeExecutionCommand, type StateMachineType } from '@aws-sdk/client-sfn'
import { beforeAll, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createHttpApi, type TestedHttpApi } from '../support/http-api.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const ACCOUNT = '444400000058'
const { httpApi, stepFunctions } = awsClients({ origin, account: ACCOUNT })
const CredentialsArn = `arn:aws:iam::${ACCOUNT}:role/for-the-api`

let api: TestedHttpApi
beforeAll(async () => {
  const express = await machine('EXPRESS', { Type: 'Pass', End: true })
  const standard = await machine('STANDARD', { Type: 'Wait', Seconds: 3600, End: true })
  const service = { PayloadFormatVersion: '1.0', CredentialsArn }
  api = await createHttpApi(
    { httpApi, origin },
    {
      integrations: {
        sync: {
          ...service,
          IntegrationSubtype: 'StepFunctions-StartSyncExecution',
          RequestParameters: { StateMachineArn: express, Input: '$request.body', Name: '$request.querystring.name' },
          ResponseParameters: { 200: { 'overwrite:header.content-type': 'application/json' } },
        },
        start: {
          ...service,
          IntegrationSubtype: 'StepFunctions-StartExecution',
          RequestParameters: { StateMachineArn: standard, Input: '$request.body' },
        },
        stop: {
          ...service,
          IntegrationSubtype: 'StepFunctions-StopExecution',
          RequestParameters: {
            ExecutionArn: '$request.querystring.arn',
            Error: 'Stopped',
            Cause: '$context.requestId',
          },
        },
      },
      routes: { 'POST /sync': { to: 'sync' }, 'POST /start': { to: 'start' }, 'POST /stop': { to: 'stop' } },
    },
  )
})

async function machine(type: StateMachineType, state: object): Promise<string> {
  const definition = JSON.stringify({ StartAt: 'S', States: { S: state } })
  const { stateMachineArn = '' } = await stepFunctions.send(
    new CreateStateMachineCommand({ name: uniqueName('m'), definition, roleArn: CredentialsArn, type }),
  )
  return stateMachineArn
}

const post = (path: string, body = '{}') => api.call(path, { method: 'POST', body })

it('a route waits for an express workflow', async () => {
  const answer = await post('/sync?name=mine', '{"order":1}')
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json'])
  expect(await answer.json()).toMatchObject({
    name: 'mine',
    status: 'SUCCEEDED',
    input: '{"order":1}',
    output: '{"order":1}',
    startDate: expect.any(Number) as number,
  })
})

it('a route starts an execution, and another one stops it', async () => {
  const started = await post('/start')
  expect(started.headers.get('content-type')).toBe('application/x-amz-json-1.0')
  const { executionArn } = (await started.json()) as { executionArn: string }
  expect((await stepFunctions.send(new DescribeExecutionCommand({ executionArn }))).status).toBe('RUNNING')
  const stopped = await post(`/stop?arn=${executionArn}`)
  expect(await stopped.json()).toEqual({ stopDate: expect.any(Number) as number })
  expect(await stepFunctions.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    status: 'ABORTED',
    error: 'Stopped',
    cause: stopped.headers.get('apigw-requestid'),
  })
})

it('what the service refuses, the client gets', async () => {
  const answer = await post('/sync', 'no JSON')
  expect([answer.status, ((await answer.json()) as { __type: string }).__type]).toEqual([400, 'InvalidExecutionInput'])
  expect((await post('/stop')).status).toBe(400)
})

it('services that are not here are refused by name', async () => {
  const { ApiId } = await httpApi.send(new CreateApiCommand({ Name: 'http', ProtocolType: 'HTTP' }))
  const create = (IntegrationSubtype: string, RequestParameters: Record<string, string>) =>
    refusalOf(
      httpApi.send(
        new CreateIntegrationCommand({
          ApiId,
          IntegrationType: 'AWS_PROXY',
          IntegrationSubtype,
          PayloadFormatVersion: '1.0',
          CredentialsArn,
          RequestParameters,
        }),
      ),
    )
  expect(await create('SQS-SendMessage', { QueueUrl: 'u', MessageBody: 'b' })).toMatchObject({
    name: 'NotImplementedException',
    message: expect.stringContaining('integrationSubtype SQS-SendMessage') as string,
  })
  expect((await create('StepFunctions-StartExecution', { stateMachineArn: 'x' })).message).toBe(
    'Parameter: stateMachineArn does not fit schema for Operation: StepFunctions-StartExecution.',
  )
})
