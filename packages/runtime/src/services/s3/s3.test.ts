import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CORSRule, S3Api, WebsiteConfiguration } from '../../generated/s3.ts'
import { callContext, instantTypeOf, resourceRequest } from '../../kernel/call.harness.ts'
import { manualClock } from '../../kernel/clock.ts'
import { silentLogger } from '../../kernel/logger.ts'
import type { InputOf } from '../../kernel/operation.ts'
import { systemRandom } from '../../kernel/random.ts'
import type { Service } from '../../kernel/service.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { checksumOf } from './checksums.ts'
import { createS3Service } from './index.ts'
import type { ObjectVersion } from './records.ts'

let store: Store
let s3: Service
const clock = manualClock(Date.UTC(2030, 0, 1))

beforeEach(async () => {
  store = await openSqliteStore({ path: undefined })
  s3 = createS3Service({ store, clock, random: systemRandom, logger: silentLogger })
  await s3.resume?.()
})
afterEach(async () => {
  await s3.close?.()
  await store.close()
})

const contextOf = (account = '111111111111', region = 'us-east-1') =>
  callContext(store, s3, { place: { account, region } })

const call = <O extends keyof S3Api & string>(name: O, input: InputOf<'s3', O>, ctx = contextOf()) =>
  ctx.call('s3', name, input)

const put = (Key: string, text: string, more: object = {}) =>
  call('PutObject', { Bucket: 'b-1', Key, Body: Buffer.from(text), ...more })
const get = async (Key: string, more: object = {}) => {
  const answer = await call('GetObject', { Bucket: 'b-1', Key, ...more })
  return { ...answer, text: Buffer.from(answer.Body ?? []).toString() }
}

it('keeps an object with its headers, metadata, ETag and checksum', async () => {
  await call('CreateBucket', { Bucket: 'b-1' })
  const Body = Buffer.from('{"a":1}')
  const sha256 = createHash('sha256').update(Body).digest('base64')
  const done = await call('PutObject', {
    Bucket: 'b-1',
    Key: 'x/ü.json',
    Body,
    ContentType: 'application/json',
    Metadata: { a: 'b' },
    ChecksumSHA256: sha256,
    ChecksumAlgorithm: 'SHA256',
  })
  expect(done).toMatchObject({
    ETag: `"${createHash('md5').update(Body).digest('hex')}"`,
    ChecksumSHA256: sha256,
    ServerSideEncryption: 'AES256',
  })
  expect(await get('x/ü.json', { ChecksumMode: 'ENABLED' })).toMatchObject({
    text: '{"a":1}',
    ContentLength: 7,
    ContentType: 'application/json',
    Metadata: { a: 'b' },
    ChecksumSHA256: sha256,
    LastModified: new Date(Date.UTC(2030, 0, 1)),
  })
})

it('refuses bytes that are not what the client says', async () => {
  await call('CreateBucket', { Bucket: 'b-1' })
  const wrong = createHash('sha256').update('other').digest('base64')
  await expect(put('k', 'text', { ChecksumSHA256: wrong })).rejects.toMatchObject({
    code: 'BadDigest',
    status: 400,
    message: 'The SHA256 you specified did not match the calculated checksum.',
  })
  await expect(put('k', 'text', { ChecksumCRC32: '!' })).rejects.toMatchObject({ code: 'InvalidRequest' })
  await expect(put('k', 'text', { ContentMD5: 'abc' })).rejects.toMatchObject({ code: 'InvalidDigest' })
  const md5 = createHash('md5').update('other').digest('base64')
  await expect(put('k', 'text', { ContentMD5: md5 })).rejects.toMatchObject({ code: 'BadDigest' })
  await expect(get('k')).rejects.toMatchObject({ code: 'NoSuchKey', status: 404 })
})

it('computes the checksums of the check string of CRC catalogs', () => {
  const bytes = Buffer.from('123456789')
  const hex = (algorithm: Parameters<typeof checksumOf>[0]) =>
    Buffer.from(checksumOf(algorithm, bytes), 'base64').toString('hex')
  expect(hex('CRC32')).toBe('cbf43926')
  expect(hex('CRC32C')).toBe('e3069283')
  expect(hex('CRC64NVME')).toBe('ae8b14860a799888')
})

