import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'

/** `AWS::Logs::LogStream`. Both of its properties replace it. */
export const logStreamType = instantType({
  type: 'AWS::Logs::LogStream',
  nameProperty: 'LogStreamName',
  properties: { LogGroupName: 'emulated', LogStreamName: 'emulated' },

  async create(properties, request) {
    const { LogGroupName: logGroupName, LogStreamName } = properties
    const logStreamName = LogStreamName ?? request.generateName({ maxLength: 512 })
    await request.call('logs', 'CreateLogStream', { logGroupName, logStreamName })
    return { physicalId: logStreamName, attributes: {} }
  },

  async update(_properties, { physicalId }) {
    return { physicalId, attributes: {} }
  },

  async remove({ physicalId: logStreamName, properties }, { call }) {
    const { LogGroupName: logGroupName } = properties
    await ignoring('ResourceNotFoundException', call('logs', 'DeleteLogStream', { logGroupName, logStreamName }))
  },
})
