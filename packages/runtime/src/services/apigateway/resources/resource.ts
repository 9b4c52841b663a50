import { ignoring } from '../../../kernel/errors.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { InstantType } from '../../../kernel/resource-type.ts'

interface Properties {
  readonly ParentId: string
  readonly PathPart: string
  readonly RestApiId: string
}

/** `AWS::ApiGateway::Resource`: each of its properties replaces it. */
export const resource: InstantType = {
  type: 'AWS::ApiGateway::Resource',
  properties: { ParentId: 'emulated', PathPart: 'emulated', RestApiId: 'emulated' },

  async create(properties, { call }) {
    const { RestApiId: restApiId, ParentId: parentId, PathPart: pathPart } = read(properties)
    const { id = '' } = await call('apigateway', 'CreateResource', { restApiId, parentId, pathPart })
    return { physicalId: id, attributes: { ResourceId: id } }
  },

  async update(_properties, { physicalId, attributes }) {
    return { physicalId, attributes }
  },

  async remove({ physicalId, properties }, { call }) {
    const { RestApiId: restApiId } = read(properties)
    await ignoring('NotFoundException', call('apigateway', 'DeleteResource', { restApiId, resourceId: physicalId }))
  },
}

function read(properties: JsonObject): Properties {
  return properties as unknown as Properties
}