it('answers ranges, and refuses one behind the end', async () => {
  await call('CreateBucket', { Bucket: 'b-1' })
  await put('k', '0123456789')
  expect(await get('k', { Range: 'bytes=2-4' })).toMatchObject({ text: '234', ContentRange: 'bytes 2-4/10' })
  expect(await get('k', { Range: 'bytes=-3' })).toMatchObject({ text: '789', ContentRange: 'bytes 7-9/10' })
  expect((await get('k', { Range: 'bytes=1-2,4-5' })).text).toBe('0123456789')
  await expect(get('k', { Range: 'bytes=10-' })).rejects.toMatchObject({ code: 'InvalidRange', status: 416 })
})

it('honors conditions on reads and writes', async () => {
  await call('CreateBucket', { Bucket: 'b-1' })
  const { ETag } = await put('k', 'one', { IfNoneMatch: '*' })
  await expect(put('k', 'two', { IfNoneMatch: '*' })).rejects.toMatchObject({ code: 'PreconditionFailed', status: 412 })
  await expect(get('k', { IfNoneMatch: ETag })).rejects.toMatchObject({ status: 304 })
  await expect(get('k', { IfMatch: '"x"' })).rejects.toMatchObject({ status: 412 })
  await put('k', 'three', { IfMatch: ETag })
  await expect(put('k', 'four', { IfMatch: ETag })).rejects.toMatchObject({ status: 412 })
  expect((await get('k')).text).toBe('three')
})

it('lists by prefix and delimiter, page by page', async () => {
  await call('CreateBucket', { Bucket: 'b-1' })
  for (const key of ['a', 'd/1', 'd/2', 'e', 'f/1']) await put(key, key)
  const seen: string[] = []
  let ContinuationToken: string | undefined
  do {
    const page = await call('ListObjectsV2', { Bucket: 'b-1', Delimiter: '/', MaxKeys: 2, ContinuationToken })
    for (const { Key } of page.Contents ?? []) seen.push(String(Key))
    for (const { Prefix } of page.CommonPrefixes ?? []) seen.push(String(Prefix))
    ContinuationToken = page.NextContinuationToken
  } while (ContinuationToken)
  expect(seen).toEqual(['a', 'd/', 'e', 'f/'])
  const below = await call('ListObjectsV2', { Bucket: 'b-1', Prefix: 'd/', MaxKeys: 1 })
  expect(below).toMatchObject({ KeyCount: 1, IsTruncated: true, Contents: [{ Key: 'd/1', Size: 3 }] })
})

it('keeps versions, hides behind a delete marker and brings back', async () => {
  await call('CreateBucket', { Bucket: 'b-1' })
  await put('k', 'null version')
  await call('PutBucketVersioning', { Bucket: 'b-1', VersioningConfiguration: { Status: 'Enabled' } })
  const { VersionId } = await put('k', 'second')
  const gone = await call('DeleteObject', { Bucket: 'b-1', Key: 'k' })
  expect(gone.DeleteMarker).toBe(true)
  await expect(get('k')).rejects.toMatchObject({ code: 'NoSuchKey' })
  await expect(call('HeadObject', { Bucket: 'b-1', Key: 'k' })).rejects.toMatchObject({ code: 'NotFound', status: 404 })
  expect((await get('k', { VersionId })).text).toBe('second')
  expect((await get('k', { VersionId: 'null' })).text).toBe('null version')
  const all = await call('ListObjectVersions', { Bucket: 'b-1' })
  expect(all.Versions?.map((version) => version.VersionId)).toEqual([VersionId, 'null'])
  expect(all.DeleteMarkers).toMatchObject([{ Key: 'k', IsLatest: true }])
  await call('DeleteObject', { Bucket: 'b-1', Key: 'k', VersionId: gone.VersionId })
  expect((await get('k')).text).toBe('second')
})

