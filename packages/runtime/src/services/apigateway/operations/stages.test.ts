import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createMockApi, HOME, refusal, START, startApiGateway, type TestApiGateway } from '../apigateway.harness.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

let restApiId: string
let deploymentId: string
beforeEach(async () => {
  restApiId = (await createMockApi(gateway)).restApiId
  deploymentId = (await gateway.call('CreateDeployment', { restApiId })).id ?? ''
})

const create = (more: object = {}) =>
  gateway.call('CreateStage', { restApiId, stageName: 'prod', deploymentId, ...more })
const update = (...patchOperations: object[]) =>
  gateway.call('UpdateStage', { restApiId, stageName: 'prod', patchOperations })
const replace = (path: string, value?: string) => ({ op: 'replace', path, value })

const ROLE = 'arn:aws:iam::123456789012:role/logs'
const setRole = (value?: string) =>
  gateway.call('UpdateAccount', { patchOperations: [replace('/cloudwatchRoleArn', value)] })
const GROUP = `arn:aws:logs:${HOME.region}:${HOME.account}:log-group:/app/access`

const SETTING = {
  cacheDataEncrypted: false,
  cacheTtlInSeconds: 300,
  cachingEnabled: true,
  dataTraceEnabled: false,
  metricsEnabled: false,
  requireAuthorizationForCacheControl: true,
  throttlingBurstLimit: 5000,
  throttlingRateLimit: 10_000,
  unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
}

test('a stage has AWS’s defaults', async () => {
  await create()
  const now = new Date(START)
  expect(await gateway.call('GetStage', { restApiId, stageName: 'prod' })).toEqual({
    stageName: 'prod',
    deploymentId,
    createdDate: now,
    lastUpdatedDate: now,
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: {},
    tracingEnabled: false,
  })
})

describe('CreateStage refuses', () => {
  test('a deployment that is not there', async () => {
    await expect(create({ deploymentId: 'nobody' })).rejects.toMatchObject(refusal('Deployment id does not exist'))
  })

  test('a stage that is there', async () => {
    await create()
    await expect(create()).rejects.toMatchObject(refusal('Stage already exists', 'ConflictException'))
  })

  test.each([
    [{ stageName: 'a b' }],
    [{ stageName: '' }],
    [{ stageName: 'a'.repeat(129) }],
    [{ variables: { 'a-b': '1' } }],
    [{ variables: { a: 'ä' } }],
  ])('%j', async (more) => {
    await expect(create(more)).rejects.toMatchObject({ code: 'BadRequestException' })
  })
})

test('stages are listed, by deployment if wanted, and deleted', async () => {
  await create()
  const { id: other = '' } = await gateway.call('CreateDeployment', { restApiId, stageName: 'dev' })
  const names = async (more: object = {}) =>
    (await gateway.call('GetStages', { restApiId, ...more })).item?.map(({ stageName }) => stageName)
  expect(await names()).toEqual(['dev', 'prod'])
  expect(await names({ deploymentId: other })).toEqual(['dev'])
  await gateway.call('DeleteStage', { restApiId, stageName: 'dev' })
  expect(await names()).toEqual(['prod'])
  await expect(gateway.call('DeleteStage', { restApiId, stageName: 'dev' })).rejects.toMatchObject(
    refusal('Invalid stage identifier specified', 'NotFoundException'),
  )
})

test('flushing the cache of authorizers begins a new epoch, and changes nothing that is shown', async () => {
  await create()
  const epoch = async () => (await (await gateway.apis.find(restApiId))?.findStage('prod'))?.authorizersEpoch
  const [before, shown] = [await epoch(), await gateway.call('GetStage', { restApiId, stageName: 'prod' })]
  await gateway.call('FlushStageAuthorizersCache', { restApiId, stageName: 'prod' })
  expect(await epoch()).not.toBe(before)
  expect(await gateway.call('GetStage', { restApiId, stageName: 'prod' })).toEqual(shown)
  const dev = gateway.call('FlushStageAuthorizersCache', { restApiId, stageName: 'dev' })
  await expect(dev).rejects.toMatchObject({ status: 404 })
})

