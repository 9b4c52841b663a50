import { beforeEach, describe, expect, test } from 'vitest'
import { zipOf } from '../../../functions/code/zip.harness.ts'
import { startCloudFormation, type TestCloudFormation, thing } from '../cloudformation.harness.ts'
import { contentTypeOf } from './content-type.ts'
import { fileFilter } from './file-filter.ts'
import { replaceMarkers } from './markers.ts'

let cfn: TestCloudFormation
let s3: ReturnType<TestCloudFormation['other']>
beforeEach(async () => {
  cfn = await startCloudFormation()
  s3 = cfn.other()
  await s3('s3', 'CreateBucket', { Bucket: 'assets' })
  await s3('s3', 'CreateBucket', { Bucket: 'site' })
  await asset('one.zip', { 'index.html': '<p>one</p>', 'js/app.js': 'one()', old: 'old' })
  await asset('two.zip', { 'index.html': '<p>two</p>' })
})

const asset = (Key: string, files: Record<string, string>) => {
  const Body = zipOf(Object.entries(files).map(([name, text]) => ({ name, text })))
  return s3('s3', 'PutObject', { Bucket: 'assets', Key, Body })
}
const put = (Key: string) => s3('s3', 'PutObject', { Bucket: 'site', Key, Body: Buffer.from('x') })
const keys = async () => (await s3('s3', 'ListObjectsV2', { Bucket: 'site' })).Contents?.map(({ Key }) => Key) ?? []
const text = async (Key: string) => {
  const { Body = [] } = await s3('s3', 'GetObject', { Bucket: 'site', Key })
  return Buffer.from(Body).toString()
}

const deployment = (SourceObjectKeys: readonly string[], more: object = {}) => ({
  Type: 'Custom::CDKBucketDeployment',
  Properties: {
    ServiceToken: 'arn:aws:lambda:us-east-1:123456789012:function:nobody',
    SourceBucketNames: SourceObjectKeys.map(() => 'assets'),
    SourceObjectKeys,
    DestinationBucketName: 'site',
    ...more,
  },
})
const templateOf = (sources: readonly string[], more: object = {}) => ({ Resources: { D: deployment(sources, more) } })