it('puts a multipart upload together and deletes its bytes with the object', async () => {
  await call('CreateBucket', { Bucket: 'b-1' })
  const target = { Bucket: 'b-1', Key: 'big' }
  const { UploadId = '' } = await call('CreateMultipartUpload', { ...target, ChecksumAlgorithm: 'SHA256' })
  const first = Buffer.alloc(5 * 1024 * 1024, 1)
  const upload = async (PartNumber: number, Body: Buffer) => {
    const part = await call('UploadPart', { ...target, UploadId, PartNumber, Body })
    return { PartNumber, ETag: part.ETag, ChecksumSHA256: part.ChecksumSHA256 }
  }
  const Parts = [await upload(1, first), await upload(2, Buffer.from('end'))]
  const complete = (parts: typeof Parts) =>
    call('CompleteMultipartUpload', { ...target, UploadId, MultipartUpload: { Parts: parts } })
  await expect(complete([...Parts].reverse())).rejects.toMatchObject({ code: 'InvalidPartOrder' })
  await expect(complete([{ PartNumber: 3, ETag: 'x', ChecksumSHA256: undefined }])).rejects.toMatchObject({
    code: 'InvalidPart',
  })
  const done = await complete(Parts)
  expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/)
  expect(done.ChecksumSHA256).toMatch(/-2$/)
  expect(await get('big', { Range: 'bytes=5242879-' })).toMatchObject({ text: '\u0001end' })
  expect((await call('ListMultipartUploads', { Bucket: 'b-1' })).Uploads).toEqual([])

  const [stored] = await store.list<ObjectVersion>({ kind: 's3/object-version' })
  const hash = stored?.value.segments[0]?.hash ?? ''
  expect(await store.blobs.get(hash)).toBeDefined()
  await call('DeleteObject', target)
  await s3.close?.()
  expect(await store.blobs.get(hash)).toBeUndefined()
})

it('copies an object or a range of it as a part', async () => {
  await call('CreateBucket', { Bucket: 'b-1' })
  await put('source', 'abcdef')
  const target = { Bucket: 'b-1', Key: 'joined' }
  const { UploadId = '' } = await call('CreateMultipartUpload', target)
  const copy = (CopySourceRange?: string, CopySource = 'b-1/source') =>
    call('UploadPartCopy', { ...target, UploadId, PartNumber: 1, CopySource, CopySourceRange })
  for (const range of ['bytes=1-', 'bytes=-2', 'bytes=3-2', 'bytes=0-6', '0-1']) {
    await expect(copy(range)).rejects.toMatchObject({ code: 'InvalidArgument', status: 400 })
  }
  await expect(copy(undefined, 'b-1/none')).rejects.toMatchObject({ code: 'NoSuchKey' })
  const whole = await copy()
  expect(whole.CopyPartResult?.ETag).toBe(`"${createHash('md5').update('abcdef').digest('hex')}"`)
  const { CopyPartResult } = await copy('bytes=2-4')
  await call('DeleteObject', { Bucket: 'b-1', Key: 'source' })
  const Parts = [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]
  await call('CompleteMultipartUpload', { ...target, UploadId, MultipartUpload: { Parts } })
  expect((await get('joined')).text).toBe('cde')
})

it('refuses parts that are too small', async () => {
  await call('CreateBucket', { Bucket: 'b-1' })
  const target = { Bucket: 'b-1', Key: 'big' }
  const { UploadId = '' } = await call('CreateMultipartUpload', target)
  const parts = []
  for (const PartNumber of [1, 2]) {
    const { ETag } = await call('UploadPart', { ...target, UploadId, PartNumber, Body: Buffer.from('x') })
    parts.push({ PartNumber, ETag })
  }
  const done = call('CompleteMultipartUpload', { ...target, UploadId, MultipartUpload: { Parts: parts } })
  await expect(done).rejects.toMatchObject({ code: 'EntityTooSmall', status: 400 })
})

it('deletes bytes only when the last object that holds them is gone', async () => {
  await call('CreateBucket', { Bucket: 'b-1' })
  await put('a', 'same')
  await call('CopyObject', { Bucket: 'b-1', Key: 'b', CopySource: 'b-1/a' })
  await put('a', 'other')
  await store.transact(async () => undefined)
  expect((await get('b')).text).toBe('same')
  await call('DeleteObjects', { Bucket: 'b-1', Delete: { Objects: [{ Key: 'b' }, { Key: 'never' }] } })
  await store.transact(async () => undefined)
  expect(await store.blobs.get(createHash('sha256').update('same').digest('hex'))).toBeUndefined()
  expect((await get('a')).text).toBe('other')
})

