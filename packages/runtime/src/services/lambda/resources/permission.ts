import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'

/** `AWS::Lambda::Permission`: a statement in the policy of a function, version or alias. `Ref` is its id there. */
export const permissionType = instantType({
  type: 'AWS::Lambda::Permission',
  replaceOn: [
    'Action',
    'EventSourceToken',
    'FunctionName',
    'FunctionUrlAuthType',
    'InvokedViaFunctionUrl',
    'Principal',
    'PrincipalOrgID',
    'SourceAccount',
    'SourceArn',
  ],
  properties: {
    Action: 'emulated',
    EventSourceToken: 'emulated',
    FunctionName: 'emulated',
    FunctionUrlAuthType: 'emulated',
    InvokedViaFunctionUrl: 'emulated',
    Principal: 'emulated',
    PrincipalOrgID: 'emulated',
    SourceAccount: 'emulated',
    SourceArn: 'emulated',
  },

  async create(p, request) {
    const StatementId = request.generateName({ maxLength: 100 })
    await request.call('lambda', 'AddPermission', { ...p, StatementId })
    return { physicalId: StatementId, attributes: { Id: StatementId } }
  },

  // Each change replaces.
  update: async (_properties, previous) => previous,

  async remove({ physicalId: StatementId, properties: { FunctionName } }, { call }) {
    await ignoring('ResourceNotFoundException', call('lambda', 'RemovePermission', { FunctionName, StatementId }))
  },
})
