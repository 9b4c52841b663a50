import { afterEach, describe, expect, it } from 'vitest'
import { createApi, startHttpApis, type TestHttpApis } from './apigatewayv2.harness.ts'

const CONNECTION = 'AWS::ApiGatewayV2::Integration.ConnectionType=VPC_LINK'
const SUBTYPE = 'AWS::ApiGatewayV2::Integration.IntegrationSubtype=SQS-SendMessage'

const PRIVATE = {
  IntegrationType: 'HTTP_PROXY',
  IntegrationMethod: 'ANY',
  IntegrationUri: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/a/b/c',
  ConnectionType: 'VPC_LINK',
  ConnectionId: 'abcdef',
  PayloadFormatVersion: '1.0',
}
const QUEUE = {
  IntegrationType: 'AWS_PROXY',
  IntegrationSubtype: 'SQS-SendMessage',
  PayloadFormatVersion: '1.0',
  CredentialsArn: 'arn:aws:iam::123456789012:role/gateway',
  RequestParameters: { QueueUrl: '$request.header.queue', MessageBody: '$request.body.message' },
}

let world: TestHttpApis
afterEach(() => world.close())

describe.each([
  [CONNECTION, PRIVATE],
  [SUBTYPE, QUEUE],
])('%s', (name, given) => {
  it('is named by the refusal', async () => {
    world = await startHttpApis()
    const ApiId = await createApi(world)
    await expect(world.call('CreateIntegration', { ApiId, ...given })).rejects.toMatchObject({
      code: 'NotImplementedException',
      message: expect.stringContaining(`sallyport start --record ${name}`),
    })
  })

  it('is stored without effect where the user says so', async () => {
    world = await startHttpApis({ record: [name] })
    const ApiId = await createApi(world)
    const { IntegrationId = '' } = await world.call('CreateIntegration', { ApiId, ...given })
    expect(await world.call('GetIntegration', { ApiId, IntegrationId })).toMatchObject(given)
  })

  it('is refused in a template before anything is made', async () => {
    world = await startHttpApis()
    const type = world.service.resourceTypes.find(({ type }) => type === 'AWS::ApiGatewayV2::Integration')
    const properties = { ApiId: { Ref: 'Api' }, ...given, IntegrationUri: { Ref: 'Uri' } }
    expect(type?.refusals?.(properties)).toMatchObject([{ recordable: name }])
  })
})

it('a WebSocket API is refused in a template before anything is made, and an HTTP API is not', async () => {
  world = await startHttpApis()
  const type = world.service.resourceTypes.find(({ type }) => type === 'AWS::ApiGatewayV2::Api')
  expect(type?.refusals?.({ ProtocolType: 'WEBSOCKET' })).toMatchObject([
    { feature: 'A WebSocket API (protocolType WEBSOCKET)' },
  ])
  expect(type?.refusals?.({ ProtocolType: 'HTTP' })).toEqual([])
  expect(type?.refusals?.({ ProtocolType: { Ref: 'Protocol' } })).toEqual([])
})

it('an integration with a function is not refused', async () => {
  world = await startHttpApis()
  const type = world.service.resourceTypes.find(({ type }) => type === 'AWS::ApiGatewayV2::Integration')
  expect(type?.refusals?.({ IntegrationType: 'AWS_PROXY', IntegrationUri: { 'Fn::GetAtt': ['F', 'Arn'] } })).toEqual([])
})
