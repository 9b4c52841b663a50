import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'

/** `AWS::ApiGateway::Resource`: each of its properties replaces it. */
export const resourceType = instantType({
  type: 'AWS::ApiGateway::Resource',
  properties: { ParentId: 'emulated', PathPart: 'emulated', RestApiId: 'emulated' },

  async create(properties, { call }) {
    const { RestApiId: restApiId, ParentId: parentId, PathPart: pathPart } = properties
    const { id = '' } = await call('apigateway', 'CreateResource', { restApiId, parentId, pathPart })
    return { physicalId: id, attributes: { ResourceId: id } }
  },

  async update(_properties, { physicalId, attributes }) {
    return { physicalId, attributes }
  },

  async remove({ physicalId, properties }, { call }) {
    const { RestApiId: restApiId } = properties
    await ignoring('NotFoundException', call('apigateway', 'DeleteResource', { restApiId, resourceId: physicalId }))
  },
})
