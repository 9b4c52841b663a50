import { ignoring } from '../../../kernel/errors.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { InstantType, ResourceRequest } from '../../../kernel/resource-type.ts'

interface Properties {
  readonly ResponseParameters?: Readonly<Record<string, string>>
  readonly ResponseTemplates?: Readonly<Record<string, string>>
  readonly ResponseType: string
  readonly RestApiId: string
  readonly StatusCode?: string
}

/** `AWS::ApiGateway::GatewayResponse`. Putting it replaces the whole of it, so an update is a put. */
export const gatewayResponse: InstantType = {
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
    const { RestApiId: restApiId, ResponseType: responseType } = read(properties)
    await ignoring('NotFoundException', call('apigateway', 'DeleteGatewayResponse', { restApiId, responseType }))
  },
}

async function write(properties: JsonObject, { call }: ResourceRequest): Promise<void> {
  const p = read(properties)
  await call('apigateway', 'PutGatewayResponse', {
    restApiId: p.RestApiId,
    responseType: p.ResponseType,
    statusCode: p.StatusCode,
    responseParameters: p.ResponseParameters,
    responseTemplates: p.ResponseTemplates,
  })
}

function read(properties: JsonObject): Properties {
  return properties as unknown as Properties
}
