import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { patchText } from './patches.ts'

export const documentationPartType = instantType({
  type: 'AWS::ApiGateway::DocumentationPart',
  properties: { Location: 'emulated', Properties: 'emulated', RestApiId: 'emulated' },

  async create({ Location, Properties: properties, RestApiId: restApiId }, { call }) {
    const { id = '' } = await call('apigateway', 'CreateDocumentationPart', {
      restApiId,
      location: {
        type: Location.Type ?? '',
        path: Location.Path,
        method: Location.Method,
        statusCode: Location.StatusCode,
        name: Location.Name,
      },
      properties,
    })
    return { physicalId: id, attributes: { DocumentationPartId: id } }
  },

  async update(p, { physicalId: documentationPartId, attributes, properties: old }, { call }) {
    const patchOperations = patchText('/properties', old.Properties, p.Properties)
    await call('apigateway', 'UpdateDocumentationPart', {
      restApiId: p.RestApiId,
      documentationPartId,
      patchOperations,
    })
    return { physicalId: documentationPartId, attributes }
  },

  async remove({ physicalId: documentationPartId, properties: { RestApiId: restApiId } }, { call }) {
    const gone = call('apigateway', 'DeleteDocumentationPart', { restApiId, documentationPartId })
    await ignoring('NotFoundException', gone)
  },
})
