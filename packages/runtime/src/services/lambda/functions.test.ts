import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { zipOf } from './code/zip-writer.ts'
import { ROLE, startLambda, type TestLambda } from './lambda.harness.ts'

const ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:fn'

let lambda: TestLambda
beforeEach(async () => {
  lambda = await startLambda()
})
afterEach(() => lambda.close())

describe('CreateFunction', () => {
  it('answers a function that is being created, and is ready when somebody looks', async () => {
    const created = await lambda.create('fn')
    expect(created).toMatchObject({
      FunctionName: 'fn',
      FunctionArn: ARN,
      Runtime: 'nodejs22.x',
      Role: ROLE,
      Handler: 'index.handler',
      Description: '',
      Timeout: 3,
      MemorySize: 128,
      LastModified: '2030-01-01T00:00:00.000+0000',
      Version: '$LATEST',
      TracingConfig: { Mode: 'PassThrough' },
      State: 'Pending',
      StateReason: 'The function is being created.',
      StateReasonCode: 'Creating',
      PackageType: 'Zip',
      Architectures: ['x86_64'],
      EphemeralStorage: { Size: 512 },
      SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
      LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/fn' },
    })
    expect(created.LastUpdateStatus).toBeUndefined()
    expect(created.Environment).toBeUndefined()
    const { Configuration } = await lambda.call('GetFunction', { FunctionName: 'fn' })
    expect(Configuration).toMatchObject({
      State: 'Active',
      LastUpdateStatus: 'Successful',
      CodeSha256: created.CodeSha256,
    })
    expect(Configuration?.RevisionId).not.toBe(created.RevisionId)
  })

  it('copies code from S3 when it is told to', async () => {
    lambda.put('code-bucket', 'a.zip', zipOf({ 'index.js': 'one' }))
    const { CodeSha256 } = await lambda.create('fn', { Code: { S3Bucket: 'code-bucket', S3Key: 'a.zip' } })
    lambda.put('code-bucket', 'a.zip', zipOf({ 'index.js': 'two' }))
    expect(await lambda.call('GetFunctionConfiguration', { FunctionName: ARN })).toMatchObject({ CodeSha256 })
  })

  it('makes functions of runtimes that AWS still updates', async () => {
    expect(await lambda.create('fn', { Runtime: 'nodejs14.x' })).toMatchObject({ Runtime: 'nodejs14.x' })
  })

  it.each([
    [
      { Code: { S3Bucket: 'no-such-bucket-here', S3Key: 'a' } },
      'Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist',
    ],
    [
      { Code: { ZipFile: Buffer.from('no zip') } },
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
    ],
    [
      { Runtime: 'nodejs12.x' },
      'The runtime parameter of nodejs12.x is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.',
    ],
    [
      { Environment: { Variables: { AWS_REGION: 'x', OK: '1' } } },
      'Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION',
    ],
    [
      { FunctionName: 'a'.repeat(65) },
      `1 validation error detected: Value '${'a'.repeat(65)}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    ],
    [
      { Layers: ['arn:aws:lambda:eu-west-1:111111111111:layer:l:1'] },
      'Layer version arn:aws:lambda:eu-west-1:111111111111:layer:l:1 does not exist.',
    ],
  ])('refuses %j', async (more, message) => {
    await expect(lambda.create('fn', more)).rejects.toMatchObject({ code: 'InvalidParameterValueException', message })
  })

  it.each([
    [
      { Runtime: 'NodeJs22.x' },
      /^Value NodeJs22\.x at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: \[/,
    ],
    [{ PackageType: 'Image', Code: { ImageUri: 'x' } }, /^A function from a container image/],
    [
      {
        FileSystemConfigs: [
          {
            Arn: 'arn:aws:elasticfilesystem:eu-west-1:111111111111:access-point/fsap-12345678901234567',
            LocalMountPath: '/mnt/a',
          },
        ],
      },
      /^A file system on a function/,
    ],
    [
      { Timeout: 901 },
      /^1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900$/,
    ],
  ])('refuses %j by name', async (more, message) => {
    await expect(lambda.create('fn', more)).rejects.toMatchObject({ message: expect.stringMatching(message) })
  })

  it('refuses a second function of the name, and another account', async () => {
    await lambda.create('fn')
    await expect(lambda.create('fn')).rejects.toMatchObject({
      code: 'ResourceConflictException',
      message: 'Function already exist: fn',
    })
    const elsewhere = 'arn:aws:lambda:eu-west-1:222222222222:function:fn'
    await expect(lambda.create(elsewhere)).rejects.toMatchObject({ code: 'AccessDeniedException', status: 403 })
  })
})

it('names what is missing as it was asked for', async () => {
  await expect(lambda.call('GetFunction', { FunctionName: 'fn' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    message: `Function not found: ${ARN}`,
    members: { Type: 'User' },
  })
  await lambda.create('fn')
  await expect(lambda.call('GetFunction', { FunctionName: 'fn', Qualifier: '7' })).rejects.toMatchObject({
    message: `Function not found: ${ARN}:7`,
  })
  const elsewhere = 'arn:aws:lambda:us-east-1:111111111111:function:fn'
  await expect(lambda.call('GetFunction', { FunctionName: elsewhere })).rejects.toMatchObject({
    message: "Functions from 'us-east-1' are not reachable in this region ('eu-west-1')",
  })
  await expect(lambda.call('GetFunction', { FunctionName: 'fn:1', Qualifier: '2' })).rejects.toMatchObject({
    message: 'The derived qualifier from the function name does not match the specified qualifier.',
  })
})

describe('updates', () => {
  it('keeps what is left out, and replaces maps and lists as wholes', async () => {
    await lambda.create('fn', { Environment: { Variables: { AA: '1', BB: '2' } }, Description: 'first' })
    const updated = await lambda
      .call('UpdateFunctionConfiguration', {
        FunctionName: 'fn',
        Environment: { Variables: { CC: '3' } },
        LoggingConfig: { LogFormat: 'JSON' },
      })
      .catch((error: unknown) => error)
    expect(updated).toMatchObject({
      State: 'Active',
      LastUpdateStatus: 'InProgress',
      Environment: { Variables: { CC: '3' } },
      Description: 'first',
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO' },
    })
    const text = await lambda.call('UpdateFunctionConfiguration', {
      FunctionName: 'fn',
      LoggingConfig: { LogFormat: 'Text' },
    })
    expect(text.LoggingConfig).toEqual({ LogFormat: 'Text', LogGroup: '/aws/lambda/fn' })
    const reserved = { FunctionName: 'fn', LoggingConfig: { LogGroup: 'aws/own' } }
    await expect(lambda.call('UpdateFunctionConfiguration', reserved)).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
    })
  })

  it('refuses a revision that is not the latest', async () => {
    const { RevisionId } = await lambda.create('fn')
    const update = { FunctionName: 'fn', RevisionId, Description: 'x' }
    await expect(lambda.call('UpdateFunctionConfiguration', update)).rejects.toMatchObject({
      code: 'PreconditionFailedException',
      message:
        'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    })
  })

  it('only looks at code with DryRun', async () => {
    const { CodeSha256 } = await lambda.create('fn')
    const ZipFile = zipOf({ 'index.js': 'other' })
    const tried = await lambda.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile, DryRun: true })
    expect(tried.CodeSha256).not.toBe(CodeSha256)
    expect(await lambda.call('GetFunctionConfiguration', { FunctionName: 'fn' })).toMatchObject({ CodeSha256 })
  })
})

it('keeps variables out of the database', async () => {
  await lambda.create('fn', { Environment: { Variables: { SECRET: 'sesame-open' } } })
  const stored = JSON.stringify(await lambda.store.list({ kind: 'lambda/function' }))
  expect(stored).toContain('nodejs22.x')
  expect(stored).not.toContain('sesame-open')
})

it('deletes archives that nothing holds any more, and keeps those of versions', async () => {
  await lambda.create('fn', { Publish: true })
  const { Code } = await lambda.call('GetFunction', { FunctionName: 'fn:1' })
  await lambda.call('UpdateFunctionCode', { FunctionName: 'fn', ZipFile: zipOf({ 'index.js': 'new' }) })
  const name = /lambda-code\/([^?]+)/.exec(Code?.Location ?? '')?.[1] ?? ''
  expect(await lambda.store.blobs.get(name)).toBeDefined()
  await lambda.call('DeleteFunction', { FunctionName: 'fn' })
  await lambda.service.close?.()
  expect(await lambda.store.blobs.get(name)).toBeUndefined()
  expect(await lambda.store.list({ kind: 'lambda/blob-reference' })).toEqual([])
})

it('refuses a layer of another account by name: what is in it is not here', async () => {
  const arn = 'arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsTypeScriptV2:1'
  await expect(lambda.create('layered', { Layers: [arn] })).rejects.toMatchObject({
    code: 'NotImplementedException',
    message:
      `A layer of another account (${arn}) is not emulated by Sallyport. ` +
      'To store it without effect: sallyport start --record AWS::Lambda::Function.Layers',
  })
})

it('takes the layer of Lambda Insights from whichever account has it: shown, and not there when the function runs', async () => {
  const arn = 'arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension-Arm64:5'
  const { Layers } = await lambda.create('watched', { Layers: [arn] })
  expect(Layers).toEqual([{ Arn: arn, CodeSize: 0 }])
  await lambda.call('Invoke', { FunctionName: 'watched' })
  expect(lambda.engine.ran.at(-1)?.version.layers).toEqual([])
  const other = arn.replace('LambdaInsights', 'MyLambdaInsights')
  await expect(lambda.create('another', { Layers: [other] })).rejects.toMatchObject({ code: 'NotImplementedException' })
})

it('records a layer of another account where that is asked for: shown, and not there when the function runs', async () => {
  await lambda.service.close?.()
  lambda = await startLambda({ record: ['AWS::Lambda::Function.Layers'] })
  const theirs = 'arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsTypeScriptV2:1'
  const Content = { ZipFile: zipOf({ 'nodejs/own.js': '' }) }
  const own = (await lambda.call('PublishLayerVersion', { LayerName: 'own', Content })).LayerVersionArn ?? ''
  const { Layers } = await lambda.create('layered', { Layers: [theirs, own] })
  expect(Layers).toEqual([
    { Arn: theirs, CodeSize: 0 },
    { Arn: own, CodeSize: expect.any(Number) },
  ])
  await lambda.call('Invoke', { FunctionName: 'layered' })
  expect(lambda.engine.ran.at(-1)?.version.layers).toHaveLength(1)
  const missing = own.replace(/1$/, '7')
  await expect(
    lambda.call('UpdateFunctionConfiguration', { FunctionName: 'layered', Layers: [missing] }),
  ).rejects.toMatchObject({ message: expect.stringContaining(missing) })
})
