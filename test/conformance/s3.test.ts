import { createHash } from 'node:crypto'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteBucketCorsCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketWebsiteCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutBucketWebsiteCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { sendRaw } from '../support/raw-http.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const { s3 } = awsClients({ origin, account: '333300000001' })

async function createBucket(): Promise<string> {
  const Bucket = uniqueName('bucket')
  await s3.send(new CreateBucketCommand({ Bucket }))
  return Bucket
}

let Bucket: string
beforeAll(async () => {
  Bucket = await createBucket()
})
const put = (Key: string, Body: string | Buffer, more: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }))
const read = async (Key: string, more: object = {}) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString()
const base64 = (algorithm: string, body: string | Buffer) => createHash(algorithm).update(body).digest('base64')

describe('a bucket', () => {
  it('is made in a region, once in the world, and deleted when it is empty', async () => {
    const own = uniqueName('own')
    const abroad = awsClients({ origin, account: '333300000001', region: 'eu-central-1' }).s3
    await abroad.send(
      new CreateBucketCommand({ Bucket: own, CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } }),
    )
    expect((await abroad.send(new GetBucketLocationCommand({ Bucket: own }))).LocationConstraint).toBe('eu-central-1')
    expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeUndefined()
    const stranger = awsClients({ origin, account: '333300000002' }).s3
    expect(await refusalOf(stranger.send(new CreateBucketCommand({ Bucket: own })))).toMatchObject({
      name: 'BucketAlreadyExists',
      status: 409,
    })
    await abroad.send(new PutObjectCommand({ Bucket: own, Key: 'k', Body: 'v' }))
    const remove = () => abroad.send(new DeleteBucketCommand({ Bucket: own }))
    expect(await refusalOf(remove())).toMatchObject({ name: 'BucketNotEmpty', status: 409 })
    await abroad.send(new DeleteObjectCommand({ Bucket: own, Key: 'k' }))
    await remove()
    expect((await refusalOf(abroad.send(new HeadBucketCommand({ Bucket: own })))).status).toBe(404)
  })

  it('is encrypted by default, and as it is told', async () => {
    const own = await createBucket()
    const algorithm = async () => {
      const answer = await s3.send(new GetBucketEncryptionCommand({ Bucket: own }))
      return answer.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm
    }
    expect(await algorithm()).toBe('AES256')
    const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const } }]
    const ServerSideEncryptionConfiguration = { Rules }
    await s3.send(new PutBucketEncryptionCommand({ Bucket: own, ServerSideEncryptionConfiguration }))
    expect(await algorithm()).toBe('aws:kms')
  })

  it('keeps its CORS rules and its website', async () => {
    const own = await createBucket()
    const none = await refusalOf(s3.send(new GetBucketCorsCommand({ Bucket: own })))
    expect(none).toMatchObject({ name: 'NoSuchCORSConfiguration', status: 404 })
    const CORSRules = [
      { AllowedOrigins: ['http://localhost:3000', '*'], AllowedMethods: ['GET', 'PUT'], ExposeHeaders: ['ETag'] },
      { ID: 'second', AllowedOrigins: ['*'], AllowedMethods: ['HEAD'], MaxAgeSeconds: 60 },
    ]
    await s3.send(new PutBucketCorsCommand({ Bucket: own, CORSConfiguration: { CORSRules } }))
    expect((await s3.send(new GetBucketCorsCommand({ Bucket: own }))).CORSRules).toEqual(CORSRules)
    await s3.send(new DeleteBucketCorsCommand({ Bucket: own }))
    expect(await refusalOf(s3.send(new GetBucketCorsCommand({ Bucket: own })))).toMatchObject({ status: 404 })

    const website = {
      IndexDocument: { Suffix: 'index.html' },
      RoutingRules: [{ Condition: { HttpErrorCodeReturnedEquals: '404' }, Redirect: { ReplaceKeyWith: 'index.html' } }],
    }
    await s3.send(new PutBucketWebsiteCommand({ Bucket: own, WebsiteConfiguration: website }))
    expect(await s3.send(new GetBucketWebsiteCommand({ Bucket: own }))).toMatchObject(website)
  })

  it('refuses settings that are not emulated, by name', async () => {
    const refusal = await refusalOf(s3.send(new GetBucketLoggingCommand({ Bucket })))
    expect(refusal.status).toBe(400)
    expect(refusal.message).toContain('logging is not emulated')
  })
})