describe('the cache of responses', () => {
  const shown = () => gateway.call('GetStage', { restApiId, stageName: 'prod' })
  const served = async () => (await (await gateway.apis.find(restApiId))?.findStage('prod'))?.cache
  const cached = () => replace('/*/*/caching/enabled', 'true')
  const ON = { isOn: true, ttlSeconds: 300, whenUnauthorized: 'SUCCEED_WITH_RESPONSE_HEADER' }

  test('is made and deleted at once, and says so to whoever asks after that', async () => {
    expect(await create({ cacheClusterEnabled: true, cacheClusterSize: '1.6' })).toMatchObject({
      cacheClusterEnabled: true,
      cacheClusterSize: '1.6',
      cacheClusterStatus: 'CREATE_IN_PROGRESS',
    })
    expect(await shown()).toMatchObject({ cacheClusterStatus: 'AVAILABLE' })
    const off = await update(replace('/cacheClusterEnabled', 'false'))
    expect(off).toMatchObject({ cacheClusterEnabled: false, cacheClusterStatus: 'DELETE_IN_PROGRESS' })
    expect(await shown()).toMatchObject({ cacheClusterStatus: 'NOT_AVAILABLE' })
  })

  test('has the smallest size unless another is named', async () => {
    await create()
    const on = await update(replace('/cacheClusterEnabled', 'true'))
    expect(on).toMatchObject({ cacheClusterSize: '0.5', cacheClusterStatus: 'CREATE_IN_PROGRESS' })
    expect(await update(replace('/description', 'd'))).toMatchObject({ cacheClusterStatus: 'AVAILABLE' })
  })

  test('comes with a deployment, too', async () => {
    await gateway.call('CreateDeployment', { restApiId, stageName: 'prod', cacheClusterEnabled: true })
    expect(await shown()).toMatchObject({ cacheClusterEnabled: true, cacheClusterSize: '0.5' })
  })

  test('is there for the data plane where a method uses it', async () => {
    await create({ cacheClusterEnabled: true })
    expect(await served()).toBeUndefined()
    await update(cached(), replace('/~1pets~1{id}/GET/caching/ttlInSeconds', '0'))
    expect((await served())?.methods).toEqual({ '*': ON, '/pets/{id} GET': { ...ON, isOn: false, ttlSeconds: 0 } })
    await update(replace('/*/*/caching/requireAuthorizationForCacheControl', 'false'))
    expect((await served())?.methods['*']).toEqual({ isOn: true, ttlSeconds: 300 })
    await update(replace('/cacheClusterEnabled', 'false'))
    expect(await served()).toBeUndefined()
  })

  test('begins anew when it is flushed, gets another size or is switched on again, and not otherwise', async () => {
    await create({ cacheClusterEnabled: true })
    await update(cached())
    const epochs = [(await served())?.epoch]
    await update(replace('/variables/a', '1'), replace('/*/*/caching/ttlInSeconds', '10'))
    await gateway.call('CreateDeployment', { restApiId, stageName: 'prod' })
    expect((await served())?.epoch).toBe(epochs[0])
    await gateway.call('FlushStageCache', { restApiId, stageName: 'prod' })
    epochs.push((await served())?.epoch)
    await update(replace('/cacheClusterSize', '6.1'))
    epochs.push((await served())?.epoch)
    await update(replace('/cacheClusterEnabled', 'false'))
    await update(replace('/cacheClusterEnabled', 'true'))
    epochs.push((await served())?.epoch)
    expect(new Set(epochs).size).toBe(4)
  })

  test('a stage that is not there has none to flush', async () => {
    await expect(gateway.call('FlushStageCache', { restApiId, stageName: 'dev' })).rejects.toMatchObject({
      status: 404,
    })
  })

  test.each([
    [
      replace('/cacheClusterSize', '2'),
      'Invalid cache cluster size specified: 2. Must be one of: [0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237]',
    ],
    [
      replace('/*/*/caching/ttlInSeconds', '3601'),
      'Invalid cache TTL specified: 3601. Must be between 0 and 3600 seconds',
    ],
    [replace('/*/*/caching/ttlInSeconds', '-1'), 'Invalid cache TTL specified: -1. Must be between 0 and 3600 seconds'],
    [
      replace('/*/*/caching/ttlInSeconds', '1.5'),
      'Invalid cache TTL specified: 1.5. Must be between 0 and 3600 seconds',
    ],
    [
      replace('/*/*/caching/unauthorizedCacheControlHeaderStrategy', 'x'),
      'Invalid unauthorized cache control header strategy specified: x',
    ],
  ])('is refused %j', async (operation, message) => {
    await create()
    await expect(update(operation)).rejects.toMatchObject(refusal(message))
  })
})

