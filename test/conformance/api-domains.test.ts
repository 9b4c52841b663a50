import {
  CreateBasePathMappingCommand,
  CreateDomainNameCommand as CreateDomainName1,
  DeleteBasePathMappingCommand,
  DeleteDomainNameCommand as DeleteDomainName1,
  DeleteRestApiCommand,
  GetBasePathMappingCommand,
  GetBasePathMappingsCommand,
  GetDomainNameCommand as GetDomainName1,
  GetDomainNamesCommand as GetDomainNames1,
  TagResourceCommand,
  UpdateBasePathMappingCommand,
  UpdateDomainNameCommand as UpdateDomainName1,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway'
import {
  CreateApiMappingCommand,
  CreateDomainNameCommand,
  DeleteApiCommand,
  DeleteApiMappingCommand,
  DeleteDomainNameCommand,
  GetApiMappingCommand,
  GetApiMappingsCommand,
  GetDomainNameCommand,
  GetDomainNamesCommand,
  GetTagsCommand,
  UpdateApiMappingCommand,
  UpdateDomainNameCommand,
} from '@aws-sdk/client-apigatewayv2'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { createHttpApi, ECHO, permit, type TestedHttpApi } from '../support/http-api.ts'
import { createMockApi, type MockApi } from '../support/mock-api.ts'
import { sendRaw } from '../support/raw-http.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const ACCOUNT = '444400000046'
const { apiGateway, httpApi, lambda } = awsClients({ origin, account: ACCOUNT })
const functions = functionsOf(lambda, ACCOUNT)
const CERTIFICATE = `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/0b5f1a3e`
const JSON_OF_CONTEXT =
  '{"path": "$context.path", "stage": "$context.stage", "domainName": "$context.domainName", "prefix": "$context.domainPrefix"}'
const told = { responses: [{ statusCode: '200', responseTemplates: { 'application/json': JSON_OF_CONTEXT } }] }

let rest: MockApi
let http: TestedHttpApi
beforeAll(async () => {
  rest = await createMockApi({ apiGateway, origin }, [{ ...told }, { path: '/pets', ...told }])
  const echo = await functions.create(ECHO)
  await permit(lambda, echo)
  const IntegrationUri = functions.arnOf(echo)
  http = await createHttpApi(
    { httpApi, origin },
    {
      integrations: { two: { IntegrationUri }, one: { IntegrationUri, PayloadFormatVersion: '1.0' } },
      routes: { 'GET /pets': {}, 'GET /one': { to: 'one' } },
      stages: { $default: {}, prod: {} },
    },
  )
})

let counter = 0
const newName = () => `api${++counter}.domains.example.com`
async function newDomain(name = newName()) {
  const DomainNameConfigurations = [{ CertificateArn: CERTIFICATE }]
  const made = await httpApi.send(new CreateDomainNameCommand({ DomainName: name, DomainNameConfigurations }))
  return { name, made }
}
/** By its host name, as a client that has resolved it to this machine. */
const ask = async (host: string, path: string) => {
  const { status, body } = await sendRaw(origin, path, { method: 'GET', headers: { host } })
  return [status, JSON.parse(body) as Record<string, unknown>] as const
}
const FORBIDDEN = [403, { message: 'Forbidden' }]

describe('a domain name', () => {
  it('of one service is the other’s too (api-gateway 12.6.6)', async () => {
    const { name, made } = await newDomain()
    expect(made).toMatchObject({
      ApiMappingSelectionExpression: '$request.basepath',
      DomainName: name,
      RoutingMode: 'API_MAPPING_ONLY',
      DomainNameConfigurations: [
        {
          ApiGatewayDomainName: expect.stringMatching(
            /^d-[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com$/,
          ) as string,
          CertificateArn: CERTIFICATE,
          DomainNameStatus: 'AVAILABLE',
          EndpointType: 'REGIONAL',
          HostedZoneId: 'Z1UJRXOUMOOFQ8',
          IpAddressType: 'ipv4',
          SecurityPolicy: 'TLS_1_2',
        },
      ],
    })
    const seen = await apiGateway.send(new GetDomainName1({ domainName: name }))
    expect(seen).toMatchObject({
      domainName: name,
      regionalCertificateArn: CERTIFICATE,
      regionalDomainName: made.DomainNameConfigurations?.[0]?.ApiGatewayDomainName,
      regionalHostedZoneId: 'Z1UJRXOUMOOFQ8',
      endpointConfiguration: { types: ['REGIONAL'], ipAddressType: 'ipv4' },
      domainNameStatus: 'AVAILABLE',
    })
    expect(seen.distributionDomainName).toBeUndefined()
    const all = (await apiGateway.send(new GetDomainNames1({}))).items?.map(({ domainName }) => domainName)
    expect(all).toContain(name)
    await apiGateway.send(new DeleteDomainName1({ domainName: name }))
    expect(await refusalOf(httpApi.send(new GetDomainNameCommand({ DomainName: name })))).toEqual({
      name: 'NotFoundException',
      message: 'Invalid domain name identifier specified',
      status: 404,
    })
  })

  it('is changed by either service, and tagged', async () => {
    const { name, made } = await newDomain()
    const other = `${CERTIFICATE}1`
    const changed = await apiGateway.send(
      new UpdateDomainName1({
        domainName: name,
        patchOperations: [{ op: 'replace', path: '/regionalCertificateArn', value: other }],
      }),
    )
    expect(changed.regionalCertificateArn).toBe(other)
    const DomainNameConfigurations = [{ CertificateArn: CERTIFICATE, IpAddressType: 'dualstack' as const }]
    const again = await httpApi.send(new UpdateDomainNameCommand({ DomainName: name, DomainNameConfigurations }))
    expect(again.DomainNameConfigurations?.[0]).toMatchObject({
      CertificateArn: CERTIFICATE,
      IpAddressType: 'dualstack',
      ApiGatewayDomainName: made.DomainNameConfigurations?.[0]?.ApiGatewayDomainName,
    })
    const resourceArn = made.DomainNameArn
    expect(resourceArn).toBe(`arn:aws:apigateway:us-east-1::/domainnames/${name}`)
    await apiGateway.send(new TagResourceCommand({ resourceArn, tags: { team: 'red' } }))
    expect((await httpApi.send(new GetTagsCommand({ ResourceArn: resourceArn }))).Tags).toEqual({ team: 'red' })
  })

  it('of a distribution is one of REST APIs alone', async () => {
    const domainName = newName()
    const made = await apiGateway.send(new CreateDomainName1({ domainName, certificateArn: CERTIFICATE }))
    expect(made).toMatchObject({
      certificateArn: CERTIFICATE,
      distributionDomainName: expect.stringMatching(/^d[a-z0-9]{13}\.cloudfront\.net$/) as string,
      distributionHostedZoneId: 'Z2FDTNDATAQYW2',
      endpointConfiguration: { types: ['EDGE'] },
    })
    const refused = await refusalOf(httpApi.send(new GetApiMappingsCommand({ DomainName: domainName })))
    expect(refused.message).toMatch(/^Only REGIONAL domain names with a security policy of TLS 1\.2 can be managed/)
    const names = (await httpApi.send(new GetDomainNamesCommand({}))).Items?.map(({ DomainName }) => DomainName)
    expect(names).not.toContain(domainName)
  })
})

describe('a mapping', () => {
  it('leads to the stage of a REST API, whose default endpoint may be disabled (api-gateway 1.2.16, 1.2.22, 9.6.1, 9.6.3)', async () => {
    const { name } = await newDomain()
    const at = { domainName: name, restApiId: rest.apiId }
    await apiGateway.send(new CreateBasePathMappingCommand({ ...at, basePath: 'shop', stage: 'test' }))
    const seen = { path: '/shop/pets', stage: 'test', domainName: name, prefix: name.split('.')[0] }
    expect(await ask(name, '/shop/pets')).toEqual([200, seen])
    expect(await ask(name, '/shop')).toEqual([200, { ...seen, path: '/shop' }])
    expect(await ask(name, '/shopping/pets')).toEqual(FORBIDDEN)
    const disable = (value: string) =>
      apiGateway.send(
        new UpdateRestApiCommand({
          restApiId: rest.apiId,
          patchOperations: [{ op: 'replace', path: '/disableExecuteApiEndpoint', value }],
        }),
      )
    await disable('true')
    await rest.deploy()
    expect((await rest.call('/pets')).status).toBe(403)
    expect(await ask(name, '/shop/pets')).toEqual([200, seen])
    await disable('false')
    await rest.deploy()
    const local = await fetch(`${origin}/_aws/execute-api-domain/${name}/shop/pets`)
    expect([local.status, await local.json()]).toEqual([200, seen])
  })

  it('without a base path takes what no other fits, and without a stage the path names it (api-gateway 9.6.1)', async () => {
    const { name } = await newDomain()
    const made = await apiGateway.send(new CreateBasePathMappingCommand({ domainName: name, restApiId: rest.apiId }))
    expect(made).toMatchObject({ basePath: '(none)', restApiId: rest.apiId })
    expect(made.stage).toBeUndefined()
    expect(await ask(name, '/test/pets')).toMatchObject([200, { path: '/test/pets', stage: 'test' }])
    expect(await ask(name, '/pets')).toEqual(FORBIDDEN)
  })

  it('of several levels goes before a shorter one, which fits as text (api-gateway 9.6.2, 9.6.4)', async () => {
    const { name } = await newDomain()
    const at = { DomainName: name, ApiId: rest.apiId, Stage: 'test' }
    await httpApi.send(new CreateApiMappingCommand({ ...at, ApiMappingKey: 'orders' }))
    await httpApi.send(
      new CreateApiMappingCommand({ ...at, ApiId: http.apiId, Stage: '$default', ApiMappingKey: 'orders/v2' }),
    )
    expect(await ask(name, '/orders/pets')).toMatchObject([200, { path: '/orders/pets' }])
    expect(await ask(name, '/orders/v2/pets')).toMatchObject([200, { version: '2.0', rawPath: '/pets' }])
    expect(await ask(name, '/orderspets')).toMatchObject([200, { path: '/orderspets' }])
    expect(await ask(name, '/other')).toEqual(FORBIDDEN)
    const items = (await apiGateway.send(new GetBasePathMappingsCommand({ domainName: name }))).items
    expect(items?.map(({ basePath }) => basePath)).toEqual(['orders', 'orders/v2'])
  })

  it('of several levels has header names in lower case, also of requests to others (api-gateway 12.6.9)', async () => {
    const { name } = await newDomain()
    const template = { 'application/json': '{"names": "$input.params().header.keySet()"}' }
    const api = await createMockApi({ apiGateway, origin }, [
      { responses: [{ statusCode: '200', responseTemplates: template }] },
    ])
    const at = { DomainName: name, ApiId: api.apiId, Stage: 'test' }
    await httpApi.send(new CreateApiMappingCommand({ ...at, ApiMappingKey: 'flat' }))
    const names = async () => {
      const headers = { host: name, Authorization: 'a', 'X-Mine': 'b' }
      const { body } = await sendRaw(origin, '/flat', { method: 'GET', headers })
      return (JSON.parse(body) as { names: string }).names
    }
    expect(await names()).toMatch(/Authorization, Host, X-Amzn-Trace-Id, X-Forwarded-For, .*X-Mine/)
    await httpApi.send(new CreateApiMappingCommand({ ...at, ApiMappingKey: 'two/levels' }))
    expect(await names()).toMatch(/authorization, host, x-amzn-trace-id, x-forwarded-for, .*x-mine/)
  })

  it('has paths at its root that it answers itself (api-gateway 1.2.20)', async () => {
    const { name } = await newDomain()
    await apiGateway.send(new CreateBasePathMappingCommand({ domainName: name, restApiId: rest.apiId, stage: 'test' }))
    const own = { method: 'GET', headers: { host: name } }
    expect(await sendRaw(origin, '/ping', own)).toMatchObject({ status: 200, body: 'Healthy Connection' })
    expect((await sendRaw(origin, '/pets', own)).status).toBe(200)
  })

  it('leads to the stage of an HTTP API, whose events say so (api-gateway 12.4.3)', async () => {
    const { name } = await newDomain()
    const mapping = { DomainName: name, ApiId: http.apiId, Stage: 'prod', ApiMappingKey: 'shop' }
    await httpApi.send(new CreateApiMappingCommand(mapping))
    const domain = { domainName: name, domainPrefix: name.split('.')[0] }
    expect(await ask(name, '/shop/pets')).toMatchObject([
      200,
      { rawPath: '/prod/pets', requestContext: { ...domain, stage: 'prod', http: { path: '/prod/pets' } } },
    ])
    const one = await ask(name, '/shop/one')
    expect(one).toMatchObject([200, { path: '/shop/one', requestContext: { ...domain, path: '/shop/one' } }])
    // A stage's name is none behind a mapping that names another.
    await httpApi.send(new CreateApiMappingCommand({ ...mapping, Stage: '$default', ApiMappingKey: '' }))
    expect((await ask(name, '/prod/pets'))[0]).toBe(404)
    expect(await ask(name, '/pets')).toMatchObject([200, { rawPath: '/pets' }])
  })

  it('is changed and deleted, and callers see that at once', async () => {
    const { name } = await newDomain()
    const at = { DomainName: name, ApiId: rest.apiId, Stage: 'test' }
    const { ApiMappingId } = await httpApi.send(new CreateApiMappingCommand({ ...at, ApiMappingKey: 'a' }))
    expect((await ask(name, '/a'))[0]).toBe(200)
    await httpApi.send(new UpdateApiMappingCommand({ ...at, ApiMappingId, ApiMappingKey: 'b' }))
    expect([(await ask(name, '/a'))[0], (await ask(name, '/b'))[0]]).toEqual([403, 200])
    const patchOperations = [{ op: 'replace' as const, path: '/basePath', value: 'c' }]
    await apiGateway.send(new UpdateBasePathMappingCommand({ domainName: name, basePath: 'b', patchOperations }))
    expect(await httpApi.send(new GetApiMappingCommand({ DomainName: name, ApiMappingId }))).toMatchObject({
      ApiMappingKey: 'c',
      Stage: 'test',
    })
    expect((await ask(name, '/c'))[0]).toBe(200)
    await apiGateway.send(new DeleteBasePathMappingCommand({ domainName: name, basePath: 'c' }))
    expect(await ask(name, '/c')).toEqual(FORBIDDEN)
    await httpApi.send(new DeleteDomainNameCommand({ DomainName: name }))
    const gone = await sendRaw(origin, '/c', { method: 'GET', headers: { host: name } })
    expect([gone.status, gone.body]).toEqual([403, expect.stringContaining(`${name} is not emulated`)])
  })

  it('of a wildcard takes one label of any name', async () => {
    const { name } = await newDomain('*.wild.example.com')
    await httpApi.send(new CreateApiMappingCommand({ DomainName: name, ApiId: rest.apiId, Stage: 'test' }))
    expect(await ask('one.wild.example.com', '/pets')).toMatchObject([200, { domainName: 'one.wild.example.com' }])
    expect(
      (await sendRaw(origin, '/pets', { method: 'GET', headers: { host: 'a.b.wild.example.com' } })).body,
    ).toContain('is not emulated')
  })
})

describe('refused is', () => {
  let domainName: string
  beforeAll(async () => {
    domainName = (await newDomain()).name
    const mapping = { restApiId: rest.apiId, stage: 'test', basePath: 'taken' }
    await apiGateway.send(new CreateBasePathMappingCommand({ domainName, ...mapping }))
    const other = { DomainName: domainName, ApiId: http.apiId, Stage: 'prod', ApiMappingKey: 'http' }
    await httpApi.send(new CreateApiMappingCommand(other))
  })
  const map1 = (input: object) =>
    refusalOf(apiGateway.send(new CreateBasePathMappingCommand({ domainName, restApiId: rest.apiId, ...input })))
  const map2 = (input: object) =>
    refusalOf(
      httpApi.send(new CreateApiMappingCommand({ DomainName: domainName, ApiId: rest.apiId, Stage: 'test', ...input })),
    )
  const bad = (message: string) => ({ name: 'BadRequestException', message, status: 400 })

  it('a base path that is taken, by either service', async () => {
    const conflict = { name: 'ConflictException', status: 409 }
    expect(await map1({ basePath: 'taken' })).toEqual({
      ...conflict,
      message: 'Base path already exists for this domain name',
    })
    expect(await map2({ ApiMappingKey: 'taken' })).toEqual({
      ...conflict,
      message: 'ApiMapping key already exists for this domain name',
    })
  })

  it('an API, a stage or a domain that is not there', async () => {
    expect(await map1({ restApiId: 'nowhere' })).toEqual(bad('Invalid REST API identifier specified'))
    expect(await map1({ restApiId: http.apiId })).toEqual(bad('Invalid REST API identifier specified'))
    expect(await map1({ stage: 'nowhere' })).toEqual(bad('Invalid stage identifier specified'))
    expect(await map2({ Stage: 'nowhere' })).toEqual(bad('Invalid stage identifier specified'))
    expect((await map2({ ApiId: 'nowhere' })).status).toBe(404)
    expect(await map2({ DomainName: 'no.example.com' })).toMatchObject({ name: 'NotFoundException', status: 404 })
    const missing = new GetBasePathMappingCommand({ domainName, basePath: 'missing' })
    expect((await refusalOf(apiGateway.send(missing))).message).toBe('Invalid base path mapping identifier specified')
    const gone = new DeleteApiMappingCommand({ DomainName: domainName, ApiMappingId: 'missing' })
    expect((await refusalOf(httpApi.send(gone))).status).toBe(404)
  })

  it('a base path with other characters, and several levels where they may not be (api-gateway 12.6.9)', async () => {
    const text = "An ApiMapping key may contain only letters, numbers and one of $-_.+!*'()"
    expect(await map2({ ApiMappingKey: '/' })).toEqual(bad(text))
    expect(await map2({ ApiMappingKey: 'a b' })).toEqual(bad(text))
    expect(await map1({ basePath: 'a/b' })).toMatchObject({
      status: 400,
      message: expect.stringMatching(
        /^API Gateway V1 doesn't support the slash character \(\/\) in base path mappings\. /,
      ),
    })
  })

  it('deleting an API that a domain leads to', async () => {
    const restApiId = rest.apiId
    expect((await refusalOf(apiGateway.send(new DeleteRestApiCommand({ restApiId })))).message).toContain(
      `Deleting RestApi ${restApiId} failed. Please remove all base path mappings related to the RestApi in your domains: `,
    )
    expect(await refusalOf(httpApi.send(new DeleteApiCommand({ ApiId: http.apiId })))).toEqual(
      bad(
        `Deleting API ${http.apiId} failed. Please remove all API mappings for the API from your custom domain names.`,
      ),
    )
  })

  it('a name that is taken in the region, whoever has it, or that is AWS’s', async () => {
    const stranger = awsClients({ origin, account: '444400000047' }).apiGateway
    const input = { regionalCertificateArn: CERTIFICATE, endpointConfiguration: { types: ['REGIONAL' as const] } }
    const make = (name: string) => refusalOf(stranger.send(new CreateDomainName1({ domainName: name, ...input })))
    expect(await make(domainName)).toEqual(bad('The domain name you provided already exists.'))
    for (const name of ['sqs.us-east-1.amazonaws.com', 'localhost', '127.0.0.1', 'a b.example.com']) {
      expect(await make(name), name).toEqual(bad(`Invalid domain name specified: ${name}`))
    }
    const region = awsClients({ origin, account: ACCOUNT, region: 'eu-west-1' }).apiGateway
    expect((await refusalOf(region.send(new CreateDomainName1({ domainName, ...input })))).message).toContain(
      "Certificate must be in 'eu-west-1'",
    )
  })

  it('by name what is not emulated', async () => {
    const certified = { regionalCertificateArn: CERTIFICATE }
    const truststoreUri = 's3://bucket/store.pem'
    for (const input of [
      { mutualTlsAuthentication: { truststoreUri } },
      { endpointConfiguration: { types: ['PRIVATE' as const] } },
      { routingMode: 'ROUTING_RULE_ONLY' as const },
    ]) {
      const made = apiGateway.send(new CreateDomainName1({ domainName: newName(), ...certified, ...input }))
      expect((await refusalOf(made)).message).toContain('not emulated')
    }
    const DomainNameConfigurations = [{ CertificateArn: CERTIFICATE }]
    const mutual = { DomainNameConfigurations, MutualTlsAuthentication: { TruststoreUri: truststoreUri } }
    const refused = await refusalOf(httpApi.send(new CreateDomainNameCommand({ DomainName: newName(), ...mutual })))
    expect(refused.message).toContain('MutualTlsAuthentication')
    const none = await refusalOf(httpApi.send(new CreateDomainNameCommand({ DomainName: newName() })))
    expect(none).toEqual(bad('Invalid input. Expected one domain name configuration'))
  })
})
