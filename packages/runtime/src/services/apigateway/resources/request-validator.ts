import { ignoring } from '../../../kernel/errors.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { InstantType } from '../../../kernel/resource-type.ts'
import { patchWithDefault } from './patches.ts'

interface Properties {
  readonly Name?: string
  readonly RestApiId: string
  readonly ValidateRequestBody?: boolean
  readonly ValidateRequestParameters?: boolean
}

/** `AWS::ApiGateway::RequestValidator`. A method that would have its body validated against a model is refused. */
export const requestValidator: InstantType = {
  type: 'AWS::ApiGateway::RequestValidator',
  properties: {
    Name: 'emulated',
    RestApiId: 'emulated',
    ValidateRequestBody: 'emulated',
    ValidateRequestParameters: 'emulated',
  },

  async create(properties, request) {
    const p = read(properties)
    const { id = '' } = await request.call('apigateway', 'CreateRequestValidator', {
      restApiId: p.RestApiId,
      name: p.Name ?? request.generateName({ maxLength: 128 }),
      validateRequestBody: p.ValidateRequestBody,
      validateRequestParameters: p.ValidateRequestParameters,
    })
    return { physicalId: id, attributes: { RequestValidatorId: id } }
  },

  async update(properties, { physicalId, attributes, properties: before }, { call }) {
    const [old, p] = [read(before), read(properties)]
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
    const { RestApiId: restApiId } = read(properties)
    await ignoring(
      'NotFoundException',
      call('apigateway', 'DeleteRequestValidator', { restApiId, requestValidatorId: physicalId }),
    )
  },
}

function read(properties: JsonObject): Properties {
  return properties as unknown as Properties
}
