import type { IncomingMessage } from 'node:http'
import { CreateIntegrationCommand } from '@aws-sdk/client-apigatewayv2'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { backends, bodyOf } from '../support/backends.ts'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { createHttpApi } from '../support/http-api.ts'
import { createMockApi } from '../support/mock-api.ts'
import { refusalOf } from '../support/refusal.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'

const ACCOUNT = '444400000059'

interface Got {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

const others = backends()
let got: Got[] = []
let answer: { readonly status: number; readonly body: string; readonly type?: string }
let emulator: string
let sallyport: SallyportProcess
beforeAll(async () => {
  emulator = await others.start(async (request, response) => {
    const { method, url, headers } = request
    got.push({ method, url, headers, body: String(await bodyOf(request)) })
    response.writeHead(answer.status, { 'content-type': answer.type ?? 'application/x-amz-json-1.0', 'x-other': 'yes' })
    response.end(answer.body)
  })
  const forwards = [`dynamodb=${emulator}`, `sqs=${emulator}/base`, 'sns=http://127.0.0.1:9']
  const args = ['--log-level', 'error', ...forwards.flatMap((entry) => ['--forward', entry])]
  sallyport = await startSallyport({ args })
})
beforeEach(() => {
  got = []
  answer = { status: 200, body: '{}' }
})
afterAll(async () => {
  await sallyport.stop()
  others.close()
})

const configOf = () => ({
  endpoint: sallyport.origin,
  region: 'eu-west-1',
  credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'test' },
  maxAttempts: 1,
})
const put = new PutItemCommand({ TableName: 't', Item: { id: { S: '1' } } })

describe('a service that is forwarded', () => {
  it('gets a request as it came, and the client its answer', async () => {
    answer = { status: 200, body: '{"Attributes":{"id":{"S":"before"}}}' }
    const { Attributes } = await new DynamoDBClient(configOf()).send(put)
    expect(Attributes).toEqual({ id: { S: 'before' } })
    const [request] = got
    expect(request).toMatchObject({ method: 'POST', url: '/', body: '{"TableName":"t","Item":{"id":{"S":"1"}}}' })
    expect(request?.headers).toMatchObject({
      host: new URL(emulator).host,
      'x-amz-target': 'DynamoDB_20120810.PutItem',
      authorization: expect.stringContaining(`${ACCOUNT}/`) as string,
      'x-amz-date': expect.any(String) as string,
    })
  })

  it('refuses in its own words', async () => {
    answer = { status: 400, body: '{"__type":"ResourceNotFoundException","message":"Requested resource not found"}' }
    expect(await refusalOf(new DynamoDBClient(configOf()).send(put))).toEqual({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found',
      status: 400,
    })
  })

  it('is reached below a path', async () => {
    const MessageBody = 'hello'
    const QueueUrl = `${sallyport.origin}/${ACCOUNT}/q`
    await new SQSClient({ ...configOf(), md5: false }).send(new SendMessageCommand({ QueueUrl, MessageBody }))
    expect(got[0]?.url).toMatch(/^\/base\//)
    expect(JSON.parse(got[0]?.body ?? '')).toMatchObject({ QueueUrl, MessageBody })
  })

  it('that is not there is named, with what to do', async () => {
    const refused = await refusalOf(new SNSClient(configOf()).send(new ListTopicsCommand({})))
    expect(refused).toMatchObject({ name: 'ServiceUnavailable', status: 503 })
    expect(refused.message).toContain('sns is forwarded to http://127.0.0.1:9/, which does not answer')
    expect(refused.message).toContain('--forward sns=')
  })

  it('is listed in the status', async () => {
    const status = (await (await fetch(`${sallyport.origin}/_sallyport/status`)).json()) as { forwards: object[] }
    expect(status.forwards).toContainEqual({ service: 'dynamodb', url: `${emulator}/` })
  })
})

describe('a service that is forwarded is called', () => {
  it('by a function, under the name that AWS gives it', async () => {
    const { lambda } = awsClients({ ...sallyport, account: ACCOUNT })
    const functions = functionsOf(lambda, ACCOUNT)
    const name = await functions.create(`
      exports.handler = async () => {
        const response = await fetch('https://dynamodb.us-east-1.amazonaws.com/', {
          method: 'POST',
          headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem', 'content-type': 'application/x-amz-json-1.0' },
          body: '{"TableName":"t"}',
        })
        return { status: response.status, body: await response.text() }
      }`)
    answer = { status: 200, body: '{"Item":{}}' }
    expect(JSON.parse((await functions.invoke(name)).text)).toEqual({ status: 200, body: '{"Item":{}}' })
    expect(got).toMatchObject([{ body: '{"TableName":"t"}' }])
  })

  it('by a method, as its role', async () => {
    const { apiGateway } = awsClients({ ...sallyport, account: ACCOUNT })
    const integration = {
      type: 'AWS' as const,
      integrationHttpMethod: 'POST',
      uri: 'arn:aws:apigateway:us-east-1:dynamodb:action/GetItem',
      credentials: `arn:aws:iam::${ACCOUNT}:role/r`,
      requestTemplates: { 'application/json': '{"TableName":"t","Key":{"id":{"S":"$input.params(\'id\')"}}}' },
    }
    const api = await createMockApi({ apiGateway, ...sallyport }, [
      {
        path: '/{id}',
        integration,
        responses: [{ statusCode: '200', responseTemplates: { 'application/json': "$input.path('$.Item.name.S')" } }],
      },
    ])
    answer = { status: 200, body: '{"Item":{"name":{"S":"Ann"}}}' }
    expect(await (await api.call('/7')).text()).toBe('Ann')
    expect(got).toMatchObject([{ body: '{"TableName":"t","Key":{"id":{"S":"7"}}}' }])
    expect(got[0]?.headers).toMatchObject({ 'x-amz-target': 'DynamoDB_20120810.GetItem' })
  })

  it('by a route', async () => {
    const { httpApi } = awsClients({ ...sallyport, account: ACCOUNT })
    const api = await createHttpApi(
      { httpApi, ...sallyport },
      {
        integrations: {
          send: {
            IntegrationSubtype: 'SQS-SendMessage',
            PayloadFormatVersion: '1.0',
            CredentialsArn: `arn:aws:iam::${ACCOUNT}:role/r`,
            RequestParameters: { QueueUrl: 'http://q', MessageBody: '$request.body.text', DelaySeconds: '5' },
          },
        },
        routes: { 'POST /send': {} },
      },
    )
    answer = { status: 200, body: '{"MessageId":"1"}' }
    expect(await api.told('/send', { method: 'POST', body: '{"text":"hi"}' })).toEqual([200, '{"MessageId":"1"}'])
    expect(JSON.parse(got[0]?.body ?? '')).toEqual({ QueueUrl: 'http://q', MessageBody: 'hi', DelaySeconds: 5 })
    const events = new CreateIntegrationCommand({
      ApiId: api.apiId,
      IntegrationType: 'AWS_PROXY',
      IntegrationSubtype: 'EventBridge-PutEvents',
      PayloadFormatVersion: '1.0',
      CredentialsArn: `arn:aws:iam::${ACCOUNT}:role/r`,
    })
    expect((await refusalOf(httpApi.send(events))).name).toBe('NotImplementedException')
  })
})
