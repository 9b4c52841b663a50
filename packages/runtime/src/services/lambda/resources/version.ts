import { AwsError, ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'

/** `AWS::Lambda::Version`: a number of a function. `Ref` is its ARN. */
export const versionType = instantType({
  type: 'AWS::Lambda::Version',
  replaceOn: ['FunctionName', 'CodeSha256', 'Description', 'ProvisionedConcurrencyConfig', 'RuntimePolicy'],
  properties: {
    CodeSha256: 'emulated',
    Description: 'emulated',
    FunctionName: 'emulated',
    ProvisionedConcurrencyConfig: 'recorded',
    RuntimePolicy: 'recorded',
  },

  async create(p, request) {
    const { FunctionName, CodeSha256, Description, ProvisionedConcurrencyConfig } = p
    const before = await versionsOf(FunctionName, request)
    const made = await request.call('lambda', 'PublishVersion', { FunctionName, CodeSha256, Description })
    const { Version = '', FunctionArn = '' } = made
    // Documented for what does not differ from the last version; wording observed in stack events.
    if (before.includes(Version)) {
      throw new AwsError(
        'ResourceAlreadyExistsException',
        `A version for this Lambda function exists ( ${Version} ). Modify the function to create a new version.`,
      )
    }
    if (ProvisionedConcurrencyConfig) {
      const { ProvisionedConcurrentExecutions } = ProvisionedConcurrencyConfig
      const asked = { FunctionName, Qualifier: Version, ProvisionedConcurrentExecutions }
      await request.call('lambda', 'PutProvisionedConcurrencyConfig', asked)
    }
    return { physicalId: FunctionArn, attributes: { FunctionArn, Version } }
  },

  // Each change replaces.
  update: async (_properties, previous) => previous,

  async remove({ physicalId: FunctionName }, { call }) {
    await ignoring('ResourceNotFoundException', call('lambda', 'DeleteFunction', { FunctionName }))
  },
})

async function versionsOf(FunctionName: string, { call }: ResourceRequest): Promise<string[]> {
  const found: string[] = []
  for (let Marker: string | undefined; ; ) {
    const page = await call('lambda', 'ListVersionsByFunction', { FunctionName, Marker })
    found.push(...(page.Versions ?? []).map(({ Version = '' }) => Version))
    Marker = page.NextMarker
    if (Marker === undefined) return found
  }
}