describe('an object', () => {
  it('comes back byte for byte, with its headers', async () => {
    const body = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
    const more = { ContentType: 'application/x-thing', Metadata: { colour: 'blue' }, CacheControl: 'no-store' }
    const { ETag } = await put('a/b c+ü%.bin', body, more)
    expect(ETag).toBe(`"${createHash('md5').update(body).digest('hex')}"`)
    const answer = await s3.send(new GetObjectCommand({ Bucket, Key: 'a/b c+ü%.bin' }))
    expect(Buffer.from((await answer.Body?.transformToByteArray()) ?? [])).toEqual(body)
    expect(answer).toMatchObject({ ...more, ContentLength: 256, ETag, AcceptRanges: 'bytes' })
    expect(await read('a/b c+ü%.bin', { Range: 'bytes=65-67' })).toBe('ABC')
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'a/b c+ü%.bin' }))).ContentLength).toBe(256)
  })

  it('is checked by its checksums, and refused when they do not match', async () => {
    const ChecksumSHA256 = base64('sha256', 'hello')
    const written = await put('sha256', 'hello', { ChecksumSHA256 })
    expect(written.ChecksumSHA256).toBe(ChecksumSHA256)
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'sha256', ChecksumMode: 'ENABLED' }))
    expect(head.ChecksumSHA256).toBe(ChecksumSHA256)
    for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'SHA1', 'CRC64NVME'] as const) {
      await put(ChecksumAlgorithm, 'hello', { ChecksumAlgorithm })
      expect(await read(ChecksumAlgorithm)).toBe('hello')
    }
    for (const wrong of [{ ChecksumSHA256: base64('sha256', 'other') }, { ContentMD5: base64('md5', 'other') }]) {
      const refusal = await refusalOf(put('wrong', 'hello', wrong))
      expect([refusal.status, refusal.name]).toEqual([400, expect.stringMatching(/^BadDigest$|^XAmzContent/)])
    }
    expect((await refusalOf(read('wrong'))).name).toBe('NoSuchKey')
  })

  it('may be copied, tagged, and written only if it is new', async () => {
    await put('original', 'text', { Metadata: { a: '1' } })
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/original` }))
    expect(await read('copy')).toBe('text')
    const Tagging = { TagSet: [{ Key: 'k', Value: 'v' }] }
    await s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'copy', Tagging }))
    expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'copy' }))).TagSet).toEqual(Tagging.TagSet)
    expect(await refusalOf(put('copy', 'again', { IfNoneMatch: '*' }))).toMatchObject({
      name: 'PreconditionFailed',
      status: 412,
    })
    expect(await read('copy')).toBe('text')
  })

  it('that is missing, or in a bucket that is, is refused with AWS’s codes', async () => {
    expect(await refusalOf(read('nothing'))).toMatchObject({
      name: 'NoSuchKey',
      message: 'The specified key does not exist.',
      status: 404,
    })
    expect(await refusalOf(read('nothing', { Bucket: uniqueName('nobodys') }))).toMatchObject({
      name: 'NoSuchBucket',
      message: 'The specified bucket does not exist',
      status: 404,
    })
    expect((await refusalOf(s3.send(new HeadObjectCommand({ Bucket, Key: 'nothing' })))).status).toBe(404)
  })

  it('of another account’s is out of reach', async () => {
    await put('private', 'secret')
    const stranger = awsClients({ origin, account: '333300000002' }).s3
    expect(await refusalOf(stranger.send(new GetObjectCommand({ Bucket, Key: 'private' })))).toMatchObject({
      name: 'AccessDenied',
      status: 403,
    })
  })
})

describe('a listing', () => {
  it('comes in pages, by prefix and delimiter, in order', async () => {
    const own = await createBucket()
    const keys = ['a/1', 'a/2', 'b/1', 'c', 'd e+f']
    for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket: own, Key, Body: 'x' }))
    const listed: string[] = []
    let ContinuationToken: string | undefined
    do {
      const page = await s3.send(new ListObjectsV2Command({ Bucket: own, MaxKeys: 2, ContinuationToken }))
      expect(page.KeyCount).toBeLessThanOrEqual(2)
      listed.push(...(page.Contents ?? []).map((object) => object.Key ?? ''))
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken)
    expect(listed).toEqual(keys)
    const folders = await s3.send(new ListObjectsV2Command({ Bucket: own, Delimiter: '/' }))
    expect(folders.CommonPrefixes?.map((folder) => folder.Prefix)).toEqual(['a/', 'b/'])
    expect(folders.Contents?.map((object) => object.Key)).toEqual(['c', 'd e+f'])
    const inside = await s3.send(new ListObjectsV2Command({ Bucket: own, Prefix: 'a/', StartAfter: 'a/1' }))
    expect(inside.Contents?.map((object) => object.Key)).toEqual(['a/2'])
    const Objects = keys.map((Key) => ({ Key }))
    expect((await s3.send(new DeleteObjectsCommand({ Bucket: own, Delete: { Objects } }))).Deleted).toHaveLength(5)
    expect((await s3.send(new ListObjectsV2Command({ Bucket: own }))).KeyCount).toBe(0)
  })
})

describe('a versioned bucket', () => {
  it('keeps what was overwritten or deleted', async () => {
    const own = await createBucket()
    await s3.send(new PutBucketVersioningCommand({ Bucket: own, VersioningConfiguration: { Status: 'Enabled' } }))
    const at = { Bucket: own, Key: 'k' }
    const first = await s3.send(new PutObjectCommand({ ...at, Body: 'first' }))
    const second = await s3.send(new PutObjectCommand({ ...at, Body: 'second' }))
    expect(first.VersionId).not.toBe(second.VersionId)
    expect(await read('k', { Bucket: own })).toBe('second')
    expect(await read('k', { Bucket: own, VersionId: first.VersionId })).toBe('first')
    const marker = await s3.send(new DeleteObjectCommand(at))
    expect(marker.DeleteMarker).toBe(true)
    expect((await refusalOf(read('k', { Bucket: own }))).name).toBe('NoSuchKey')
    const { Versions, DeleteMarkers } = await s3.send(new ListObjectVersionsCommand({ Bucket: own }))
    expect(Versions?.map((version) => version.VersionId)).toEqual([second.VersionId, first.VersionId])
    expect(DeleteMarkers?.map((one) => one.VersionId)).toEqual([marker.VersionId])
    await s3.send(new DeleteObjectCommand({ ...at, VersionId: marker.VersionId }))
    expect(await read('k', { Bucket: own })).toBe('second')
  })
})

describe('an upload in parts', () => {
  const part = Buffer.alloc(5 * 1024 * 1024, 'a')
  it('becomes one object, whose parts are listed before, or nothing when it is aborted', async () => {
    const at = { Bucket, Key: 'large' }
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...at, ChecksumAlgorithm: 'SHA256' }))
    const upload = async (PartNumber: number, Body: Buffer) => {
      const of = { ...at, UploadId, PartNumber }
      const made = await s3.send(new UploadPartCommand({ ...of, Body, ChecksumAlgorithm: 'SHA256' }))
      return { PartNumber, ETag: made.ETag, ChecksumSHA256: made.ChecksumSHA256 }
    }
    const Parts = await Promise.all([upload(1, part), upload(2, Buffer.from('end'))])
    expect((await s3.send(new ListPartsCommand({ ...at, UploadId }))).Parts).toHaveLength(2)
    expect((await refusalOf(read('large'))).name).toBe('NoSuchKey')
    const of = { ...at, UploadId }
    const done = await s3.send(new CompleteMultipartUploadCommand({ ...of, MultipartUpload: { Parts } }))
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/)
    expect((await s3.send(new HeadObjectCommand(at))).ContentLength).toBe(part.length + 3)
    expect(await read('large', { Range: `bytes=${part.length - 1}-` })).toBe('aend')

    const second = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'aborted' }))
    const aborted = { Bucket, Key: 'aborted', UploadId: second.UploadId }
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads).toHaveLength(1)
    await s3.send(new AbortMultipartUploadCommand(aborted))
    expect(await refusalOf(s3.send(new ListPartsCommand(aborted)))).toMatchObject({ name: 'NoSuchUpload', status: 404 })
  })

  it('is refused with a part that is too small or unknown', async () => {
    const at = { Bucket, Key: 'small' }
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(at))
    const upload = (PartNumber: number) =>
      s3.send(new UploadPartCommand({ ...at, UploadId, PartNumber, Body: Buffer.from('small') }))
    const [first, second] = [await upload(1), await upload(2)]
    const complete = (...parts: [number, string | undefined][]) => {
      const Parts = parts.map(([PartNumber, ETag]) => ({ PartNumber, ETag }))
      return s3.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }))
    }
    expect((await refusalOf(complete([1, first.ETag], [2, second.ETag]))).name).toBe('EntityTooSmall')
    expect((await refusalOf(complete([1, '"0"']))).name).toBe('InvalidPart')
  })
})

it('copies a range of an object as a part', async () => {
  const Bucket = await createBucket()
  await s3.send(new PutObjectCommand({ Bucket, Key: 'source', Body: 'abcdef' }))
  const at = { Bucket, Key: 'joined' }
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(at))
  const copy = (CopySourceRange: string) => {
    const of = { ...at, UploadId, PartNumber: 1, CopySource: `${Bucket}/source`, CopySourceRange }
    return s3.send(new UploadPartCopyCommand(of))
  }
  expect((await refusalOf(copy('bytes=0-6'))).name).toBe('InvalidArgument')
  const { CopyPartResult } = await copy('bytes=2-4')
  const Parts = [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]
  await s3.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }))
  const { Body } = await s3.send(new GetObjectCommand(at))
  expect(await Body?.transformToString()).toBe('cde')
})

describe('a bucket’s own host name', () => {
  it('serves its objects', async () => {
    await put('hosted', 'by name')
    const credential = 'Credential=333300000001/20260101/us-east-1/s3/aws4_request'
    const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`
    for (const host of [`${Bucket}.s3.us-east-1.amazonaws.com`, `${Bucket}.s3.amazonaws.com`]) {
      const answer = await sendRaw(origin, '/hosted', { method: 'GET', headers: { host, authorization } })
      expect([answer.status, answer.body]).toEqual([200, 'by name'])
    }
  })
})

