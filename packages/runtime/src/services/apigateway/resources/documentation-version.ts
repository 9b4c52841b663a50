import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { patchText } from './patches.ts'

/** `AWS::ApiGateway::DocumentationVersion`: keeps the parts as they are when it is made, and never again. */
export const documentationVersionType = instantType({
  type: 'AWS::ApiGateway::DocumentationVersion',
  nameProperty: 'DocumentationVersion',
  properties: { Description: 'emulated', DocumentationVersion: 'emulated', RestApiId: 'emulated' },

  async create(p, request) {
    const { Description: description, DocumentationVersion: documentationVersion, RestApiId: restApiId } = p
    await request.call('apigateway', 'CreateDocumentationVersion', { restApiId, documentationVersion, description })
    return { physicalId: request.generateName({ maxLength: 64 }), attributes: {} }
  },

  async update(p, { physicalId, attributes, properties: old }, { call }) {
    await call('apigateway', 'UpdateDocumentationVersion', {
      restApiId: p.RestApiId,
      documentationVersion: p.DocumentationVersion,
      patchOperations: patchText('/description', old.Description, p.Description),
    })
    return { physicalId, attributes }
  },

  async remove({ properties: { DocumentationVersion: documentationVersion, RestApiId: restApiId } }, { call }) {
    const gone = call('apigateway', 'DeleteDocumentationVersion', { restApiId, documentationVersion })
    await ignoring('NotFoundException', gone)
  },
})
