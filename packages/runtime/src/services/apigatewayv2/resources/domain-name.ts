import type { DomainName } from '../../../generated/apigatewayv2.ts'
import type { ApiGatewayV2DomainName } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import type { ResourceInstance } from '../../../kernel/resource-type.ts'
import { retag } from './changes.ts'

/** `AWS::ApiGatewayV2::DomainName`. Any certificate is taken: clients are shown one of Sallyport's own authority. */
export const domainNameType = instantType({
  type: 'AWS::ApiGatewayV2::DomainName',
  properties: {
    DomainName: 'emulated',
    DomainNameConfigurations: 'recorded',
    RoutingMode: 'emulated',
    Tags: 'emulated',
  },
  nameProperty: 'DomainName',

  async create(p, { call }) {
    const input = { ...membersOf(p), Tags: p.Tags }
    return instanceOf(await call('apigatewayv2', 'CreateDomainName', input))
  },

  async update(p, { physicalId, properties: old }, request) {
    const made = await request.call('apigatewayv2', 'UpdateDomainName', membersOf(p))
    await retag(`/domainnames/${physicalId}`, old.Tags, p.Tags, request)
    return instanceOf(made)
  },

  async remove({ physicalId: DomainName }, { call }) {
    await ignoring('NotFoundException', call('apigatewayv2', 'DeleteDomainName', { DomainName }))
  },
})

function membersOf({ DomainName, DomainNameConfigurations, RoutingMode }: ApiGatewayV2DomainName) {
  return { DomainName, DomainNameConfigurations, RoutingMode }
}

type Made = Partial<Pick<DomainName, 'DomainName' | 'DomainNameArn' | 'DomainNameConfigurations'>>

function instanceOf({ DomainName = '', DomainNameArn = '', DomainNameConfigurations = [] }: Made): ResourceInstance {
  const { ApiGatewayDomainName = '', HostedZoneId = '' } = DomainNameConfigurations[0] ?? {}
  const attributes = { DomainNameArn, RegionalDomainName: ApiGatewayDomainName, RegionalHostedZoneId: HostedZoneId }
  return { physicalId: DomainName, attributes }
}