it('says of a part that it is one, and of what it keeps no more than AWS says', async () => {
  const Bucket = uniqueName('partial')
  await s3.send(new CreateBucketCommand({ Bucket }))
  await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '0123456789' }))
  const part = await s3.send(new GetObjectCommand({ Bucket, Key: 'k', Range: 'bytes=2-4' }))
  expect([part.$metadata.httpStatusCode, await part.Body?.transformToString()]).toEqual([206, '234'])
  const versioned = s3.send(new GetObjectCommand({ Bucket, Key: 'k', VersionId: 'abc' }))
  expect(await refusalOf(versioned)).toMatchObject({ name: 'InvalidArgument', message: 'Invalid version id specified' })

  const Status = 'Suspended' as const
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }))
  expect((await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))).VersionId).toBeUndefined()

  const StorageClass = 'COLD' as 'STANDARD'
  const cold = s3.send(new PutObjectCommand({ Bucket, Key: 'c', Body: 'x', StorageClass }))
  expect(await refusalOf(cold)).toMatchObject({ name: 'InvalidStorageClass', status: 400 })
  const LocationConstraint = 'us-east-1' as 'eu-west-1'
  const there = new CreateBucketCommand({
    Bucket: uniqueName('there'),
    CreateBucketConfiguration: { LocationConstraint },
  })
  expect(await refusalOf(s3.send(there))).toMatchObject({ name: 'InvalidLocationConstraint', status: 400 })
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111111111111:root' },
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${Bucket}/*`,
      },
    ],
  })
  const put = await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }))
  expect(put.$metadata.httpStatusCode).toBe(204)
})

it('answers with the headers that belong to a marker, and to an object that has not changed', async () => {
  const own = await createBucket()
  await s3.send(new PutBucketVersioningCommand({ Bucket: own, VersioningConfiguration: { Status: 'Enabled' } }))
  const at = { Bucket: own, Key: 'k' }
  const { ETag } = await s3.send(new PutObjectCommand({ ...at, Body: 'text', CacheControl: 'max-age=1' }))
  const authorization =
    'AWS4-HMAC-SHA256 Credential=333300000001/20300101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00'
  const ask = (method: string, query = '', headers: Record<string, string> = {}) =>
    sendRaw(origin, `/${own}/k${query}`, {
      method,
      headers: { authorization, 'x-amz-date': '20300101T000000Z', ...headers },
    })
  const unchanged = await ask('GET', '', { 'if-none-match': ETag ?? '' })
  expect([unchanged.status, unchanged.body]).toEqual([304, ''])
  expect(unchanged.headers).toMatchObject({
    etag: ETag,
    'last-modified': expect.stringMatching(/ GMT$/),
    'cache-control': 'max-age=1',
  })

  const { VersionId = '' } = await s3.send(new DeleteObjectCommand(at))
  const marker = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': VersionId }
  const hidden = await ask('GET')
  expect(hidden.status).toBe(404)
  expect(hidden.headers).toMatchObject(marker)
  expect(hidden.body).toMatch(/<Code>NoSuchKey<\/Code>.*<Key>k<\/Key><RequestId>/s)
  expect(hidden.body).not.toMatch(/Resource|DeleteMarker|VersionId/)
  expect(await ask('HEAD')).toMatchObject({ status: 404, headers: marker, body: '' })
  const refused = await ask('GET', `?versionId=${VersionId}`)
  expect(refused).toMatchObject({ status: 405, headers: { ...marker, allow: 'DELETE' } })
  expect(refused.body).toContain('<ResourceType>DeleteMarker</ResourceType>')
})

it('records the notifications of a bucket', async () => {
  const Bucket = await createBucket()
  const wanted = {
    Id: 'own',
    QueueArn: 'arn:aws:sqs:us-east-1:333300000001:queue',
    Events: ['s3:ObjectCreated:Put' as const],
    Filter: { Key: { FilterRules: [{ Name: 'suffix' as const, Value: '.json' }] } },
  }
  const NotificationConfiguration = { QueueConfigurations: [wanted], EventBridgeConfiguration: {} }
  await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }))
  const got = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }))
  expect(got).toMatchObject(NotificationConfiguration)
  await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} }))
  expect(await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }))).not.toHaveProperty(
    'QueueConfigurations',
  )
})
