import { thing } from '../cloudformation.harness.ts'
import { FakeFunctions, FUNCTION_ARN } from '../custom-resources/fake-functions.harness.ts'
import { describeCrashes } from './crash.harness.ts'

const custom = (Value: unknown) => ({ Type: 'Custom::Thing', Properties: { ServiceToken: FUNCTION_ARN, Value } })
const templateOf = (Value: unknown, more: object = {}) => ({
  Resources: { C: custom(Value), A: thing({ Value: { 'Fn::GetAtt': ['C', 'Value'] } }), ...more },
})
const body = (template: object) => ({ StackName: 'S', TemplateBody: JSON.stringify(template) })

/** Another id for each value, so that an update replaces; a failure where it is asked to fail. */
function replacing(): FakeFunctions {
  const functions = new FakeFunctions()
  functions.handler = ({ ResourceProperties: { Value }, RequestType }) => ({
    Status: Value === 'fail' && RequestType !== 'Delete' ? 'FAILED' : 'SUCCESS',
    Reason: 'told to',
    PhysicalResourceId: `id-${Value}`,
    Data: { Value },
  })
  return functions
}

describeCrashes({
  'the creation of a custom resource': {
    functions: replacing,
    prepare: async () => {},
    begin: (cfn) => cfn.call('CreateStack', body(templateOf('1'))),
    ends: 'CREATE_COMPLETE',
  },
  'a creation that fails': {
    functions: replacing,
    prepare: async () => {},
    begin: (cfn) => cfn.call('CreateStack', body(templateOf('fail'))),
    ends: 'ROLLBACK_COMPLETE',
  },
  'an update that replaces': {
    functions: replacing,
    prepare: (cfn) => cfn.create('S', templateOf('1')),
    begin: (cfn) => cfn.call('UpdateStack', body(templateOf('2'))),
    ends: 'UPDATE_COMPLETE',
  },
  'an update that fails': {
    functions: replacing,
    prepare: (cfn) => cfn.create('S', templateOf('1')),
    begin: (cfn) => cfn.call('UpdateStack', body(templateOf('fail'))),
    ends: 'UPDATE_ROLLBACK_COMPLETE',
  },
  'a deletion': {
    functions: replacing,
    prepare: (cfn) => cfn.create('S', templateOf('1')),
    begin: (cfn) => cfn.call('DeleteStack', { StackName: 'S' }),
    ends: 'DELETE_COMPLETE',
  },
})
