import type { JsonObject } from '../../../kernel/json.ts'
import type { InstantType, ResourceRequest } from '../../../kernel/resource-type.ts'

interface Properties {
  readonly CloudWatchRoleArn?: string
}

/** `AWS::ApiGateway::Account`: the one account setting of a region. Deleting it leaves the setting (recorded on AWS). */
export const account: InstantType = {
  type: 'AWS::ApiGateway::Account',
  properties: { CloudWatchRoleArn: 'recorded' },

  async create(properties, request) {
    await write(properties, request)
    const physicalId = request.generateName({ maxLength: 64 })
    return { physicalId, attributes: { Id: physicalId } }
  },

  async update(properties, { physicalId, attributes }, request) {
    await write(properties, request)
    return { physicalId, attributes }
  },

  async remove() {},
}

async function write(properties: JsonObject, { call }: ResourceRequest): Promise<void> {
  const { CloudWatchRoleArn: value } = properties as Properties
  await call('apigateway', 'UpdateAccount', { patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value }] })
}
