import type { CreateUserPoolDomainRequest, UpdateUserPoolDomainRequest } from '../../../generated/cognito-idp.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import type { ResourceInstance, ResourceRequest } from '../../../kernel/resource-type.ts'

/** The classic hosted UI. */
const DEFAULT_LOGIN_VERSION = 1

/**
 * `AWS::Cognito::UserPoolDomain`. `Ref` is the domain as given: a prefix or a full name. What the schema calls optional
 * and the operations do not, they refuse when it is missing.
 */
export const userPoolDomainType = instantType({
  type: 'AWS::Cognito::UserPoolDomain',
  properties: {
    CustomDomainConfig: 'recorded',
    Domain: 'emulated',
    ManagedLoginVersion: 'recorded',
    Routing: 'recorded',
    UserPoolId: 'emulated',
  },

  async create(properties, request) {
    await request.call('cognito-idp', 'CreateUserPoolDomain', properties as CreateUserPoolDomainRequest)
    return instance(properties.Domain, request)
  },

  /** The operation keeps settings that a request leaves out: those that the template has dropped are reset by name. */
  async update(properties, previous, request) {
    const { ManagedLoginVersion = DEFAULT_LOGIN_VERSION, ...settings } = properties
    const Routing = settings.Routing ?? (previous.properties.Routing && {})
    const input = { ...settings, ManagedLoginVersion, Routing } as UpdateUserPoolDomainRequest
    await request.call('cognito-idp', 'UpdateUserPoolDomain', input)
    return instance(properties.Domain, request)
  },

  /** A domain that is gone, or another pool's by now, counts as deleted. */
  async remove(previous, request) {
    const Domain = previous.physicalId
    const { UserPoolId } = previous.properties
    const { DomainDescription } = await request.call('cognito-idp', 'DescribeUserPoolDomain', { Domain })
    if (DomainDescription?.UserPoolId !== UserPoolId) return
    await request.call('cognito-idp', 'DeleteUserPoolDomain', { Domain, UserPoolId })
  },
})

async function instance(Domain: string, request: ResourceRequest): Promise<ResourceInstance> {
  const { DomainDescription } = await request.call('cognito-idp', 'DescribeUserPoolDomain', { Domain })
  return {
    physicalId: Domain,
    attributes: { CloudFrontDistribution: DomainDescription?.CloudFrontDistribution ?? '' },
  }
}
