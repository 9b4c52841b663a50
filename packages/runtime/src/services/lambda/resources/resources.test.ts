import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resourceRequest } from '../../../kernel/call.harness.ts'
import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import {
  type Act,
  type ExistingResource,
  isWaitingType,
  requireInstantType,
  type WaitingType,
} from '../../../kernel/resource-type.ts'
import { ROLE, startLambda, type TestLambda } from '../lambda.harness.ts'
import { resourceTypes } from './index.ts'

const ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:fn'
const OWN_TAGS = [
  { Key: 'aws:cloudformation:stack-id', Value: 'arn:stack' },
  { Key: 'aws:cloudformation:logical-id', Value: 'Logical' },
]
const FUNCTION = {
  FunctionName: 'fn',
  Role: ROLE,
  Runtime: 'nodejs22.x',
  Handler: 'index.handler',
  Code: { ZipFile: 'exports.handler = 1' },
  Tags: OWN_TAGS,
}

let lambda: TestLambda
beforeEach(async () => {
  lambda = await startLambda()
})
afterEach(() => lambda.close())

const request = () => resourceRequest(lambda.context)
const signal = new AbortController().signal

function typeNamed(name: string) {
  const found = resourceTypes.find(({ type }) => type === name)
  if (!found) throw new Error(`no type ${name}`)
  return found
}

async function act(type: WaitingType, asked: Act, times = 1) {
  const { ticket } = await type.begin(asked, request())
  let result: JsonValue = null
  for (let i = 0; i < times; i++) {
    const outcome = await type.outcome(ticket, { ...request(), signal })
    if ('failure' in outcome) throw new Error(outcome.failure)
    result = outcome.result
  }
  return { ...(await type.end(ticket, result, request())), ticket }
}

const functionType = () => {
  const type = typeNamed('AWS::Lambda::Function')
  if (!isWaitingType(type)) throw new Error('it waits')
  return type
}
const create = (properties: JsonObject = FUNCTION, times = 1) =>
  act(functionType(), { kind: 'create', token: 't', properties }, times)
const existing = (properties: JsonObject, ticket?: JsonValue): ExistingResource => ({
  physicalId: 'fn',
  attributes: {},
  properties,
  ...(ticket !== undefined && { ticket }),
})

