import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { JsonObject } from '../../../kernel/json.ts'
import { createMockApi, startApiGateway, type TestApiGateway } from '../apigateway.harness.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
  const patchOperations = [{ op: 'replace', path: '/cloudwatchRoleArn', value: 'arn:aws:iam::123456789012:role/logs' }]
  await gateway.call('UpdateAccount', { patchOperations })
})
afterAll(() => gateway.close())

let RestApiId: string
let DeploymentId: string
let ClientCertificateId: string
beforeEach(async () => {
  RestApiId = (await createMockApi(gateway)).restApiId
  DeploymentId = (await gateway.call('CreateDeployment', { restApiId: RestApiId })).id ?? ''
  await gateway.call('CreateDocumentationVersion', { restApiId: RestApiId, documentationVersion: 'v1' })
  ClientCertificateId = (await gateway.call('GenerateClientCertificate', {})).clientCertificateId ?? ''
})

const type = () => gateway.typeOf('Stage')
const bare = () => ({ RestApiId, DeploymentId, StageName: 'prod' })
const full = (): JsonObject => ({
  ...bare(),
  Description: 'd',
  DocumentationVersion: 'v1',
  ClientCertificateId,
  CacheClusterEnabled: true,
  CacheClusterSize: '0.5',
  TracingEnabled: true,
  Variables: { one: '1', two: '2' },
  AccessLogSetting: {
    DestinationArn: 'arn:aws:logs:us-east-1:123456789012:log-group:g:*',
    Format: '$context.requestId',
  },
  MethodSettings: [
    { ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'ERROR', MetricsEnabled: true, DataTraceEnabled: true },
    { ResourcePath: '/~1a~1b', HttpMethod: 'GET', ThrottlingRateLimit: 2, ThrottlingBurstLimit: 1 },
    { ResourcePath: '/', HttpMethod: 'POST', CachingEnabled: true },
  ],
  Tags: [{ Key: 'a', Value: '1' }],
})
const stage = async () =>
  JSON.parse(JSON.stringify(await gateway.call('GetStage', { restApiId: RestApiId, stageName: 'prod' })))

const OTHER = 'arn:aws:logs:us-east-1:123456789012:log-group:other'

const SETTING = {
  cacheDataEncrypted: false,
  cacheTtlInSeconds: 300,
  cachingEnabled: false,
  dataTraceEnabled: false,
  metricsEnabled: false,
  requireAuthorizationForCacheControl: true,
  throttlingBurstLimit: 5000,
  throttlingRateLimit: 10_000,
  unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
}

test('Ref is its name; everything it was given shows', async () => {
  const made = await type().create(full())
  expect([made.physicalId, made.attributes]).toEqual(['prod', {}])
  expect(await stage()).toMatchObject({
    stageName: 'prod',
    deploymentId: DeploymentId,
    description: 'd',
    documentationVersion: 'v1',
    clientCertificateId: ClientCertificateId,
    cacheClusterEnabled: true,
    cacheClusterSize: '0.5',
    tracingEnabled: true,
    variables: { one: '1', two: '2' },
    accessLogSettings: {
      destinationArn: 'arn:aws:logs:us-east-1:123456789012:log-group:g',
      format: '$context.requestId',
    },
    methodSettings: {
      '*/*': { ...SETTING, loggingLevel: 'ERROR', metricsEnabled: true, dataTraceEnabled: true },
      '~1a~1b/GET': { ...SETTING, throttlingBurstLimit: 1, throttlingRateLimit: 2 },
      '~1/POST': { ...SETTING, cachingEnabled: true },
    },
    tags: { a: '1' },
  })
})

test('an update to less takes it back, one to more brings it again', async () => {
  const made = await type().create(bare())
  const before = await stage()
  const more = await type().update(full(), made)
  const fuller = await stage()
  await type().update(bare(), more)
  expect(await stage()).toEqual(before)
  await type().update(full(), made)
  expect(await stage()).toEqual(fuller)
})

test('an update changes what differs and keeps what others set', async () => {
  const made = await type().create({ ...bare(), Variables: { one: '1', two: '2' }, Tags: [{ Key: 'a', Value: '1' }] })
  await gateway.call('UpdateStage', {
    restApiId: RestApiId,
    stageName: 'prod',
    patchOperations: [{ op: 'replace', path: '/variables/theirs', value: 'x' }],
  })
  const Variables = { one: '1', two: '3', three: '3' }
  await type().update({ ...bare(), Variables, Tags: [{ Key: 'b', Value: '1' }] }, made)
  expect(await stage()).toMatchObject({ variables: { ...Variables, theirs: 'x' }, tags: { b: '1' } })
})

test('half of the access log may go', async () => {
  const made = await type().create(full())
  await type().update({ ...full(), AccessLogSetting: { DestinationArn: `${OTHER}:*` } }, made)
  expect((await stage()).accessLogSettings).toEqual({ destinationArn: OTHER })
})

test('an access log on Firehose is recorded, and needs a name that API Gateway may write to but no role', async () => {
  const { cloudwatchRoleArn } = await gateway.call('GetAccount', {})
  const setRole = (value: string | undefined) =>
    gateway.call('UpdateAccount', {
      patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value: value ?? '' }],
    })
  await setRole('')
  const streamed = (name: string) => ({
    ...bare(),
    AccessLogSetting: {
      DestinationArn: `arn:aws:firehose:us-east-1:123456789012:deliverystream/${name}`,
      Format: '$context.requestId',
    },
  })
  try {
    await type().create(streamed('amazon-apigateway-calls'))
    expect((await stage()).accessLogSettings).toEqual({
      destinationArn: 'arn:aws:firehose:us-east-1:123456789012:deliverystream/amazon-apigateway-calls',
      format: '$context.requestId',
    })
    await expect(type().create({ ...streamed('calls'), StageName: 'other' })).rejects.toMatchObject({
      code: 'BadRequestException',
      message: expect.stringContaining("must begin with 'amazon-apigateway-'"),
    })
  } finally {
    await setRole(cloudwatchRoleArn)
  }
})

test('it moves to another deployment, and its name may be generated', async () => {
  const made = await type().create({ RestApiId, DeploymentId })
  expect(made.physicalId).toBe('stack-Logical-1A2B3C4D5E6F')
  const { id: next = '' } = await gateway.call('CreateDeployment', { restApiId: RestApiId })
  await type().update({ RestApiId, DeploymentId: next }, made)
  const moved = await gateway.call('GetStage', { restApiId: RestApiId, stageName: made.physicalId })
  expect(moved.deploymentId).toBe(next)
  await type().remove(made)
  await type().remove(made)
})