describe('a patch', () => {
  beforeEach(async () => {
    await create({ variables: { var1: 'old' } })
    await setRole(ROLE)
  })

  test('follows AWS’s recorded sequence', async () => {
    gateway.clock.advance(2000)
    const stage = await update(
      replace('/description', 'stage new'),
      replace('/variables/var1', 'test'),
      replace('/variables/var2', 'test2'),
      replace('/*/*/throttling/burstLimit', '123'),
      replace('/*/*/caching/enabled', 'true'),
      replace('/tracingEnabled', 'true'),
      replace('/test/GET/throttling/burstLimit', '124'),
      replace('/~1a~1b/GET/logging/loglevel', 'INFO'),
    )
    expect(stage).toMatchObject({
      description: 'stage new',
      tracingEnabled: true,
      variables: { var1: 'test', var2: 'test2' },
      lastUpdatedDate: new Date(gateway.clock.now()),
    })
    expect(stage.methodSettings).toEqual({
      '*/*': { ...SETTING, throttlingBurstLimit: 123 },
      'test/GET': { ...SETTING, throttlingBurstLimit: 124 },
      '~1a~1b/GET': { ...SETTING, loggingLevel: 'INFO' },
    })
    await update({ op: 'remove', path: '/*/*' }, { op: 'remove', path: '/~1a~1b/GET' })
    const after = await gateway.call('GetStage', { restApiId, stageName: 'prod' })
    expect(Object.keys(after.methodSettings ?? {})).toEqual(['test/GET'])
    expect((await update({ op: 'remove', path: '/variables/var1' })).variables).toEqual({ var2: 'test2' })
  })

  test('moves the stage to another deployment', async () => {
    const { id: next = '' } = await gateway.call('CreateDeployment', { restApiId })
    expect(await update(replace('/deploymentId', next))).toMatchObject({ deploymentId: next })
    await expect(update(replace('/deploymentId', 'nobody'))).rejects.toMatchObject(
      refusal('Deployment id does not exist'),
    )
  })

  test('sets and removes access logs', async () => {
    await update(
      { op: 'add', path: '/accessLogSettings/destinationArn', value: GROUP },
      replace('/accessLogSettings/format', '$context.requestId'),
    )
    expect((await gateway.call('GetStage', { restApiId, stageName: 'prod' })).accessLogSettings).toEqual({
      destinationArn: GROUP,
      format: '$context.requestId',
    })
    expect((await update({ op: 'remove', path: '/accessLogSettings' })).accessLogSettings).toBeUndefined()
  })

  const ACCESS_LOG =
    'Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]'
  const cannotRemove = (what: string) =>
    `Cannot remove method setting ${what} because there is no method setting for this method `
  test.each([
    [{ op: 'remove', path: '/*/*' }, cannotRemove('*/*')],
    [{ op: 'remove', path: '/accessLogSettings/destinationArn' }, cannotRemove('accessLogSettings/destinationArn')],
    [{ op: 'remove', path: '/accessLogSettings/*' }, cannotRemove('accessLogSettings/*')],
    [{ op: 'remove', path: '/canarySettings/badPath' }, cannotRemove('canarySettings/badPath')],
    [{ op: 'add', path: '/accessLogSettings', value: 'a' }, ACCESS_LOG],
    [{ op: 'replace', path: '/accessLogSettings/*', value: 'a' }, ACCESS_LOG],
    [{ op: 'add', path: '/accessLogSettings/random', value: 'a' }, ACCESS_LOG],
    [{ op: 'add', path: '/accessLogSettings/format', value: '' }, 'Access Log value must not be empty'],
    [
      { op: 'add', path: '/canarySettings/deploymentId', value: 'a' },
      'Invalid add operation with path: /canarySettings/deploymentId',
    ],
    [
      { op: 'copy', path: '/deploymentId', from: '/canarySettings/deploymentId' },
      'Promotion not available. Canary does not exist.',
    ],
    [
      { op: 'copy', path: '/canarySettings/stageVariableOverrides', from: '/variables' },
      'Invalid copy operation with path: /canarySettings/stageVariableOverrides and from /variables. Valid copy:path ' +
        'are [/deploymentId, /variables] and valid copy:from are [/canarySettings/deploymentId, ' +
        '/canarySettings/stageVariableOverrides]',
    ],
  ])('%j is refused', async (operation, message) => {
    await expect(update(operation)).rejects.toMatchObject(refusal(message))
  })

  test.each(['/documentation_version', '/tags/tag1', '/canarySettings', '/canarySettings/badPath'])(
    'what cannot be replaced is answered with the list of what can: %s',
    async (path) => {
      await expect(update(replace(path, '1'))).rejects.toMatchObject(
        refusal(
          `Invalid method setting path: ${path}. Must be one of: [/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, /{resourcePath}/{httpMethod}/metrics/enabled, /{resourcePath}/{httpMethod}/logging/dataTrace, /{resourcePath}/{httpMethod}/logging/loglevel, /{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds, /{resourcePath}/{httpMethod}/caching/enabled, /{resourcePath}/{httpMethod}/caching/dataEncrypted, /{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, /{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, /*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, /*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, /*/*/caching/requireAuthorizationForCacheControl, /*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, /tracingEnabled]`,
        ),
      )
    },
  )
})