it('refuses bucket names that are taken, strange or another account’s', async () => {
  await call('CreateBucket', { Bucket: 'b-1' })
  const other = contextOf('222222222222', 'eu-west-1')
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' }
  await expect(call('CreateBucket', { Bucket: 'b-1', CreateBucketConfiguration }, other)).rejects.toMatchObject({
    code: 'BucketAlreadyExists',
    status: 409,
  })
  await expect(call('CreateBucket', { Bucket: 'b-2' }, other)).rejects.toMatchObject({
    code: 'IllegalLocationConstraintException',
  })
  await expect(call('CreateBucket', { Bucket: 'Bad_Name' })).rejects.toMatchObject({ code: 'InvalidBucketName' })
  await expect(call('HeadBucket', { Bucket: 'b-1' }, other)).rejects.toMatchObject({ status: 403 })
  await expect(call('HeadBucket', { Bucket: 'nobody' })).rejects.toMatchObject({ status: 404 })
  await put('k', 'x')
  await expect(call('DeleteBucket', { Bucket: 'b-1' })).rejects.toMatchObject({ code: 'BucketNotEmpty', status: 409 })
})

it('creates, changes and removes AWS::S3::Bucket', async () => {
  const request = { ...resourceRequest(callContext(store, s3)), generateName: () => 's-bucket-1' }
  const type = instantTypeOf(s3, 'AWS::S3::Bucket')
  const properties = {
    VersioningConfiguration: { Status: 'Enabled' },
    LifecycleConfiguration: {
      Rules: [{ Id: 'r', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 30 } }],
    },
    CorsConfiguration: { CorsRules: [{ Id: 'web', AllowedMethods: ['GET'], AllowedOrigins: ['*'], MaxAge: 60 }] },
    WebsiteConfiguration: {
      IndexDocument: 'index.html',
      ErrorDocument: 'error.html',
      RoutingRules: [{ RoutingRuleCondition: { KeyPrefixEquals: 'a/' }, RedirectRule: { ReplaceKeyWith: 'b' } }],
    },
  }
  const bucket = await type.create(properties, request)
  expect(bucket).toMatchObject({
    physicalId: 's-bucket-1',
    attributes: { Arn: 'arn:aws:s3:::s-bucket-1', RegionalDomainName: 's-bucket-1.s3.eu-west-1.amazonaws.com' },
  })
  await expect(type.create({ BucketName: 's-bucket-1' }, request)).rejects.toThrow('s-bucket-1 already exists')
  const Bucket = 's-bucket-1'
  expect((await call('GetBucketCors', { Bucket })).CORSRules).toEqual([
    { ID: 'web', AllowedMethods: ['GET'], AllowedOrigins: ['*'], MaxAgeSeconds: 60 },
  ])
  expect(await call('GetBucketWebsite', { Bucket })).toEqual({
    IndexDocument: { Suffix: 'index.html' },
    ErrorDocument: { Key: 'error.html' },
    RoutingRules: [{ Condition: { KeyPrefixEquals: 'a/' }, Redirect: { ReplaceKeyWith: 'b' } }],
  })
  await type.update({}, { ...bucket, properties }, request)
  for (const name of ['GetBucketCors', 'GetBucketWebsite'] as const) {
    await expect(call(name, { Bucket })).rejects.toMatchObject({ status: 404 })
  }
  expect((await call('GetBucketVersioning', { Bucket })).Status).toBe('Suspended')
  await expect(call('GetBucketLifecycleConfiguration', { Bucket })).rejects.toMatchObject({
    code: 'NoSuchLifecycleConfiguration',
  })
  await type.remove({ ...bucket, properties: {} }, request)
  await type.remove({ ...bucket, properties: {} }, request)
})

