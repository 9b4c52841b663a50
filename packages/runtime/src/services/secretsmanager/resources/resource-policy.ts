import type { SecretsManagerResourcePolicy } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { jsonText } from '../../../kernel/json.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'

/** `AWS::SecretsManager::ResourcePolicy`: kept with the secret, and asked by nobody here. */
export const resourcePolicyType = instantType({
  type: 'AWS::SecretsManager::ResourcePolicy',
  properties: { BlockPublicPolicy: 'recorded', ResourcePolicy: 'recorded', SecretId: 'emulated' },
  create: (properties, request) => put(properties, request),
  update: (properties, _previous, request) => put(properties, request),
  async remove(previous, { call }) {
    const { SecretId } = previous.properties
    await ignoring('ResourceNotFoundException', call('secretsmanager', 'DeleteResourcePolicy', { SecretId }))
  },
})

async function put(
  { ResourcePolicy, SecretId, BlockPublicPolicy }: SecretsManagerResourcePolicy,
  request: ResourceRequest,
) {
  const input = { SecretId, ResourcePolicy: jsonText(ResourcePolicy), BlockPublicPolicy }
  const { ARN = SecretId } = await request.call('secretsmanager', 'PutResourcePolicy', input)
  return { physicalId: ARN, attributes: { Id: ARN } }
}
