import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMockApi, startApiGateway, type TestApiGateway } from './apigateway.harness.ts'

const FORWARD = 'To have another emulator answer: sallyport start --forward dynamodb=<its address>'
const NAMES = ['AWS::ApiGateway::Method.Integration.Type=AWS', 'AWS::ApiGateway::Method.Integration.Type=AWS_PROXY']

const URI =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations'

let strict: TestApiGateway
let recording: TestApiGateway
beforeAll(async () => {
  strict = await startApiGateway()
  recording = await startApiGateway({ record: NAMES })
})
afterAll(async () => {
  await strict.close()
  await recording.close()
})

/** What each name is about: refused with the flag that helps, and taken once it is given. */
const parts: Readonly<Record<string, (gateway: TestApiGateway) => Promise<unknown>>> = {
  'AWS::ApiGateway::Method.Integration.Type=AWS': (gateway) =>
    putIntegration(gateway, { type: 'AWS', uri: 'arn:aws:apigateway:us-east-1:dynamodb:action/PutItem' }),
  'AWS::ApiGateway::Method.Integration.Type=AWS_PROXY': (gateway) =>
    putIntegration(gateway, { type: 'AWS_PROXY', uri: 'arn:aws:apigateway:us-east-1:firehose:action/PutRecord' }),
}

async function putIntegration(gateway: TestApiGateway, more: object) {
  const { restApiId, rootResourceId: resourceId } = await createMockApi(gateway)
  const at = { restApiId, resourceId, httpMethod: 'GET' }
  return gateway.call('PutIntegration', { ...at, integrationHttpMethod: 'POST', type: 'HTTP', ...more })
}

test.each(NAMES)('%s', async (name) => {
  const make = parts[name]
  await expect(make?.(strict)).rejects.toMatchObject({
    code: 'NotImplementedException',
    message: expect.stringMatching(
      `is not emulated by Sallyport. To store it without effect: sallyport start --record ${name}(?:$| ${FORWARD}$)`,
    ),
  })
  expect(await make?.(recording)).toBeTruthy()
})

test.each([
  [{ integrationHttpMethod: undefined }, 'Enumeration value for HttpMethod must be non-empty'],
  [{ uri: 'none' }, 'Invalid ARN specified in the request'],
  [{ uri: 'arn:aws:iam::000000000000:role/r' }, 'AWS ARN for integration must contain path or action'],
  [
    { uri: 'arn:aws:apigateway:us-east-1:s3:path/b/k' },
    "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
  ],
  [
    { uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/none/invocations' },
    "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
  ],
])('an integration that AWS refuses is not recorded: %j', async (more, message) => {
  await expect(putIntegration(recording, { type: 'AWS_PROXY', uri: URI, ...more })).rejects.toMatchObject({ message })
})

test('a template is refused for a service that is not emulated before anything is made, though its URI is computed', () => {
  const method = strict.service.resourceTypes.find(({ type }) => type === 'AWS::ApiGateway::Method')
  const uriOf = (service: string) => ({
    'Fn::Join': [
      '',
      ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, `:${service}:action/A`],
    ],
  })
  expect(method?.refusals?.({ Integration: { Type: 'AWS', Uri: uriOf('dynamodb') } })).toMatchObject([
    { recordable: 'AWS::ApiGateway::Method.Integration.Type=AWS' },
  ])
  expect(method?.refusals?.({ Integration: { Type: 'AWS', Uri: uriOf('ssm') } })).toEqual([])
})

test('a function may be named by a stage variable, and its answer streamed', async () => {
  for (const uri of [
    URI.replace('function:f', 'function:$' + '{stageVariables.name}'),
    URI.replace('/invocations', '/response-streaming-invocations'),
  ]) {
    expect(await putIntegration(recording, { type: 'AWS_PROXY', uri })).toMatchObject({ uri })
  }
})

test('what is recorded is shown as it was given, and the rest stays refused', async () => {
  await expect(parts['AWS::ApiGateway::Method.Integration.Type=AWS']?.(strict)).rejects.toMatchObject({
    message: expect.stringContaining('An integration with the service dynamodb is not emulated'),
  })
})
