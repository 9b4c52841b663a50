import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { text } from './changes.ts'

/** `AWS::ApiGatewayV2::ApiMapping`: of a REST API as well as of an HTTP API. */
export const apiMappingType = instantType({
  type: 'AWS::ApiGatewayV2::ApiMapping',
  properties: { ApiId: 'emulated', ApiMappingKey: 'emulated', DomainName: 'emulated', Stage: 'emulated' },

  async create({ ApiId, ApiMappingKey, DomainName, Stage }, { call }) {
    const input = { ApiId, ApiMappingKey, DomainName, Stage }
    const { ApiMappingId = '' } = await call('apigatewayv2', 'CreateApiMapping', input)
    return { physicalId: ApiMappingId, attributes: { ApiMappingId } }
  },

  async update(p, { physicalId: ApiMappingId, attributes, properties: old }, { call }) {
    const { ApiId, DomainName, Stage } = p
    const ApiMappingKey = text(old.ApiMappingKey, p.ApiMappingKey)
    await call('apigatewayv2', 'UpdateApiMapping', { ApiId, ApiMappingId, ApiMappingKey, DomainName, Stage })
    return { physicalId: ApiMappingId, attributes }
  },

  async remove({ physicalId: ApiMappingId, properties: { DomainName } }, { call }) {
    await ignoring('NotFoundException', call('apigatewayv2', 'DeleteApiMapping', { ApiMappingId, DomainName }))
  },
})
