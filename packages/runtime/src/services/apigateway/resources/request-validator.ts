import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { patchWithDefault } from './patches.ts'

export const requestValidatorType = instantType({
  type: 'AWS::ApiGateway::RequestValidator',
  properties: {
    Name: 'emulated',
    RestApiId: 'emulated',
    ValidateRequestBody: 'emulated',
    ValidateRequestParameters: 'emulated',
  },

  async create(p, request) {
    const { id = '' } = await request.call('apigateway', 'CreateRequestValidator', {
      restApiId: p.RestApiId,
      name: p.Name ?? request.generateName({ maxLength: 128 }),
      validateRequestBody: p.ValidateRequestBody,
      validateRequestParameters: p.ValidateRequestParameters,
    })
    return { physicalId: id, attributes: { RequestValidatorId: id } }
  },

  async update(p, { physicalId, attributes, properties: old }, { call }) {
    const [body, parameters] = ['/validateRequestBody', '/validateRequestParameters']
    await call('apigateway', 'UpdateRequestValidator', {
      restApiId: p.RestApiId,
      requestValidatorId: physicalId,
      patchOperations: [
        ...patchWithDefault(body, old.ValidateRequestBody, p.ValidateRequestBody, false),
        ...patchWithDefault(parameters, old.ValidateRequestParameters, p.ValidateRequestParameters, false),
      ],
    })
    return { physicalId, attributes }
  },

  async remove({ physicalId, properties }, { call }) {
    const { RestApiId: restApiId } = properties
    await ignoring(
      'NotFoundException',
      call('apigateway', 'DeleteRequestValidator', { restApiId, requestValidatorId: physicalId }),
    )
  },
})
