import type { ApiGatewayV2Integration } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import type { Strings } from '../records.ts'
import { entries, text, withDefault } from './changes.ts'

export const integrationType = instantType({
  type: 'AWS::ApiGatewayV2::Integration',
  properties: {
    ApiId: 'emulated',
    ConnectionId: 'recorded',
    ConnectionType: 'emulated',
    ContentHandlingStrategy: 'emulated',
    CredentialsArn: 'emulated',
    Description: 'emulated',
    IntegrationMethod: 'emulated',
    IntegrationSubtype: 'emulated',
    IntegrationType: 'emulated',
    IntegrationUri: 'emulated',
    PassthroughBehavior: 'emulated',
    PayloadFormatVersion: 'emulated',
    RequestParameters: 'emulated',
    RequestTemplates: 'emulated',
    ResponseParameters: 'emulated',
    TemplateSelectionExpression: 'emulated',
    TimeoutInMillis: 'emulated',
    TlsConfig: 'recorded',
  },

  async create(p, { call }) {
    const { IntegrationId = '' } = await call('apigatewayv2', 'CreateIntegration', {
      ...membersOf(p),
      RequestParameters: p.RequestParameters,
      ResponseParameters: responseParametersOf(p),
    })
    return { physicalId: IntegrationId, attributes: { IntegrationId } }
  },

  async update(p, { physicalId: IntegrationId, attributes, properties: old }, { call }) {
    await call('apigatewayv2', 'UpdateIntegration', {
      ...membersOf(p),
      IntegrationId,
      ConnectionType: withDefault(old.ConnectionType, p.ConnectionType, 'INTERNET'),
      CredentialsArn: text(old.CredentialsArn, p.CredentialsArn),
      Description: text(old.Description, p.Description),
      PayloadFormatVersion: withDefault(old.PayloadFormatVersion, p.PayloadFormatVersion, '1.0'),
      RequestParameters: entries(old.RequestParameters, p.RequestParameters, ''),
      ResponseParameters: entries<Strings>(responseParametersOf(old), responseParametersOf(p), {}),
      TimeoutInMillis: withDefault(old.TimeoutInMillis, p.TimeoutInMillis, 30_000),
    })
    return { physicalId: IntegrationId, attributes }
  },

  async remove({ physicalId: IntegrationId, properties: { ApiId } }, { call }) {
    await ignoring('NotFoundException', call('apigatewayv2', 'DeleteIntegration', { ApiId, IntegrationId }))
  },
})

function membersOf(p: ApiGatewayV2Integration) {
  return {
    ApiId: p.ApiId,
    ConnectionId: p.ConnectionId,
    ConnectionType: p.ConnectionType,
    ContentHandlingStrategy: p.ContentHandlingStrategy,
    CredentialsArn: p.CredentialsArn,
    Description: p.Description,
    IntegrationMethod: p.IntegrationMethod,
    IntegrationSubtype: p.IntegrationSubtype,
    IntegrationType: p.IntegrationType,
    IntegrationUri: p.IntegrationUri,
    PassthroughBehavior: p.PassthroughBehavior,
    PayloadFormatVersion: p.PayloadFormatVersion,
    RequestTemplates: p.RequestTemplates,
    TemplateSelectionExpression: p.TemplateSelectionExpression,
    TimeoutInMillis: p.TimeoutInMillis,
    TlsConfig: p.TlsConfig,
  }
}

/** A template lists what the API maps: `[{ Destination, Source }]` by status code. */
function responseParametersOf({
  ResponseParameters,
}: ApiGatewayV2Integration): Readonly<Record<string, Strings>> | undefined {
  if (ResponseParameters === undefined) return undefined
  const byStatus = Object.entries(ResponseParameters).map(([status, { ResponseParameters: list = [] }]) => [
    status,
    Object.fromEntries(list.map(({ Destination = '', Source = '' }) => [Destination, Source])),
  ])
  return Object.fromEntries(byStatus)
}
