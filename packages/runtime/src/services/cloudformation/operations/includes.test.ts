import { beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../kernel/json.ts'
import { startCloudFormation, type TestCloudFormation, thing } from '../cloudformation.harness.ts'

const Capabilities = ['CAPABILITY_AUTO_EXPAND' as const]
const WHY = 'Transform AWS::Include failed with: '

const include = (Location: unknown) => ({ 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location } } })

let cfn: TestCloudFormation
let translated: JsonObject[]
beforeEach(async () => {
  translated = []
  cfn = await startCloudFormation({
    sam: async ({ template }) => {
      translated.push(template)
      return { Resources: { A: thing({ Value: 'translated' }) as JsonObject } }
    },
  })
  await cfn.other()('s3', 'CreateBucket', { Bucket: 'snippets' })
})

const put = (Key: string, text: string) =>
  cfn.other()('s3', 'PutObject', { Bucket: 'snippets', Key, Body: Buffer.from(text) })
const made = async () => Object.values(await cfn.fakes()).map(({ properties }) => properties)
const processedOf = async (StackName: string) =>
  JSON.parse((await cfn.call('GetTemplate', { StackName })).TemplateBody ?? '')

describe('a file is included', () => {
  test('behind the members that stand beside it, and its functions are resolved', async () => {
    await put('a.yaml', `Value:\n  Fn::Sub: "$\{AWS::StackName} included"\nCount: 1\n`)
    const template = { Resources: { A: { ...thing({ Json: 'k', ...include('s3://snippets/a.yaml') }) } } }
    await cfn.create('S', template, { Capabilities })
    expect(await made()).toEqual([{ Json: 'k', Value: 'S included', Count: 1 }])
    const { Properties } = (await processedOf('S')).Resources.A
    expect(Object.keys(Properties)).toEqual(['Json', 'Value', 'Count'])
    const original = await cfn.call('GetTemplate', { StackName: 'S', TemplateStage: 'Original' })
    expect(JSON.parse(original.TemplateBody ?? '')).toEqual(template)
  })

  test('in place of a value, from an address that parameters say', async () => {
    await put('list.json', '["a", "b"]')
    await put('things.json', JSON.stringify({ B: thing({ Value: 'b' }) }))
    const template = {
      Parameters: { Bucket: { Type: 'String' } },
      Mappings: { M: { top: { second: 'things.json' } } },
      Resources: {
        A: thing({ List: include({ 'Fn::Sub': `s3://$\{Bucket}/list.json` }) }),
        ...include({
          'Fn::Join': ['', ['s3://', { Ref: 'Bucket' }, '/', { 'Fn::FindInMap': ['M', 'top', 'second'] }]],
        }),
      },
    }
    const Parameters = [{ ParameterKey: 'Bucket', ParameterValue: 'snippets' }]
    await cfn.create('S', template, { Capabilities, Parameters })
    expect(await made()).toEqual([{ List: ['a', 'b'] }, { Value: 'b' }])
  })

  test('as a whole member of a section, and at the top level', async () => {
    await put('thing.json', JSON.stringify(thing({ Value: 'one' })))
    await put('top.yaml', 'Outputs:\n  Out:\n    Value: top\n')
    const Transform = { Name: 'AWS::Include', Parameters: { Location: 's3://snippets/top.yaml' } }
    const stack = await cfn.create(
      'S',
      { Transform, Resources: { A: include('s3://snippets/thing.json') }, Outputs: { Own: { Value: 'own' } } },
      { Capabilities },
    )
    expect(stack.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])).toEqual([
      ['Own', 'own'],
      ['Out', 'top'],
    ])
    expect(await made()).toEqual([{ Value: 'one' }])
  })

  test('before other transforms', async () => {
    await put('api.yaml', "openapi: '3.0.1'\npaths: {}\n")
    const Properties = { StageName: 'prod', DefinitionBody: include('s3://snippets/api.yaml') }
    const Transform = 'AWS::Serverless-2016-10-31'
    await cfn.create(
      'S',
      { Transform, Resources: { A: { Type: 'AWS::Serverless::Api', Properties } } },
      { Capabilities },
    )
    const DefinitionBody = { openapi: '3.0.1', paths: {} }
    const Resources = { A: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'prod', DefinitionBody } } }
    expect(translated).toEqual([{ Resources, Transform: [Transform] }])
  })
})

test('a template that includes is summarized as it was written', async () => {
  const TemplateBody = JSON.stringify({ Resources: { A: thing({ Value: include('s3://snippets/a') }) } })
  expect(await cfn.call('GetTemplateSummary', { TemplateBody })).toMatchObject({
    DeclaredTransforms: ['AWS::Include'],
    ResourceTypes: ['Test::Fake::Thing'],
  })
})

test('a stack without a change set asks for a capability', async () => {
  const TemplateBody = JSON.stringify({ Resources: { A: thing({ Value: include('s3://snippets/a') }) } })
  expect(await cfn.refusal('CreateStack', { StackName: 'S', TemplateBody })).toBe(
    'InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_AUTO_EXPAND]',
  )
})

describe('an include fails its change set', () => {
  test.each([
    ['an address that is none', './swagger.yaml', 'The location parameter is not a valid S3 uri.'],
    ['no address', undefined, 'The location parameter is not a valid S3 uri.'],
    ['no bucket', 's3://nowhere/a', 'S3 bucket [nowhere] does not exist.'],
    ['no file', 's3://snippets/none', 'S3 object [none] does not exist in bucket [snippets].'],
    ['a short form', 's3://snippets/short', "The specified S3 object's content should be valid Yaml/JSON."],
    ['no YAML', 's3://snippets/broken', "The specified S3 object's content should be valid Yaml/JSON."],
    ['an include inside', 's3://snippets/nested', "The specified S3 object's content should be valid Yaml/JSON."],
    ['a list beside members', 's3://snippets/list', 'A file beside other members must hold members.'],
  ])('%s', async (_, Location, reason) => {
    await put('short', 'Value: !Ref A\n')
    await put('broken', '{')
    await put('nested', JSON.stringify(include('s3://snippets/short')))
    await put('list', '[]')
    const TemplateBody = JSON.stringify({ Resources: { A: thing({ Value: 'v', ...include(Location) }) } })
    await cfn.call('CreateChangeSet', { StackName: 'S', ChangeSetName: 'C', ChangeSetType: 'CREATE', TemplateBody })
    expect(await cfn.call('DescribeChangeSet', { StackName: 'S', ChangeSetName: 'C' })).toMatchObject({
      Status: 'FAILED',
      StatusReason: `${WHY}${reason}`,
    })
  })

  test('that would make too much of one file', async () => {
    await put('large', JSON.stringify({ text: 'x'.repeat(900_000) }))
    const Value = Array.from({ length: 6 }, () => include('s3://snippets/large'))
    const TemplateBody = JSON.stringify({ Resources: { A: thing({ Value }) } })
    expect(await cfn.refusal('CreateStack', { StackName: 'S', TemplateBody, Capabilities })).toContain(
      'the functions of the template make more than',
    )
  })
})
