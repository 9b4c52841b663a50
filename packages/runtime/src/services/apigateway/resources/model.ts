import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { jsonText } from '../../../kernel/json.ts'
import { patchText } from './patches.ts'

/** `AWS::ApiGateway::Model`. `Ref` is its name. */
export const modelType = instantType({
  type: 'AWS::ApiGateway::Model',
  nameProperty: 'Name',
  properties: {
    ContentType: 'recorded',
    Description: 'recorded',
    Name: 'emulated',
    RestApiId: 'emulated',
    Schema: 'emulated',
  },

  async create(p, request) {
    const name = p.Name ?? alphanumeric(request.generateName({ maxLength: 128 }))
    await request.call('apigateway', 'CreateModel', {
      restApiId: p.RestApiId,
      name,
      description: p.Description,
      schema: jsonText(p.Schema),
      contentType: p.ContentType ?? 'application/json',
    })
    return { physicalId: name, attributes: {} }
  },

  async update(p, { physicalId, attributes, properties: old }, { call }) {
    await call('apigateway', 'UpdateModel', {
      restApiId: p.RestApiId,
      modelName: physicalId,
      patchOperations: [
        ...patchText('/description', old.Description, p.Description),
        ...patchText('/schema', jsonText(old.Schema), jsonText(p.Schema)),
      ],
    })
    return { physicalId, attributes }
  },

  async remove({ physicalId, properties }, { call }) {
    const { RestApiId: restApiId } = properties
    await ignoring('NotFoundException', call('apigateway', 'DeleteModel', { restApiId, modelName: physicalId }))
  },
})

/** Model names take no hyphens. */
function alphanumeric(name: string): string {
  return name.replaceAll(/[^a-zA-Z0-9]/g, '')
}
