import type { Parameter, Stack } from '../../../generated/cloudformation.ts'
import type { Configuration, OutputRecord, ParameterValue, StackRecord } from '../records.ts'
import { MASK } from '../secrets.ts'

export function parametersToWire(parameters: readonly ParameterValue[]): Parameter[] {
  return parameters.map(({ key, value, resolved, noEcho }) => ({
    ParameterKey: key,
    ParameterValue: noEcho ? MASK : value,
    ...(resolved === undefined ? {} : { ResolvedValue: noEcho ? MASK : resolved }),
  }))
}

const NOT_CHECKED = { StackDriftStatus: 'NOT_CHECKED' }

/** What DescribeStacks shows. `configuration`: undefined while the stack waits for its first change set. */
export function stackToWire(
  stack: StackRecord,
  outputs: readonly OutputRecord[],
  configuration: Configuration | undefined,
): Stack {
  const isDeleted = stack.status === 'DELETE_COMPLETE'
  const { parameters = [], capabilities = [], tags = [], notificationArns = [] } = configuration ?? {}
  return {
    StackId: stack.id,
    StackName: stack.name,
    ParentId: stack.nesting?.parentId,
    RootId: stack.nesting?.rootId,
    // Observed: a stack that is deleted, or whose creation was rolled back, does not tell it any more.
    ChangeSetId: stack.deletedAt === undefined ? configuration?.changeSetId : undefined,
    Description: configuration?.description,
    Parameters: parameters.length > 0 ? parametersToWire(parameters) : undefined,
    CreationTime: new Date(stack.createdAt),
    DeletionTime: stack.deletedAt === undefined ? undefined : new Date(stack.deletedAt),
    LastUpdatedTime: stack.updatedAt === undefined ? undefined : new Date(stack.updatedAt),
    RollbackConfiguration: configuration?.rollbackConfiguration ?? {},
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DisableRollback: stack.disableRollback,
    DeploymentConfig: configuration?.deploymentConfig,
    NotificationARNs: notificationArns,
    TimeoutInMinutes: configuration?.timeoutInMinutes,
    Capabilities: capabilities.length > 0 ? capabilities : undefined,
    Outputs: outputs.length > 0 ? outputs.map(outputToWire) : undefined,
    RoleARN: configuration?.roleArn,
    Tags: tags,
    // Observed: a deleted stack does not have it.
    EnableTerminationProtection: isDeleted ? undefined : stack.terminationProtection,
    RetainExceptOnCreate: stack.retainExceptOnCreate,
    DeletionMode: stack.deletionMode,
    DriftInformation: NOT_CHECKED,
  }
}

function outputToWire({ key, value, description, exportName }: OutputRecord) {
  return { OutputKey: key, OutputValue: value, Description: description, ExportName: exportName }
}
