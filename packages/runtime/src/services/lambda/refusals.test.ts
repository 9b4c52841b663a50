import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { zipOf } from './code/zip-writer.ts'
import { startLambda, type TestLambda } from './lambda.harness.ts'

const ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:fn'
const LAYER = 'arn:aws:lambda:eu-west-1:111111111111:layer'
const LONG = 'a'.repeat(65)

let lambda: TestLambda
beforeEach(async () => {
  lambda = await startLambda()
  await lambda.create('fn', { Publish: true })
})
afterEach(() => lambda.close())

const missing = (message: string) => ({ code: 'ResourceNotFoundException', message, members: { Type: 'User' } })
const invalid = (message: string) => ({ code: 'InvalidParameterValueException', message })

describe('what is missing is named', () => {
  it('as a function where its name is too long for one that could be made', async () => {
    const FunctionName = LONG
    const said = missing(`Function not found: ${ARN.slice(0, -2)}${LONG}`)
    await expect(lambda.call('GetFunction', { FunctionName })).rejects.toMatchObject(said)
    await expect(lambda.call('DeleteFunction', { FunctionName })).rejects.toMatchObject(said)
  })

  it('with $LATEST where concurrency is changed, and without where it is looked at', async () => {
    const FunctionName = 'none'
    const said = `Function not found: ${ARN.slice(0, -2)}none`
    await expect(lambda.call('GetFunctionConcurrency', { FunctionName })).rejects.toMatchObject(missing(said))
    await expect(
      lambda.call('PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 1 }),
    ).rejects.toMatchObject(missing(`${said}:$LATEST`))
  })

  it('before it is said that aliases are not deleted so', async () => {
    await expect(lambda.call('DeleteFunction', { FunctionName: 'none', Qualifier: 'live' })).rejects.toMatchObject(
      missing(`Function not found: ${ARN.slice(0, -2)}none`),
    )
    await expect(lambda.call('DeleteFunction', { FunctionName: 'fn', Qualifier: 'live' })).rejects.toMatchObject(
      invalid('Deletion of aliases is not currently supported.'),
    )
  })

  it('with the version that a new alias would point at', async () => {
    await expect(
      lambda.call('CreateAlias', { FunctionName: 'none', Name: 'live', FunctionVersion: '1' }),
    ).rejects.toMatchObject(missing(`Function not found: ${ARN.slice(0, -2)}none:1`))
  })

  it.each([
    ['live', `Cannot find alias arn: ${ARN}:live`],
    ['7', `Function not found: ${ARN}:7`],
    ['li$ve', `Function not found: ${ARN}:li$ve`],
  ])('as what it reads like, of a permission for %s', async (Qualifier, message) => {
    const permission = { StatementId: 's', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' }
    await expect(lambda.call('AddPermission', { FunctionName: 'fn', Qualifier, ...permission })).rejects.toMatchObject(
      missing(message),
    )
    await expect(
      lambda.call('RemovePermission', { FunctionName: 'fn', Qualifier, StatementId: 's' }),
    ).rejects.toMatchObject(missing(message))
  })

  it.each([
    ['fn', 'live', `Cannot find alias arn: ${ARN}:live`],
    ['fn', '7', `Function not found: ${ARN}:7`],
    ['none', 'live', `Cannot find alias arn: ${ARN.slice(0, -2)}none:live`],
    ['none', '1', `Function not found: ${ARN.slice(0, -2)}none:1`],
  ])('as what it reads like, of provisioned concurrency for %s:%s', async (FunctionName, Qualifier, message) => {
    const asked = { FunctionName, Qualifier }
    const said = missing(message)
    await expect(lambda.call('GetProvisionedConcurrencyConfig', asked)).rejects.toMatchObject(said)
    await expect(lambda.call('DeleteProvisionedConcurrencyConfig', asked)).rejects.toMatchObject(said)
    await expect(
      lambda.call('PutProvisionedConcurrencyConfig', { ...asked, ProvisionedConcurrentExecutions: 1 }),
    ).rejects.toMatchObject(said)
  })

  it('with its ARN, of what has tags', async () => {
    const mapping = 'arn:aws:lambda:eu-west-1:111111111111:event-source-mapping:11111111-1111-1111-1111-111111111111'
    await expect(lambda.call('ListTags', { Resource: mapping })).rejects.toMatchObject(
      missing(`Event source mapping not found: ${mapping}`),
    )
    const provider = 'arn:aws:lambda:eu-west-1:111111111111:capacity-provider:one'
    await expect(lambda.call('ListTags', { Resource: provider })).rejects.toMatchObject(
      missing(`Capacity provider not found: ${provider}`),
    )
  })

  it('with its ARN, of a layer that is used or shared', async () => {
    const message = `Layer version ${LAYER}:none:1 does not exist.`
    const Layers = [`${LAYER}:none:1`]
    await expect(lambda.call('UpdateFunctionConfiguration', { FunctionName: 'fn', Layers })).rejects.toMatchObject(
      invalid(message),
    )
    const asked = { LayerName: 'none', VersionNumber: 1 }
    await expect(lambda.call('GetLayerVersionPolicy', asked)).rejects.toMatchObject(missing(message))
    await expect(lambda.call('GetLayerVersion', asked)).rejects.toMatchObject(
      missing('The resource you requested does not exist.'),
    )
  })
})

describe('provisioned concurrency', () => {
  const put = (Qualifier: string, ProvisionedConcurrentExecutions: number) =>
    lambda.call('PutProvisionedConcurrencyConfig', { FunctionName: 'fn', Qualifier, ProvisionedConcurrentExecutions })

  it('is not for $LATEST, which is said in two ways', async () => {
    const asked = { FunctionName: 'fn', Qualifier: '$LATEST' }
    await expect(put('$LATEST', 1)).rejects.toMatchObject(
      invalid('Provisioned Concurrency Configs cannot be applied to unpublished function versions.'),
    )
    const said = invalid('The function resource provided must be an alias or a published version.')
    await expect(lambda.call('GetProvisionedConcurrencyConfig', asked)).rejects.toMatchObject(said)
    await expect(lambda.call('DeleteProvisionedConcurrencyConfig', asked)).rejects.toMatchObject(said)
  })

  it('is bounded by what the account has, in refusals without a type', async () => {
    await expect(put('1', 1001)).rejects.toMatchObject({
      ...invalid(
        "Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [1000].",
      ),
      members: {},
    })
    await expect(put('1', 950)).rejects.toMatchObject({
      ...invalid(
        "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
      ),
      members: {},
    })
    expect(await put('1', 900)).toMatchObject({ Status: 'IN_PROGRESS' })
  })

  it('is had by a version or by an alias of it, and goes with the alias', async () => {
    await lambda.call('CreateAlias', { FunctionName: 'fn', Name: 'live', FunctionVersion: '1' })
    await put('1', 1)
    await expect(put('live', 1)).rejects.toMatchObject({
      code: 'ResourceConflictException',
      message: "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
    })
    await lambda.call('DeleteProvisionedConcurrencyConfig', { FunctionName: 'fn', Qualifier: '1' })
    await put('live', 1)
    await expect(put('1', 1)).rejects.toMatchObject({
      code: 'ResourceConflictException',
      message: 'Version is pointed by a Provisioned Concurrency alias',
    })
    await lambda.call('DeleteAlias', { FunctionName: 'fn', Name: 'live' })
    expect(await lambda.call('ListProvisionedConcurrencyConfigs', { FunctionName: 'fn' })).toMatchObject({
      ProvisionedConcurrencyConfigs: [],
    })
  })
})

it('an alias without a policy has the revision that its first permission may name', async () => {
  const alias = await lambda.call('CreateAlias', { FunctionName: 'fn', Name: 'live', FunctionVersion: '1' })
  const add = (RevisionId: string) =>
    lambda.call('AddPermission', {
      FunctionName: 'fn',
      Qualifier: 'live',
      StatementId: 's',
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      RevisionId,
    })
  await expect(add('another')).rejects.toMatchObject({ code: 'PreconditionFailedException' })
  expect(await add(alias.RevisionId ?? '')).toHaveProperty('Statement')
})

it('tags give a function another revision, and none at all is refused', async () => {
  const revision = async () => (await lambda.call('GetFunctionConfiguration', { FunctionName: 'fn' })).RevisionId
  const before = await revision()
  await lambda.call('TagResource', { Resource: ARN, Tags: { a: '1' } })
  const tagged = await revision()
  expect(tagged).not.toBe(before)
  await lambda.call('UntagResource', { Resource: ARN, TagKeys: ['a'] })
  expect(await revision()).not.toBe(tagged)
  await expect(lambda.call('TagResource', { Resource: ARN, Tags: {} })).rejects.toMatchObject(
    invalid('An error occurred and the request cannot be processed.'),
  )
})

it('the mode of a URL is told to who changes it once it was given, and always to who looks', async () => {
  const FunctionName = 'fn'
  expect(await lambda.call('CreateFunctionUrlConfig', { FunctionName, AuthType: 'NONE' })).not.toMatchObject({
    InvokeMode: expect.anything(),
  })
  const change = (more = {}) => lambda.call('UpdateFunctionUrlConfig', { FunctionName, ...more })
  expect((await change({ AuthType: 'AWS_IAM' })).InvokeMode).toBeUndefined()
  const looked = await lambda.call('GetFunctionUrlConfig', { FunctionName })
  expect(looked.InvokeMode).toBe('BUFFERED')
  expect((await change({ InvokeMode: 'RESPONSE_STREAM' })).InvokeMode).toBe('RESPONSE_STREAM')
  expect((await change({ AuthType: 'NONE' })).InvokeMode).toBe('RESPONSE_STREAM')
})

it('a service that takes no events is no destination', async () => {
  const Destination = 'arn:aws:iam:eu-west-1:111111111111:function:fn'
  await expect(
    lambda.call('PutFunctionEventInvokeConfig', {
      FunctionName: 'fn',
      DestinationConfig: { OnSuccess: { Destination } },
    }),
  ).rejects.toMatchObject(
    invalid(
      `The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=${Destination}), onFailure=null) is invalid.`,
    ),
  )
})

it('layers of another region are told before a name that is taken', async () => {
  await expect(
    lambda.create('fn', { Layers: ['arn:aws:lambda:us-east-1:111111111111:layer:l:1'] }),
  ).rejects.toMatchObject(
    invalid('Layers are not in the same region as the function. Layers are expected to be in region eu-west-1.'),
  )
  await expect(lambda.call('DeleteLayerVersion', { LayerName: 'l', VersionNumber: -1 })).rejects.toMatchObject(
    invalid('Layer Version Cannot be less than 1'),
  )
})

it('layers are for runtimes that there are, and are asked for by those that ever were', async () => {
  const Content = { ZipFile: zipOf({ a: 'one' }) }
  await expect(
    lambda.call('PublishLayerVersion', { LayerName: 'l', Content, CompatibleRuntimes: ['nodejs22.x', 'none'] }),
  ).rejects.toMatchObject({
    code: 'ValidationException',
    message: expect.stringMatching(
      /^1 validation error detected: Value '\[nodejs22.x, none]' at 'compatibleRuntimes' failed to satisfy constraint: Member must satisfy enum value set: \[nodejs20.x, python3.14, /,
    ),
  })
  await expect(lambda.call('ListLayers', { CompatibleRuntime: 'none' })).rejects.toMatchObject({
    code: 'ValidationException',
    message: expect.stringMatching(/^1 validation error detected: Value 'none' at 'compatibleRuntime' failed/),
  })
  const CompatibleRuntimes = ['nodejs12.x', 'java8', 'dotnetcore3.1', 'nodejs22.x']
  await lambda.call('PublishLayerVersion', { LayerName: 'old', Content, CompatibleRuntimes })
  expect(await lambda.call('ListLayers', { CompatibleRuntime: 'nodejs12.x' })).toMatchObject({
    Layers: [{ LayerName: 'old', LatestMatchingVersion: { CompatibleRuntimes } }],
  })
})

describe('the model’s constraints, as Lambda prints them', () => {
  it('of numbers with fractions, and of values that may not be null', async () => {
    await expect(
      lambda.call('CreateAlias', {
        FunctionName: 'fn',
        Name: 'live',
        FunctionVersion: '1',
        RoutingConfig: { AdditionalVersionWeights: { '2': 2 } },
      }),
    ).rejects.toMatchObject({
      message:
        "1 validation error detected: Value '{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy " +
        'constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member ' +
        'must have value greater than or equal to 0.0, Member must not be null]',
    })
  })

  it('of items, where they may not be null and where they may', async () => {
    await expect(lambda.create('other', { Architectures: ['X86'] })).rejects.toMatchObject({
      message: expect.stringMatching(
        /\[Member must satisfy enum value set: \[x86_64, arm64\], Member must not be null]$/,
      ),
    })
    await expect(lambda.create('other', { VpcConfig: { SubnetIds: ['net-1'] } })).rejects.toMatchObject({
      message: expect.stringMatching(/regular expression pattern: subnet-\[0-9a-z\]\*]$/),
    })
  })

  it('with the pattern of a text that is too long', async () => {
    await expect(
      lambda.create(`arn:aws:lambda:no-region:111111111111:function:${'a'.repeat(140)}`),
    ).rejects.toMatchObject({ message: expect.stringMatching(/^2 validation errors detected: /) })
  })
})

it('an archive in a request is smaller than 50 MB', async () => {
  const ZipFile = Buffer.concat([zipOf({ 'index.js': 'one' }), Buffer.alloc(52_428_800)])
  await expect(lambda.create('other', { Code: { ZipFile } })).rejects.toMatchObject({
    code: 'RequestEntityTooLargeException',
    status: 413,
    message: 'Zipped size must be smaller than 52428800 bytes',
    members: {},
  })
})
