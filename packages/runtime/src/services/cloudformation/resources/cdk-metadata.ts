import type { InstantType } from '../../../kernel/resource-type.ts'

/** `AWS::CDK::Metadata`: what the CDK adds to every stack to count its constructs. It has no effect on AWS either. */
export const cdkMetadataType: InstantType = {
  type: 'AWS::CDK::Metadata',
  properties: { Analytics: 'recorded', Modules: 'recorded' },
  create: async (_properties, request) => ({ physicalId: request.generateName({ maxLength: 128 }), attributes: {} }),
  update: async (_properties, previous) => ({ physicalId: previous.physicalId, attributes: {} }),
  remove: async () => {},
}
