import {
  CreateStageCommand,
  ExportApiCommand,
  type ExportApiCommandInput,
  GetApiCommand,
  GetAuthorizersCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  ImportApiCommand,
  type ImportApiCommandInput,
  ReimportApiCommand,
} from '@aws-sdk/client-apigatewayv2'
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { load } from 'js-yaml'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { ECHO, permit } from '../support/http-api.ts'
import { createMachineClient } from '../support/machine-client.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'
import { tokenFor } from '../support/tokens.ts'

const origin = inject('origin')
const ACCOUNT = '444400000048'
const { cloudFormation, cognito, httpApi, lambda, s3 } = awsClients({ origin, account: ACCOUNT })
const functions = functionsOf(lambda, ACCOUNT)
const stacks = stacksOf(cloudFormation)

let echo: string
beforeAll(async () => {
  echo = await functions.create(ECHO)
  await permit(lambda, echo)
})

const proxy = (members: object = {}) => ({
  'x-amazon-apigateway-integration': {
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: functions.arnOf(echo),
    payloadFormatVersion: '2.0',
    connectionType: 'INTERNET',
    ...members,
  },
})

const documentWith = (members: object = {}) => ({
  openapi: '3.0.1',
  info: { title: 'pets', version: '1.0' },
  paths: { '/pets/{id}': { get: { operationId: 'Pet', ...proxy() } } },
  ...members,
})

const importing = (members: object = {}, more: Partial<ImportApiCommandInput> = {}) =>
  httpApi.send(new ImportApiCommand({ Body: JSON.stringify(documentWith(members)), ...more }))

async function keysOf(ApiId: string | undefined) {
  const { Items = [] } = await httpApi.send(new GetRoutesCommand({ ApiId }))
  return Items.map(({ RouteKey }) => RouteKey).sort()
}

const exported = async (ApiId: string | undefined, more: Partial<ExportApiCommandInput> = {}) => {
  const input = { ApiId, OutputType: 'JSON', Specification: 'OAS30', ...more }
  const { body } = await httpApi.send(new ExportApiCommand(input))
  return new TextDecoder().decode(body)
}

const statusOf = async (ApiId: string | undefined, path: string, token?: string) => {
  const headers = new Headers(token === undefined ? [] : [['authorization', `Bearer ${token}`]])
  return (await fetch(`${origin}/_aws/execute-api/${ApiId}${path}`, { headers })).status
}

