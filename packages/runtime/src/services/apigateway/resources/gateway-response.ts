import type { ApiGatewayGatewayResponse } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'

/** `AWS::ApiGateway::GatewayResponse`. Putting it replaces the whole of it, so an update is a put. */
export const gatewayResponseType = instantType({
  type: 'AWS::ApiGateway::GatewayResponse',
  properties: {
    ResponseParameters: 'emulated',
    ResponseTemplates: 'emulated',
    ResponseType: 'emulated',
    RestApiId: 'emulated',
    StatusCode: 'emulated',
  },

  async create(properties, request) {
    await write(properties, request)
    const physicalId = request.generateName({ maxLength: 64 })
    return { physicalId, attributes: { Id: physicalId } }
  },

  async update(properties, { physicalId, attributes }, request) {
    await write(properties, request)
    return { physicalId, attributes }
  },

  async remove({ properties }, { call }) {
    const { RestApiId: restApiId, ResponseType: responseType } = properties
    await ignoring('NotFoundException', call('apigateway', 'DeleteGatewayResponse', { restApiId, responseType }))
  },
})

async function write(p: ApiGatewayGatewayResponse, { call }: ResourceRequest): Promise<void> {
  await call('apigateway', 'PutGatewayResponse', {
    restApiId: p.RestApiId,
    responseType: p.ResponseType,
    statusCode: p.StatusCode,
    responseParameters: p.ResponseParameters,
    responseTemplates: p.ResponseTemplates,
  })
}
