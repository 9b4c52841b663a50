import type { LambdaAlias } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'

/** `AWS::Lambda::Alias`. `Ref` is its ARN. */
export const aliasType = instantType({
  type: 'AWS::Lambda::Alias',
  nameProperty: 'Name',
  replaceOn: ['FunctionName', 'Name'],
  properties: {
    Description: 'emulated',
    FunctionName: 'emulated',
    FunctionVersion: 'emulated',
    Name: 'emulated',
    ProvisionedConcurrencyConfig: 'recorded',
    RoutingConfig: 'emulated',
  },

  async create(p, request) {
    const { AliasArn = '' } = await request.call('lambda', 'CreateAlias', {
      FunctionName: p.FunctionName,
      Name: p.Name,
      FunctionVersion: p.FunctionVersion,
      Description: p.Description,
      RoutingConfig: routingOf(p),
    })
    await provision(p, undefined, request)
    return { physicalId: AliasArn, attributes: { AliasArn } }
  },

  async update(p, previous, request) {
    await request.call('lambda', 'UpdateAlias', {
      FunctionName: p.FunctionName,
      Name: p.Name,
      FunctionVersion: p.FunctionVersion,
      Description: p.Description ?? '',
      RoutingConfig: routingOf(p),
    })
    await provision(p, previous.properties, request)
    return { physicalId: previous.physicalId, attributes: previous.attributes }
  },

  async remove({ properties: { FunctionName, Name } }, { call }) {
    await ignoring('ResourceNotFoundException', call('lambda', 'DeleteAlias', { FunctionName, Name }))
  },
})

function routingOf({ RoutingConfig }: LambdaAlias) {
  const weights = RoutingConfig?.AdditionalVersionWeights ?? []
  return {
    AdditionalVersionWeights: Object.fromEntries(
      weights.map(({ FunctionVersion, FunctionWeight }) => [FunctionVersion, FunctionWeight]),
    ),
  }
}

async function provision(p: LambdaAlias, old: LambdaAlias | undefined, { call }: ResourceRequest): Promise<void> {
  const target = { FunctionName: p.FunctionName, Qualifier: p.Name }
  const ProvisionedConcurrentExecutions = p.ProvisionedConcurrencyConfig?.ProvisionedConcurrentExecutions
  if (ProvisionedConcurrentExecutions !== undefined) {
    await call('lambda', 'PutProvisionedConcurrencyConfig', { ...target, ProvisionedConcurrentExecutions })
  } else if (old?.ProvisionedConcurrencyConfig) {
    await call('lambda', 'DeleteProvisionedConcurrencyConfig', target)
  }
}
