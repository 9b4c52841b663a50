import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startApiGateway } from './apigateway/apigateway.harness.ts'
import { startHttpApis } from './apigatewayv2/apigatewayv2.harness.ts'

interface Published {
  readonly properties: Readonly<Record<string, { readonly replaces?: string }>>
  readonly attributes: readonly string[]
}

const model = new URL('../../models/resource-types.json', import.meta.url)
const { types } = JSON.parse(readFileSync(model, 'utf8')) as { readonly types: Readonly<Record<string, Published>> }

/** What AWS's pages say of each type that is emulated: its attributes, and what a change of replaces it. */
const EMULATED: Readonly<Record<string, readonly [attributes: string, replacedBy: string]>> = {
  'ApiGateway::Account': ['Id', ''],
  'ApiGateway::ApiKey': ['APIKeyId', 'GenerateDistinctId Name Value'],
  'ApiGateway::Authorizer': ['AuthorizerId', 'RestApiId'],
  'ApiGateway::BasePathMapping': ['', 'BasePath DomainName'],
  'ApiGateway::ClientCertificate': ['ClientCertificateId', ''],
  'ApiGateway::Deployment': ['DeploymentId', 'DeploymentCanarySettings RestApiId'],
  'ApiGateway::DocumentationPart': ['DocumentationPartId', 'Location RestApiId'],
  'ApiGateway::DocumentationVersion': ['', 'DocumentationVersion RestApiId'],
  'ApiGateway::DomainName': [
    'DistributionDomainName DistributionHostedZoneId DomainNameArn RegionalDomainName RegionalHostedZoneId',
    'DomainName',
  ],
  'ApiGateway::GatewayResponse': ['Id', 'ResponseType RestApiId'],
  'ApiGateway::Method': ['', 'HttpMethod ResourceId RestApiId'],
  'ApiGateway::Model': ['', 'ContentType Name RestApiId'],
  'ApiGateway::RequestValidator': ['RequestValidatorId', 'Name RestApiId'],
  'ApiGateway::Resource': ['ResourceId', 'ParentId PathPart RestApiId'],
  'ApiGateway::RestApi': ['RestApiId RootResourceId', ''],
  'ApiGateway::Stage': ['', 'RestApiId StageName'],
  'ApiGateway::UsagePlan': ['Id', ''],
  'ApiGateway::UsagePlanKey': ['Id', 'KeyId KeyType UsagePlanId'],
  'ApiGateway::VpcLink': ['VpcLinkId', 'TargetArns'],
  'ApiGatewayV2::Api': ['ApiEndpoint ApiId ExecuteApiArn', 'ProtocolType'],
  'ApiGatewayV2::ApiMapping': ['ApiMappingId', 'DomainName'],
  'ApiGatewayV2::Authorizer': ['AuthorizerId', 'ApiId'],
  'ApiGatewayV2::Deployment': ['DeploymentId', 'ApiId'],
  'ApiGatewayV2::DomainName': ['DomainNameArn RegionalDomainName RegionalHostedZoneId', 'DomainName'],
  'ApiGatewayV2::Integration': ['IntegrationId', 'ApiId'],
  'ApiGatewayV2::Route': ['RouteId', 'ApiId'],
  'ApiGatewayV2::Stage': ['', 'ApiId StageName'],
  'ApiGatewayV2::VpcLink': ['VpcLinkId', 'SecurityGroupIds SubnetIds'],
}

/** Those that CloudFormation refuses by name, unless they are recorded. */
const REFUSED: readonly string[] = [
  'ApiGateway::BasePathMappingV2',
  'ApiGateway::DomainNameAccessAssociation',
  'ApiGateway::DomainNameV2',
  'ApiGatewayV2::ApiGatewayManagedOverrides',
  'ApiGatewayV2::IntegrationResponse',
  'ApiGatewayV2::Model',
  'ApiGatewayV2::PortalProduct',
  'ApiGatewayV2::RouteResponse',
  'ApiGatewayV2::RoutingRule',
]

const published = Object.keys(types).filter((type) => /^AWS::ApiGateway(V2)?::/.test(type))
const short = (type: string) => type.slice('AWS::'.length)

test('every type that AWS publishes is emulated or refused, on purpose', async () => {
  const [rest, http] = [await startApiGateway(), await startHttpApis()]
  const handled = [...rest.service.resourceTypes, ...http.service.resourceTypes].map(({ type }) => short(type))
  await Promise.all([rest.close(), http.close()])
  expect(handled.sort()).toEqual(Object.keys(EMULATED).sort())
  expect(published.map(short).sort()).toEqual([...handled, ...REFUSED].sort())
})

test.each(Object.entries(EMULATED))('%s: %j', (type, [attributes, replacedBy]) => {
  const { properties, attributes: known = [] } = types[`AWS::${type}`] as Published
  const replacing = Object.keys(properties).filter((name) => properties[name]?.replaces === 'yes')
  expect([known.toSorted().join(' '), replacing.toSorted().join(' ')]).toEqual([attributes, replacedBy])
})
