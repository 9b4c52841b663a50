import { ignoring } from '../../../kernel/errors.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { InstantType, ResourceRequest } from '../../../kernel/resource-type.ts'

interface ResourcePolicyProperties {
  readonly BlockPublicPolicy?: boolean
  readonly ResourcePolicy: string | JsonObject
  readonly SecretId: string
}

/** `AWS::SecretsManager::ResourcePolicy`: kept with the secret, and asked by nobody here. */
export const resourcePolicyType: InstantType = {
  type: 'AWS::SecretsManager::ResourcePolicy',
  properties: { BlockPublicPolicy: 'recorded', ResourcePolicy: 'recorded', SecretId: 'emulated' },
  create: (properties, request) => put(properties as unknown as ResourcePolicyProperties, request),
  update: (properties, _previous, request) => put(properties as unknown as ResourcePolicyProperties, request),
  async remove(previous, { call }) {
    const { SecretId } = previous.properties as unknown as ResourcePolicyProperties
    await ignoring('ResourceNotFoundException', call('secretsmanager', 'DeleteResourcePolicy', { SecretId }))
  },
}

async function put(
  { ResourcePolicy, SecretId, BlockPublicPolicy }: ResourcePolicyProperties,
  request: ResourceRequest,
) {
  const text = typeof ResourcePolicy === 'string' ? ResourcePolicy : JSON.stringify(ResourcePolicy)
  const input = { SecretId, ResourcePolicy: text, BlockPublicPolicy }
  const { ARN = SecretId } = await request.call('secretsmanager', 'PutResourcePolicy', input)
  return { physicalId: ARN, attributes: { Id: ARN } }
}
