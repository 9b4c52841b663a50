import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'

/** `AWS::Lambda::Url`. `Ref` is the ARN of what it calls. */
export const urlType = instantType({
  type: 'AWS::Lambda::Url',
  replaceOn: ['TargetFunctionArn', 'Qualifier'],
  properties: {
    AuthType: 'emulated',
    Cors: 'emulated',
    InvokeMode: 'emulated',
    Qualifier: 'emulated',
    TargetFunctionArn: 'emulated',
  },

  async create({ TargetFunctionArn: FunctionName, ...p }, request) {
    const made = await request.call('lambda', 'CreateFunctionUrlConfig', { FunctionName, ...p })
    const { FunctionArn, FunctionUrl } = made
    return { physicalId: FunctionArn, attributes: { FunctionArn, FunctionUrl } }
  },

  async update({ TargetFunctionArn: FunctionName, ...p }, previous, request) {
    const { Cors = {}, InvokeMode = 'BUFFERED', ...others } = p
    await request.call('lambda', 'UpdateFunctionUrlConfig', { FunctionName, Cors, InvokeMode, ...others })
    return { physicalId: previous.physicalId, attributes: previous.attributes }
  },

  async remove({ properties: { TargetFunctionArn: FunctionName, Qualifier } }, { call }) {
    const target = { FunctionName, Qualifier }
    await ignoring('ResourceNotFoundException', call('lambda', 'DeleteFunctionUrlConfig', target))
  },
})