describe('CORS rules', () => {
  const rule = { AllowedOrigins: ['http://localhost:3000'], AllowedMethods: ['GET', 'PUT'] }
  const put = (...CORSRules: CORSRule[]) => call('PutBucketCors', { Bucket: 'b-1', CORSConfiguration: { CORSRules } })
  beforeEach(() => call('CreateBucket', { Bucket: 'b-1' }))

  it('are kept until they are deleted', async () => {
    const none = { code: 'NoSuchCORSConfiguration', status: 404, message: 'The CORS configuration does not exist' }
    await expect(call('GetBucketCors', { Bucket: 'b-1' })).rejects.toMatchObject(none)
    const rules = [{ ID: 'r', ...rule, AllowedHeaders: ['*'], ExposeHeaders: ['ETag'], MaxAgeSeconds: 300 }, rule]
    await put(...rules)
    expect(await call('GetBucketCors', { Bucket: 'b-1' })).toEqual({ CORSRules: rules })
    await call('DeleteBucketCors', { Bucket: 'b-1' })
    await expect(call('GetBucketCors', { Bucket: 'b-1' })).rejects.toMatchObject(none)
  })

  it.each([
    [[], 'MalformedXML', 'not well-formed'],
    [Array(101).fill(rule), 'MalformedXML', 'not well-formed'],
    [[{ ...rule, AllowedOrigins: [] }], 'MalformedXML', 'not well-formed'],
    [[{ ...rule, AllowedMethods: ['OPTIONS'] }], 'InvalidRequest', 'Unsupported method is OPTIONS'],
    [[{ ...rule, AllowedOrigins: ['http://*.a.*'] }], 'InvalidRequest', 'AllowedOrigin "http://*.a.*" can not have'],
    [[{ ...rule, AllowedHeaders: ['x-*-*'] }], 'InvalidRequest', 'AllowedHeader "x-*-*" can not have'],
    [[{ ...rule, ExposeHeaders: ['x-*'] }], 'InvalidRequest', 'ExposeHeader "x-*" contains wildcard'],
  ])('%j are refused: %s', async (rules, code, message) => {
    await expect(put(...rules)).rejects.toMatchObject({ code, status: 400, message: expect.stringContaining(message) })
  })
})

describe('a website', () => {
  const put = (WebsiteConfiguration: WebsiteConfiguration) =>
    call('PutBucketWebsite', { Bucket: 'b-1', WebsiteConfiguration })
  const page = { IndexDocument: { Suffix: 'index.html' } }
  beforeEach(() => call('CreateBucket', { Bucket: 'b-1' }))

  it('is kept until it is deleted', async () => {
    const none = { code: 'NoSuchWebsiteConfiguration', status: 404 }
    await expect(call('GetBucketWebsite', { Bucket: 'b-1' })).rejects.toMatchObject(none)
    const RoutingRules = [{ Condition: { KeyPrefixEquals: 'old/' }, Redirect: { ReplaceKeyPrefixWith: 'new/' } }]
    const website = { ...page, ErrorDocument: { Key: 'index.html' }, RoutingRules }
    await put(website)
    expect(await call('GetBucketWebsite', { Bucket: 'b-1' })).toEqual(website)
    const moved = { RedirectAllRequestsTo: { HostName: 'example.com', Protocol: 'https' } }
    await put(moved)
    expect(await call('GetBucketWebsite', { Bucket: 'b-1' })).toEqual(moved)
    await call('DeleteBucketWebsite', { Bucket: 'b-1' })
    await expect(call('GetBucketWebsite', { Bucket: 'b-1' })).rejects.toMatchObject(none)
  })

  it.each([
    [{}, 'InvalidArgument', 'A value for IndexDocument Suffix must be provided'],
    [{ IndexDocument: { Suffix: 'a/index.html' } }, 'InvalidArgument', 'The IndexDocument Suffix is not well formed'],
    [{ ...page, RedirectAllRequestsTo: { HostName: 'a.b' } }, 'InvalidArgument', 'cannot be provided in conjunction'],
    [{ RedirectAllRequestsTo: { HostName: 'a.b', Protocol: 'ftp' } }, 'InvalidRequest', 'Invalid protocol'],
    [{ ...page, RoutingRules: [] }, 'MalformedXML', 'not well-formed'],
    [{ ...page, RoutingRules: Array(51).fill({ Redirect: {} }) }, 'InvalidRequest', '51 routing rules provided'],
    [{ ...page, RoutingRules: [{ Condition: {}, Redirect: {} }] }, 'InvalidRequest', 'Condition cannot be empty'],
    [
      { ...page, RoutingRules: [{ Redirect: { ReplaceKeyWith: 'a', ReplaceKeyPrefixWith: 'b' } }] },
      'InvalidRequest',
      'but not both',
    ],
  ])('%j is refused: %s', async (website, code, message) => {
    await expect(put(website)).rejects.toMatchObject({ code, status: 400, message: expect.stringContaining(message) })
  })
})