describe('a document', () => {
  it('becomes an HTTP API that answers, behind a JWT authorizer (api-gateway 12.6.1, 12.2.11)', async () => {
    const machine = await createMachineClient(cognito)
    const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${machine.poolId}`
    const { ApiId, ...api } = await importing({
      security: [{ jwt: ['orders/read'] }],
      paths: {
        '/pets/{id}': { get: proxy() },
        '/signed': { get: { ...proxy(), 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } } },
        '/open': { get: { ...proxy(), security: [] } },
      },
      components: {
        securitySchemes: {
          jwt: {
            type: 'openIdConnect',
            openIdConnectUrl: `${issuer}/.well-known/openid-configuration`,
            'x-amazon-apigateway-authorizer': {
              type: 'jwt',
              jwtConfiguration: { audience: [machine.clientId] },
              identitySource: '$request.header.Authorization',
            },
          },
        },
      },
      'x-amazon-apigateway-cors': { allowOrigins: ['*'], allowMethods: ['GET'] },
      tags: [{ name: 'team', 'x-amazon-apigateway-tag-value': 'pets' }],
    })
    expect(api).toMatchObject({
      Name: 'pets',
      Version: '1.0',
      ProtocolType: 'HTTP',
      CorsConfiguration: { AllowOrigins: ['*'], AllowMethods: ['GET'] },
      Tags: { team: 'pets' },
    })
    const { Items: [authorizer] = [] } = await httpApi.send(new GetAuthorizersCommand({ ApiId }))
    expect(authorizer).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Audience: [machine.clientId], Issuer: issuer },
    })
    await httpApi.send(new CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true }))
    const token = async (scope: string) => (await tokenFor(origin, machine, scope)).access_token
    expect([
      await statusOf(ApiId, '/open'),
      await statusOf(ApiId, '/signed'),
      await statusOf(ApiId, '/pets/1'),
      await statusOf(ApiId, '/pets/1', await token('orders/read')),
      await statusOf(ApiId, '/pets/1', await token('orders/write')),
    ]).toEqual([200, 403, 401, 200, 403])
  })

  it('goes below its base path, or not', async () => {
    const servers = [{ url: 'https://example.com/{basePath}', variables: { basePath: { default: 'base/part' } } }]
    const keysWith = async (Basepath: string) => keysOf((await importing({ servers }, { Basepath })).ApiId)
    expect(await keysWith('ignore')).toEqual(['GET /pets/{id}'])
    expect(await keysWith('prepend')).toEqual(['GET /base/part/pets/{id}'])
    expect(await keysWith('split')).toEqual(['GET /part/pets/{id}'])
  })

  // The texts were observed in the answer of the AWS CLI to the import of AWS's own example.
  it('is imported with warnings and information, or refused with the former', async () => {
    const paths = { '/pets': { get: { responses: {}, ...proxy({ payloadFormatVersion: 1 }) } } }
    const { ApiId, Warnings, ImportInfo } = await importing({ paths })
    const warning =
      "Unable to create integration for resource at path 'GET /pets': Unsupported PayloadFormatVersion: 1. Ignoring."
    expect(Warnings).toEqual([warning])
    expect(ImportInfo).toEqual(['paths./pets.get: key [responses] will be ignored by API Gateway'])
    expect(await keysOf(ApiId)).toEqual(['GET /pets'])
    expect((await httpApi.send(new GetIntegrationsCommand({ ApiId }))).Items).toEqual([])
    expect(await refusalOf(importing({ paths }, { FailOnWarnings: true }))).toMatchObject({
      name: 'BadRequestException',
      message: `Warnings found during import:\n\t${warning}`,
    })
  })

  it.each<[string, object | string, string, unknown]>([
    ['of Swagger 2.0', { openapi: undefined, swagger: '2.0' }, 'BadRequestException', expect.stringContaining('3.0')],
    ['that is none', '{"', 'BadRequestException', 'Invalid OpenAPI input.'],
    [
      'that leads out of itself',
      { paths: { '/a': { $ref: 'file:///etc/passwd' } } },
      'BadRequestException',
      'Invalid OpenAPI input. The reference file:///etc/passwd leads out of the document.',
    ],
    [
      'with an extension that nobody knows',
      { paths: { '/a': { get: { responses: { 200: { 'x-amazon-apigateway-unheard-of': 1 } } } } } },
      'NotImplementedException',
      expect.stringContaining('x-amazon-apigateway-unheard-of'),
    ],
  ])('%s is refused', async (_what, given, name, message) => {
    const Body = typeof given === 'string' ? given : JSON.stringify(documentWith(given))
    expect(await refusalOf(httpApi.send(new ImportApiCommand({ Body })))).toMatchObject({ name, message })
  })
})

describe('an API', () => {
  it('is replaced by another document, at once where a stage deploys by itself (api-gateway 12.6.1, 12.6.5)', async () => {
    const { ApiId } = await importing()
    await httpApi.send(new CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true }))
    expect([await statusOf(ApiId, '/pets/1'), await statusOf(ApiId, '/cats/1')]).toEqual([200, 404])
    const Body = JSON.stringify(documentWith({ info: { title: 'cats' }, paths: { '/cats/{id}': { get: proxy() } } }))
    const again = await httpApi.send(new ReimportApiCommand({ ApiId, Body }))
    expect([again.ApiId, again.Name]).toEqual([ApiId, 'cats'])
    expect([await statusOf(ApiId, '/pets/1'), await statusOf(ApiId, '/cats/1')]).toEqual([404, 200])
    const unknown = httpApi.send(new ReimportApiCommand({ ApiId: 'nothere', Body }))
    expect(await refusalOf(unknown)).toMatchObject({ name: 'NotFoundException' })
  })

  it('is exported, and makes the same API when that is imported again', async () => {
    const { ApiId = '' } = await importing()
    const text = await exported(ApiId)
    expect(JSON.parse(text)).toEqual({
      openapi: '3.0.1',
      info: { title: 'pets', version: '1.0' },
      servers: [
        {
          url: `https://${ApiId}.execute-api.us-east-1.amazonaws.com/{basePath}`,
          variables: { basePath: { default: '' } },
        },
      ],
      paths: {
        '/pets/{id}': {
          get: {
            operationId: 'Pet',
            responses: { default: { description: 'Default response for GET /pets/{id}' } },
            ...proxy(),
          },
          parameters: [
            {
              name: 'id',
              in: 'path',
              description: 'Generated path parameter for id',
              required: true,
              schema: { type: 'string' },
            },
          ],
        },
      },
      'x-amazon-apigateway-importexport-version': '1.0',
    })
    expect(load(await exported(ApiId, { OutputType: 'YAML' }))).toEqual(JSON.parse(text))
    expect(await exported(ApiId, { IncludeExtensions: false })).not.toContain('x-amazon-apigateway')
    const { ApiId: other = '' } = await httpApi.send(new ImportApiCommand({ Body: text, FailOnWarnings: true }))
    expect(await exported(other)).toBe(text.replaceAll(ApiId, other))
  })

  it('is exported as a stage serves it', async () => {
    const { ApiId } = await importing()
    await httpApi.send(new CreateStageCommand({ ApiId, StageName: 'beta', AutoDeploy: true }))
    const { servers, paths } = JSON.parse(await exported(ApiId, { StageName: 'beta' }))
    expect([servers[0].variables.basePath.default, Object.keys(paths)]).toEqual(['beta', ['/pets/{id}']])
    expect(await refusalOf(exported(ApiId, { StageName: 'none' }))).toMatchObject({ name: 'NotFoundException' })
    expect(await refusalOf(exported(ApiId, { OutputType: 'XML' }))).toMatchObject({ name: 'BadRequestException' })
  })
})

