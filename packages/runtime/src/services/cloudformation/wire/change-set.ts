import type { Change, DescribeChangeSetOutput } from '../../../generated/cloudformation.ts'
import type { ChangeDetail, ChangeRecord, ChangeSetRecord, Configuration } from '../records.ts'
import { parametersToWire } from './stack.ts'

/** A change set without its changes. Members as observed. */
export function changeSetToWire(
  changeSet: ChangeSetRecord,
  target: Configuration,
  withValues: boolean,
): DescribeChangeSetOutput {
  return {
    ChangeSetName: changeSet.name,
    ChangeSetId: changeSet.id,
    StackId: changeSet.stackId,
    StackName: changeSet.stackName,
    Description: changeSet.description,
    Parameters: target.parameters.length > 0 ? parametersToWire(target.parameters) : undefined,
    CreationTime: new Date(changeSet.createdAt),
    ExecutionStatus: changeSet.executionStatus,
    Status: changeSet.status,
    StatusReason: changeSet.statusReason ?? (withValues ? warningText(changeSet.warnings) : undefined),
    NotificationARNs: target.notificationArns,
    RollbackConfiguration: target.rollbackConfiguration ?? {},
    Capabilities: target.capabilities,
    Tags: target.tags.length > 0 ? target.tags : undefined,
    IncludeNestedStacks: changeSet.includeNestedStacks,
    ParentChangeSetId: changeSet.nesting?.parentId,
    RootChangeSetId: changeSet.nesting?.rootId,
    OnStackFailure: changeSet.onStackFailure,
    // Not there unless it was asked for (observed).
    ImportExistingResources: changeSet.importExisting || undefined,
    DeploymentConfig: target.deploymentConfig,
  }
}

/** AWS adds it only where `IncludePropertyValues` is set (observed). */
function warningText(warnings: readonly string[]): string | undefined {
  if (warnings.length === 0) return undefined
  return `[WARN] --include-property-values option can return incomplete ChangeSet data because: ${warnings.join('; ')}`
}

/** `withValues`: `IncludePropertyValues`. */
export function changeToWire(change: ChangeRecord, withValues: boolean): Change {
  return {
    Type: 'Resource',
    ResourceChange: {
      Action: change.action,
      PolicyAction: change.policyAction,
      LogicalResourceId: change.logicalId,
      PhysicalResourceId: change.physicalId,
      ResourceType: change.type,
      // Plain entries of additions have none (observed).
      Replacement: change.action === 'Add' && !withValues ? undefined : change.replacement,
      Scope: change.scope,
      ChangeSetId: change.changeSetId,
      Details: change.details.map((detail) => detailToWire(detail, withValues)),
      ...(withValues ? { BeforeContext: change.before, AfterContext: change.after } : {}),
    },
  }
}

function detailToWire(detail: ChangeDetail, withValues: boolean) {
  return {
    Target: {
      Attribute: detail.attribute,
      Name: detail.name,
      RequiresRecreation: detail.requiresRecreation,
      ...(withValues
        ? {
            Path: detail.path,
            BeforeValue: detail.before,
            AfterValue: detail.after,
            AttributeChangeType: detail.changeType,
          }
        : {}),
    },
    Evaluation: detail.evaluation,
    ChangeSource: detail.source,
    CausingEntity: detail.causingEntity,
  }
}