it('says that a deletion marker is why there is nothing, and what may be done with it', async () => {
  await call('CreateBucket', { Bucket: 'b-1' })
  await call('PutBucketVersioning', { Bucket: 'b-1', VersioningConfiguration: { Status: 'Enabled' } })
  await put('k', 'text')
  const { VersionId } = await call('DeleteObject', { Bucket: 'b-1', Key: 'k' })
  const marker = { DeleteMarker: true, VersionId }
  await expect(get('k')).rejects.toMatchObject({ code: 'NoSuchKey', members: { Key: 'k', ...marker } })
  const address = { Bucket: 'b-1', Key: 'k' }
  await expect(call('HeadObject', address)).rejects.toMatchObject({ code: 'NotFound', members: marker })
  const refused = { code: 'MethodNotAllowed', status: 405 }
  const members = { Method: 'GET', ResourceType: 'DeleteMarker', Allow: 'DELETE', ...marker }
  await expect(get('k', { VersionId })).rejects.toMatchObject({ ...refused, members })
  await expect(call('GetObjectTagging', address)).rejects.toMatchObject({ ...refused, members })
  await expect(call('DeleteObjectTagging', address)).rejects.toMatchObject({
    ...refused,
    members: { ...members, Method: 'DELETE' },
  })
  await expect(get('never')).rejects.toMatchObject({ code: 'NoSuchKey', members: { Key: 'never' } })
})

it('refuses a part that an object does not have, and bytes that are not those announced', async () => {
  await call('CreateBucket', { Bucket: 'b-1' })
  await put('k', 'text')
  expect((await get('k', { PartNumber: 1 })).text).toBe('text')
  await expect(get('k', { PartNumber: 2 })).rejects.toMatchObject({
    code: 'InvalidPartNumber',
    status: 416,
    members: { PartNumberRequested: 2, ActualPartCount: 1 },
  })
  const announced = createHash('md5').update('other').digest()
  await expect(put('k', 'text', { ContentMD5: announced.toString('base64') })).rejects.toMatchObject({
    code: 'BadDigest',
    members: {
      ExpectedDigest: announced.toString('hex'),
      CalculatedDigest: createHash('md5').update('text').digest('base64'),
    },
  })
})

it('records what a bucket would notify, and gives an id to what has none', async () => {
  const Bucket = 'b-1'
  await call('CreateBucket', { Bucket })
  expect(await call('GetBucketNotificationConfiguration', { Bucket })).toEqual({})
  const LambdaFunctionArn = 'arn:aws:lambda:us-east-1:111111111111:function:f'
  const Filter = { Key: { FilterRules: [{ Name: 'prefix' as const, Value: 'in/' }] } }
  const wanted = { LambdaFunctionArn, Events: ['s3:ObjectCreated:*' as const], Filter }
  await call('PutBucketNotificationConfiguration', {
    Bucket,
    NotificationConfiguration: { LambdaFunctionConfigurations: [wanted, { ...wanted, Id: 'own' }] },
  })
  const got = await call('GetBucketNotificationConfiguration', { Bucket })
  expect(got.LambdaFunctionConfigurations).toEqual([
    { ...wanted, Id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    { ...wanted, Id: 'own' },
  ])
  await call('PutBucketNotificationConfiguration', { Bucket, NotificationConfiguration: {} })
  expect(await call('GetBucketNotificationConfiguration', { Bucket })).toEqual({})
  await expect(call('GetBucketNotificationConfiguration', { Bucket: 'nobody' })).rejects.toMatchObject({
    code: 'NoSuchBucket',
  })
})
