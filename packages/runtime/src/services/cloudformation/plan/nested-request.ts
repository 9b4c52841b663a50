import type { CloudFormationStack } from '../../../generated/resource-properties.ts'
import type { Configuration } from '../records.ts'

/**
 * What the properties of a nested stack ask for. The parent's tags come with the properties; its capabilities and role
 * hold for what is nested in it.
 */
export function nestedRequest(
  { Parameters = {}, TemplateURL = '', Tags = [], NotificationARNs, TimeoutInMinutes }: CloudFormationStack,
  { capabilities, roleArn }: Pick<Configuration, 'capabilities' | 'roleArn'>,
) {
  return {
    TemplateURL,
    Parameters: Object.entries(Parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Capabilities: [...capabilities] as never[],
    Tags: Tags.filter(({ Key }) => !Key.startsWith('aws:')),
    RoleARN: roleArn,
    NotificationARNs,
    TimeoutInMinutes,
  }
}
