import type { ApiGatewayAccount } from '../../../generated/resource-properties.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'

/** `AWS::ApiGateway::Account`: the one account setting of a region. Deleting it leaves the setting (recorded on AWS). */
export const accountType = instantType({
  type: 'AWS::ApiGateway::Account',
  properties: { CloudWatchRoleArn: 'emulated' },

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
})

async function write({ CloudWatchRoleArn: value }: ApiGatewayAccount, { call }: ResourceRequest): Promise<void> {
  await call('apigateway', 'UpdateAccount', { patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value }] })
}