it('a stack makes an API from a document in the template or in S3, changes it and brings it back', async () => {
  const template = (properties: object, more: object = {}) => ({
    Resources: {
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: properties },
      Stage: {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
      },
      ...more,
    },
    Outputs: { Id: { Value: { Ref: 'Api' } } },
  })
  const Bucket = uniqueName('documents')
  await s3.send(new CreateBucketCommand({ Bucket }))
  const cats = JSON.stringify(documentWith({ paths: { '/cats/{id}': { get: proxy() } } }))
  await s3.send(new PutObjectCommand({ Bucket, Key: 'cats.json', Body: cats }))

  const name = uniqueName('imported')
  const uri = {
    'Fn::Join': [':', ['arn:aws:lambda', { Ref: 'AWS::Region' }, { Ref: 'AWS::AccountId' }, 'function', echo]],
  }
  const Body = documentWith({ servers: [{ url: '/base' }], paths: { '/pets/{id}': { get: proxy({ uri }) } } })
  const ApiId = outputsOf(await stacks.create(name, template({ Body, BasePath: 'prepend', Description: 'mine' }))).Id
  expect(await httpApi.send(new GetApiCommand({ ApiId }))).toMatchObject({ Name: 'pets', Description: 'mine' })
  expect(await statusOf(ApiId, '/base/pets/1')).toBe(200)

  const changed = await stacks.update(name, template({ BodyS3Location: { Bucket, Key: 'cats.json' } }))
  expect([changed.StackStatus, outputsOf(changed).Id]).toEqual(['UPDATE_COMPLETE', ApiId])
  expect([await statusOf(ApiId, '/base/pets/1'), await statusOf(ApiId, '/cats/1')]).toEqual([404, 200])

  const broken = {
    Broken: {
      Type: 'AWS::ApiGatewayV2::Stage',
      DependsOn: 'Api',
      Properties: { ApiId: { Ref: 'Api' }, StageName: '/' },
    },
  }
  const back = await stacks.update(name, template({ Body }, broken))
  expect(back.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect(await statusOf(ApiId, '/cats/1')).toBe(200)
  await stacks.delete(name)

  const link = {
    Body: documentWith({ paths: { '/a': { get: proxy({ connectionType: 'VPC_LINK', connectionId: 'l' }) } } }),
  }
  expect(await refusalOf(stacks.create(uniqueName('refused'), template(link)))).toMatchObject({
    message: expect.stringContaining('private integration'),
  })
})
