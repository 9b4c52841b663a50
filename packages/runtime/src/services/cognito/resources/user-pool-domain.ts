import type { CreateUserPoolDomainRequest } from '../../../generated/cognito-idp.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { InstantType, ResourceInstance, ResourceRequest } from '../../../kernel/resource-type.ts'

/** The classic hosted UI. */
const DEFAULT_LOGIN_VERSION = 1

/** `AWS::Cognito::UserPoolDomain`. `Ref` is the domain as given: a prefix or a full name. */
export const userPoolDomainType: InstantType = {
  type: 'AWS::Cognito::UserPoolDomain',
  properties: {
    CustomDomainConfig: 'recorded',
    Domain: 'emulated',
    ManagedLoginVersion: 'recorded',
    Routing: 'recorded',
    UserPoolId: 'emulated',
  },

  async create(properties, request) {
    await request.call('cognito-idp', 'CreateUserPoolDomain', read(properties))
    return instance(read(properties).Domain, request)
  },

  /** The operation keeps what it is not told, so what has gone from the template is told to go. */
  async update(properties, previous, request) {
    const { ManagedLoginVersion = DEFAULT_LOGIN_VERSION, ...settings } = read(properties)
    const Routing = settings.Routing ?? (read(previous.properties).Routing && {})
    await request.call('cognito-idp', 'UpdateUserPoolDomain', { ...settings, ManagedLoginVersion, Routing })
    return instance(read(properties).Domain, request)
  },

  /** A domain that is gone, or another pool's by now, counts as deleted. */
  async remove(previous, request) {
    const Domain = previous.physicalId
    const { UserPoolId } = read(previous.properties)
    const { DomainDescription } = await request.call('cognito-idp', 'DescribeUserPoolDomain', { Domain })
    if (DomainDescription?.UserPoolId !== UserPoolId) return
    await request.call('cognito-idp', 'DeleteUserPoolDomain', { Domain, UserPoolId })
  },
}

function read(properties: JsonObject): CreateUserPoolDomainRequest {
  return properties as unknown as CreateUserPoolDomainRequest
}

async function instance(Domain: string, request: ResourceRequest): Promise<ResourceInstance> {
  const { DomainDescription } = await request.call('cognito-idp', 'DescribeUserPoolDomain', { Domain })
  return {
    physicalId: Domain,
    attributes: { CloudFrontDistribution: DomainDescription?.CloudFrontDistribution ?? '' },
  }
}
