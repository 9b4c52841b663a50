import type { LambdaEventInvokeConfig } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'

/** `AWS::Lambda::EventInvokeConfig`. Destinations that are no functions are recorded. */
export const eventInvokeConfigType = instantType({
  type: 'AWS::Lambda::EventInvokeConfig',
  replaceOn: ['FunctionName', 'Qualifier'],
  properties: {
    DestinationConfig: 'emulated',
    FunctionName: 'emulated',
    MaximumEventAgeInSeconds: 'emulated',
    MaximumRetryAttempts: 'emulated',
    Qualifier: 'emulated',
  },

  async create(p, request) {
    await put(p, request)
    return { physicalId: request.generateName({ maxLength: 64 }), attributes: {} }
  },

  async update(p, previous, request) {
    await put(p, request)
    return { physicalId: previous.physicalId, attributes: {} }
  },

  async remove({ properties: { FunctionName, Qualifier } }, { call }) {
    const target = { FunctionName, Qualifier }
    await ignoring('ResourceNotFoundException', call('lambda', 'DeleteFunctionEventInvokeConfig', target))
  },
})

async function put(p: LambdaEventInvokeConfig, { call }: ResourceRequest): Promise<void> {
  await call('lambda', 'PutFunctionEventInvokeConfig', p)
}