describe('AWS::Lambda::Function', () => {
  it('is created, changed and removed, twice too', async () => {
    expect(await create(FUNCTION, 2)).toMatchObject({ physicalId: 'fn', attributes: { Arn: ARN } })
    const more = {
      ...FUNCTION,
      Code: { ZipFile: 'exports.handler = 2' },
      Environment: { Variables: { KEY: 'value' } },
      Timeout: 60,
      ReservedConcurrentExecutions: 5,
      Tags: [...OWN_TAGS, { Key: 'team', Value: 'a' }],
    }
    await act(functionType(), { kind: 'update', token: 't', properties: more, previous: existing(FUNCTION) }, 2)
    expect(await lambda.call('GetFunction', { FunctionName: 'fn' })).toMatchObject({
      Configuration: { Timeout: 60, Environment: { Variables: { KEY: 'value' } } },
      Concurrency: { ReservedConcurrentExecutions: 5 },
      Tags: { team: 'a' },
    })
    await act(functionType(), { kind: 'update', token: 't', properties: FUNCTION, previous: existing(more) })
    const back = await lambda.call('GetFunction', { FunctionName: 'fn' })
    expect(back.Configuration).toMatchObject({ Timeout: 3, Environment: { Variables: {} } })
    expect(back.Concurrency).toBeUndefined()
    expect(back.Tags).not.toHaveProperty('team')
    await act(functionType(), { kind: 'remove', token: 't', previous: existing(FUNCTION) }, 2)
    await expect(lambda.call('GetFunction', { FunctionName: 'fn' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    })
  })

  it('leaves a function alone that somebody else has made', async () => {
    await lambda.create('fn')
    await expect(create()).rejects.toMatchObject({ message: 'Function already exist: fn' })
    const { ticket } = await functionType().begin({ kind: 'create', token: 't', properties: FUNCTION }, request())
    await act(functionType(), { kind: 'remove', token: 't', previous: existing(FUNCTION, ticket) })
    expect(await lambda.call('GetFunction', { FunctionName: 'fn' })).toBeDefined()
  })

  it('has a name of CloudFormation where the template gives none', async () => {
    const { FunctionName: _, ...unnamed } = FUNCTION
    expect(await create(unnamed)).toMatchObject({ physicalId: 'stack-Logical-1A2B3C4D5E6F' })
  })

  it('refuses images by name, before anything is made', () => {
    const feature = 'A function from a container image (PackageType Image)'
    const { refusals = () => [] } = functionType()
    expect(refusals({ PackageType: 'Image', Code: { ImageUri: 'x' } })).toMatchObject([{ feature }])
    expect(refusals(FUNCTION)).toEqual([])
  })
})

describe('a layer and who may use it', () => {
  it('is published, permitted and removed', async () => {
    lambda.put('layers-bucket', 'l.zip', (await import('../code/zip-writer.ts')).zipOf({ a: 'b' }))
    const layerType = typeNamed('AWS::Lambda::LayerVersion')
    if (!isWaitingType(layerType)) throw new Error('it waits')
    const properties = { LayerName: 'l', Content: { S3Bucket: 'layers-bucket', S3Key: 'l.zip' } }
    const layer = await act(layerType, { kind: 'create', token: 't', properties })
    const LayerVersionArn = 'arn:aws:lambda:eu-west-1:111111111111:layer:l:1'
    expect(layer).toMatchObject({ physicalId: LayerVersionArn, attributes: { LayerVersionArn } })
    const permission = requireInstantType(typeNamed('AWS::Lambda::LayerVersionPermission'))
    const granted = { LayerVersionArn, Action: 'lambda:GetLayerVersion', Principal: '*' }
    const made = await permission.create(granted, request())
    expect((await lambda.call('GetLayerVersionPolicy', { LayerName: 'l', VersionNumber: 1 })).Policy).toContain(
      '"Principal":"*"',
    )
    await permission.remove({ ...made, properties: granted }, request())
    await permission.remove({ ...made, properties: granted }, request())
    const removal: Act = { kind: 'remove', token: 't', previous: { ...layer, properties } }
    await act(layerType, removal, 2)
    expect(await lambda.call('ListLayers', {})).toMatchObject({ Layers: [] })
  })
})

describe('what stands on a function', () => {
  const instant = (name: string) => requireInstantType(typeNamed(`AWS::Lambda::${name}`))

  it.each<[string, JsonObject, object]>([
    [
      'Version',
      { FunctionName: 'fn' },
      { physicalId: `${ARN}:1`, attributes: { FunctionArn: `${ARN}:1`, Version: '1' } },
    ],
    [
      'Alias',
      { FunctionName: 'fn', Name: 'live', FunctionVersion: '$LATEST' },
      { physicalId: `${ARN}:live`, attributes: { AliasArn: `${ARN}:live` } },
    ],
    [
      'Permission',
      { FunctionName: 'fn', Action: 'lambda:InvokeFunction', Principal: '*' },
      { physicalId: 'stack-Logical-1A2B3C4D5E6F', attributes: { Id: 'stack-Logical-1A2B3C4D5E6F' } },
    ],
    ['EventInvokeConfig', { FunctionName: 'fn', Qualifier: '$LATEST', MaximumRetryAttempts: 1 }, { attributes: {} }],
    [
      'Url',
      { TargetFunctionArn: ARN, AuthType: 'NONE' },
      {
        physicalId: ARN,
        attributes: { FunctionArn: ARN, FunctionUrl: expect.stringMatching(/^https:\/\/[a-z0-9]{32}\./) },
      },
    ],
    [
      'EventSourceMapping',
      { FunctionName: 'fn', EventSourceArn: 'arn:aws:sqs:eu-west-1:111111111111:q' },
      { attributes: { Id: expect.any(String), EventSourceMappingArn: expect.stringMatching(/event-source-mapping/) } },
    ],
  ])('AWS::Lambda::%s is created, changed and removed twice', async (name, properties, made) => {
    await create()
    const type = instant(name)
    const instance = await type.create(properties, request())
    expect(instance).toMatchObject(made)
    expect((await type.update(properties, { ...instance, properties }, request())).physicalId).toBe(instance.physicalId)
    await type.remove({ ...instance, properties }, request())
    await type.remove({ ...instance, properties }, request())
  })

  it('refuses a second version of the same', async () => {
    await create()
    await instant('Version').create({ FunctionName: 'fn' }, request())
    await expect(instant('Version').create({ FunctionName: 'fn' }, request())).rejects.toMatchObject({
      message: 'A version for this Lambda function exists ( 1 ). Modify the function to create a new version.',
    })
  })
})