describe('a bucket deployment', () => {
  test('puts the files of its sources, with their types, and deletes what is not among them', async () => {
    await put('stale')
    expect((await cfn.create('S', templateOf(['one.zip']))).StackStatus).toBe('CREATE_COMPLETE')
    expect(await keys()).toEqual(['index.html', 'js/app.js', 'old'])
    const types = await Promise.all(
      (await keys()).map(async (Key) => (await s3('s3', 'HeadObject', { Bucket: 'site', Key: Key ?? '' })).ContentType),
    )
    expect(types).toEqual(['text/html', 'text/javascript', 'binary/octet-stream'])
    expect((await cfn.update('S', templateOf(['two.zip']))).StackStatus).toBe('UPDATE_COMPLETE')
    expect([await keys(), await text('index.html')]).toEqual([['index.html'], '<p>two</p>'])
    expect((await cfn.resources('S')).D?.[1]).toMatch(/^aws\.cdk\.s3deployment\.[0-9a-f-]{36}$/)
  })

  test('gives later sources the last word, under a prefix, and leaves the rest of the bucket alone', async () => {
    await put('elsewhere')
    await put('docs/stale')
    await cfn.create('S', templateOf(['one.zip', 'two.zip'], { DestinationBucketKeyPrefix: 'docs', Prune: false }))
    expect(await keys()).toEqual(['docs/index.html', 'docs/js/app.js', 'docs/old', 'docs/stale', 'elsewhere'])
    expect(await text('docs/index.html')).toBe('<p>two</p>')
    await cfn.update('S', templateOf(['two.zip'], { DestinationBucketKeyPrefix: 'docs/' }))
    expect(await keys()).toEqual(['docs/index.html', 'elsewhere'])
  })

  test('neither puts nor deletes what is filtered out', async () => {
    await put('kept.txt')
    await put('js/stale.js')
    await cfn.create('S', templateOf(['one.zip'], { Exclude: ['*'], Include: ['js/*'] }))
    expect(await keys()).toEqual(['js/app.js', 'kept.txt'])
  })

  test('keeps an archive whole, and says which version it is', async () => {
    await s3('s3', 'PutBucketVersioning', { Bucket: 'site', VersioningConfiguration: { Status: 'Enabled' } })
    const whole = { Extract: false, OutputObjectVersionIds: true, DestinationBucketArn: 'arn:aws:s3:::site' }
    const Outputs = Object.fromEntries(
      ['DestinationBucketArn', 'SourceObjectKeys', 'SourceObjectVersionIds'].map((name) => {
        const value = { 'Fn::GetAtt': ['D', name] }
        return [name, { Value: name === 'DestinationBucketArn' ? value : { 'Fn::Select': [0, value] } }]
      }),
    )
    const stack = await cfn.create('S', { ...templateOf(['one.zip'], whole), Outputs })
    const outputs = new Map(stack.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]))
    expect(outputs.get('DestinationBucketArn')).toBe('arn:aws:s3:::site')
    expect(outputs.get('SourceObjectKeys')).toBe('one.zip')
    const { VersionId } = await s3('s3', 'HeadObject', { Bucket: 'site', Key: 'one.zip' })
    expect(outputs.get('SourceObjectVersionIds')).toBe(VersionId)
  })

  test('puts in what is known at deployment only', async () => {
    await asset('marked.zip', { 'config.json': '{"url":"<<marker:0xbaba:0>>"}' })
    const SourceMarkers = [{ '<<marker:0xbaba:0>>': { 'Fn::GetAtt': ['A', 'Value'] } }]
    const more = { SourceMarkers, SourceMarkersConfig: [{ jsonEscape: true }] }
    await cfn.create('S', {
      Resources: { D: deployment(['marked.zip'], more), A: thing({ Value: 'say "hü"' }) },
    })
    expect(JSON.parse(await text('config.json'))).toEqual({ url: 'say "hü"' })
  })

  test('sets the metadata that it is given', async () => {
    const metadata = {
      SystemMetadata: { 'cache-control': 'no-store', 'content-type': 'a/b' },
      UserMetadata: { A: 'b' },
    }
    await cfn.create('S', templateOf(['two.zip'], metadata))
    expect(await s3('s3', 'HeadObject', { Bucket: 'site', Key: 'index.html' })).toMatchObject({
      CacheControl: 'no-store',
      ContentType: 'a/b',
      Metadata: { a: 'b' },
    })
  })

  test('leaves its files, or deletes them where it is told to and no other deployment owns them', async () => {
    await cfn.create('Retained', templateOf(['two.zip']))
    await cfn.remove('Retained')
    expect(await keys()).toEqual(['index.html'])
    await cfn.create('Owned', templateOf(['two.zip'], { RetainOnDelete: false }))
    const Tagging = { TagSet: [{ Key: 'aws-cdk:cr-owned:1234', Value: 'true' }] }
    await s3('s3', 'PutBucketTagging', { Bucket: 'site', Tagging })
    await cfn.remove('Owned')
    expect(await keys()).toEqual(['index.html'])
    await s3('s3', 'DeleteBucketTagging', { Bucket: 'site' })
    await cfn.create('Own', templateOf(['two.zip'], { RetainOnDelete: false }))
    const moved = { RetainOnDelete: false, DestinationBucketKeyPrefix: 'moved' }
    await cfn.update('Own', templateOf(['two.zip'], moved))
    expect(await keys()).toEqual(['moved/index.html'])
    await cfn.remove('Own')
    expect(await keys()).toEqual([])
  })

  test.each([
    ['nowhere.zip', {}, 'The specified key does not exist.'],
    ['two.zip', { DestinationBucketName: 'nobody' }, 'The specified bucket does not exist'],
    ['two.zip', { SystemMetadata: { 'x-other': '1' } }, 'Unknown options: --x-other'],
    ['no.zip', {}, 'The archive cannot be unpacked: '],
  ])('of %s with %j fails with the reason', async (key, more, reason) => {
    await s3('s3', 'PutObject', { Bucket: 'assets', Key: 'no.zip', Body: Buffer.from('no archive at all, this one') })
    expect((await cfn.create('S', templateOf([key], more))).StackStatus).toBe('ROLLBACK_COMPLETE')
    const events = await cfn.events('S')
    expect(events.find((event) => event.startsWith('D CREATE_FAILED'))).toContain(reason)
  })
})

test.each([
  [[], [], 'a/b.txt', true],
  [['*'], [], 'a/b.txt', false],
  [['*'], ['*.txt'], 'a/b.txt', true],
  [['*.txt'], ['a.txt'], 'b.txt', false],
  [['?.txt'], [], 'b.txt', false],
  [['?.txt'], [], 'bb.txt', true],
  [['[ab].txt'], [], 'b.txt', false],
  [['[!ab].txt'], [], 'b.txt', true],
  [['a.(txt'], [], 'a.(txt', false],
])('without %j and with %j, %s is wanted: %s', (exclude, include, path, expected) => {
  expect(fileFilter(exclude, include)(path)).toBe(expected)
})

test('markers are replaced byte by byte, and types told by the last extension', () => {
  const file = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('<<m>>$&')])
  const expected = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('$1ü$&')])
  expect(replaceMarkers(file, { '<<m>>': '$1ü' }, false)).toEqual(expected)
  expect(['a.min.JS', 'a', '.css', 'b.d/c', 'x.unknown'].map(contentTypeOf)).toEqual([
    'text/javascript',
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})
