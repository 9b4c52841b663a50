import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { patchText, patchWithDefault } from './patches.ts'
import { apiArn, retag, tagMap } from './tags.ts'

export const apiKeyType = instantType({
  type: 'AWS::ApiGateway::ApiKey',
  properties: {
    CustomerId: 'emulated',
    Description: 'emulated',
    Enabled: 'emulated',
    // The value and not the id: both are made here.
    GenerateDistinctId: 'recorded',
    Name: 'emulated',
    StageKeys: 'recorded',
    Tags: 'emulated',
    Value: 'emulated',
  },

  async create(p, request) {
    const { id = '' } = await request.call('apigateway', 'CreateApiKey', {
      name: p.Name ?? request.generateName({ maxLength: 128 }),
      description: p.Description,
      customerId: p.CustomerId,
      enabled: p.Enabled,
      generateDistinctId: p.GenerateDistinctId,
      value: p.Value,
      stageKeys: p.StageKeys?.map(({ RestApiId, StageName }) => ({ restApiId: RestApiId, stageName: StageName })),
      tags: tagMap(p.Tags),
    })
    return { physicalId: id, attributes: { APIKeyId: id } }
  },

  async update(p, { physicalId, attributes, properties: old }, request) {
    await request.call('apigateway', 'UpdateApiKey', {
      apiKey: physicalId,
      patchOperations: [
        ...patchText('/description', old.Description, p.Description),
        ...patchText('/customerId', old.CustomerId, p.CustomerId),
        ...patchWithDefault('/enabled', old.Enabled, p.Enabled, false),
      ],
    })
    await retag(apiArn(request, `/apikeys/${physicalId}`), old.Tags, p.Tags, request)
    return { physicalId, attributes }
  },

  async remove({ physicalId }, { call }) {
    await ignoring('NotFoundException', call('apigateway', 'DeleteApiKey', { apiKey: physicalId }))
  },
})