describe('logs', () => {
  beforeEach(async () => {
    await create()
    await setRole(ROLE)
  })
  const NO_ROLE = 'CloudWatch Logs role ARN must be set in account settings to enable logging'
  const destination = (arn: string) => replace('/accessLogSettings/destinationArn', arn)
  const format = (text: string) => replace('/accessLogSettings/format', text)

  test('are not turned on without a role in the account', async () => {
    await setRole('')
    for (const operation of [
      destination(GROUP),
      replace('/*/*/logging/loglevel', 'ERROR'),
      replace('/pets/GET/logging/loglevel', 'INFO'),
    ]) {
      await expect(update(operation)).rejects.toMatchObject(refusal(NO_ROLE))
    }
    await update(replace('/*/*/logging/loglevel', 'OFF'), format('$context.requestId'))
  })

  test('that are on stay on when the role goes, and can be turned off', async () => {
    await update(destination(GROUP), format('$context.requestId'), replace('/*/*/logging/loglevel', 'ERROR'))
    await setRole('')
    await update(replace('/description', 'new'), replace('/*/*/logging/dataTrace', 'true'))
    await expect(update(replace('/*/*/logging/loglevel', 'INFO'))).rejects.toMatchObject(refusal(NO_ROLE))
    await update(replace('/*/*/logging/loglevel', 'OFF'), { op: 'remove', path: '/accessLogSettings' })
  })

  const firehose = 'arn:aws:firehose:us-east-1:123456789012:deliverystream/amazon-apigateway-x'
  test.each([
    ['here', "Invalid ARN specified in the request. ARNs must start with 'arn:': here"],
    ['arn:aws:s3:::bucket', "Invalid ARN specified in the request. ARN vendor should be 'logs'"],
    [
      `${GROUP}:*`,
      "Access log destination must only contain characters a-z, A-Z, 0-9, '_', '-', '/', '.': 'log-group:/app/access:*'",
    ],
    [
      GROUP.replace(HOME.region, 'eu-west-1'),
      `Invalid ARN specified in the request. The log group must be in the account and region of the API: ${GROUP.replace(HOME.region, 'eu-west-1')}`,
    ],
  ])('are not sent to %s', async (arn, message) => {
    await expect(update(destination(arn))).rejects.toMatchObject(refusal(message))
  })

  test('may name Firehose, where nothing arrives', async () => {
    const { accessLogSettings } = await update(destination(firehose))
    expect(accessLogSettings?.destinationArn).toBe(firehose)
  })

  test.each([
    [
      '$context.status',
      "Access Log format must include either $context.requestId or $context.extendedRequestId : '$context.status'",
    ],
    [
      'a\n$context.requestId',
      "Access Log format must be single line, new line character is allowed only at end of the format: 'a\n$context.requestId'",
    ],
  ])('have no format %j', async (text, message) => {
    await expect(update(format(text))).rejects.toMatchObject(refusal(message))
  })

  test('are what the data plane hears of', async () => {
    const found = async () => (await (await gateway.apis.find(restApiId))?.findStage('prod'))?.logs
    expect(await found()).toBeUndefined()
    await update(destination(GROUP), replace('/*/*/throttling/burstLimit', '5'))
    expect(await found()).toBeUndefined()
    await update(
      format('$context.requestId'),
      replace('/*/*/logging/loglevel', 'INFO'),
      replace('/*/*/logging/dataTrace', 'true'),
      replace('/~1pets~1{id}/GET/logging/loglevel', 'OFF'),
      replace('/pets/ANY/logging/loglevel', 'ERROR'),
      replace('/~1/POST/logging/loglevel', 'ERROR'),
      replace('/pets/PUT/throttling/burstLimit', '5'),
    )
    expect(await found()).toEqual({
      access: { group: '/app/access', format: '$context.requestId' },
      execution: {
        '*': { level: 'INFO', dataTrace: true },
        '/pets/{id} GET': { level: 'OFF', dataTrace: false },
        '/pets ANY': { level: 'ERROR', dataTrace: false },
        '/ POST': { level: 'ERROR', dataTrace: false },
      },
    })
  })
})

describe('tags', () => {
  const arn = (path: string, region = HOME.region) => `arn:aws:apigateway:${region}::${path}`

  test('of an API and of a stage', async () => {
    await create({ tags: { a: '1' } })
    for (const path of [`/restapis/${restApiId}`, `/restapis/${restApiId}/stages/prod`]) {
      const resourceArn = arn(path)
      await gateway.call('TagResource', { resourceArn, tags: { a: '2', b: '3' } })
      await gateway.call('UntagResource', { resourceArn, tagKeys: ['a', 'none'] })
      expect(await gateway.call('GetTags', { resourceArn })).toEqual({ tags: { b: '3' } })
    }
    expect(await gateway.call('GetRestApi', { restApiId })).toMatchObject({ tags: { b: '3' } })
    expect(await gateway.call('GetStage', { restApiId, stageName: 'prod' })).toMatchObject({ tags: { b: '3' } })
  })

  test('of what cannot have them, or is elsewhere, are refused', async () => {
    for (const resourceArn of ['wrong', arn('/restapis'), arn(`/restapis/${restApiId}`, 'eu-west-1')]) {
      await expect(gateway.call('GetTags', { resourceArn })).rejects.toMatchObject({ code: 'BadRequestException' })
    }
    await expect(gateway.call('GetTags', { resourceArn: arn('/restapis/nobody') })).rejects.toMatchObject({
      code: 'NotFoundException',
    })
    const tags = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v']))
    await expect(
      gateway.call('TagResource', { resourceArn: arn(`/restapis/${restApiId}`), tags }),
    ).rejects.toMatchObject({ code: 'BadRequestException' })
  })
})

test('the account is there without having been made, one for each place', async () => {
  const untouched = {
    throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
    features: ['UsagePlans'],
    apiKeyVersion: '4',
  }
  await expect(gateway.call('GetAccount', {}, { ...HOME, region: 'eu-central-1' })).resolves.toEqual(untouched)
  await gateway.call('UpdateAccount', { patchOperations: [replace('/cloudwatchRoleArn', 'arn:role')] })
  expect(await gateway.call('GetAccount', {})).toEqual({ ...untouched, cloudwatchRoleArn: 'arn:role' })
  expect(await gateway.call('GetAccount', {}, { ...HOME, region: 'eu-west-1' })).toEqual(untouched)
  await expect(
    gateway.call('UpdateAccount', { patchOperations: [{ op: 'add', path: '/cloudwatchRoleArn', value: 'a' }] }),
  ).rejects.toMatchObject(refusal('Invalid patch operation specified. Must be one of: [replace]'))
})
