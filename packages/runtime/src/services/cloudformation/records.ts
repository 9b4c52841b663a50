import type { DeploymentConfig, RollbackConfiguration } from '../../generated/cloudformation.ts'
import type { JsonObject, JsonValue } from '../../kernel/json.ts'
import type { Caller } from '../../kernel/operation.ts'
import type { Sealed } from '../../kernel/vault.ts'
import type { ResourcePolicy } from './template/template.ts'

export interface Tag {
  readonly Key: string
  readonly Value: string
}

/** A parameter as it was given, and what it stands for. */
export interface ParameterValue {
  readonly key: string
  /** As given; the name of the parameter in Parameter Store for the `AWS::SSM::Parameter::Value` types. */
  readonly value: string
  /** What Parameter Store held when the value was read. */
  readonly resolved?: string
  /** The value is a secret: shown as `****`, and sealed where it is stored. */
  readonly noEcho?: true
}

/** A parameter as it is stored. */
export type StoredParameter = (ParameterValue & { readonly noEcho?: never }) | SealedParameter

export interface SealedParameter {
  readonly key: string
  readonly value: Sealed
  readonly resolved?: Sealed
  readonly noEcho: true
}

/** A template as it was submitted, and what its transforms have made of it, where it declares any. */
export interface TemplateTexts {
  readonly text: string
  /** JSON. The values of parameters may be in it. */
  readonly processed?: string
}

/** What a stack is, or is to become: a template with values for its parameters. */
export interface Configuration {
  /** Names the document that holds the template's text. */
  readonly templateId: string
  readonly description?: string
  readonly parameters: readonly ParameterValue[]
  readonly tags: readonly Tag[]
  readonly capabilities: readonly string[]
  readonly notificationArns: readonly string[]
  readonly roleArn?: string
  readonly rollbackConfiguration?: RollbackConfiguration
  readonly deploymentConfig?: DeploymentConfig
  readonly timeoutInMinutes?: number
  readonly changeSetId?: string
}

/** A template as it is stored. */
export interface StoredTemplate {
  readonly text: string
  readonly sealedProcessed?: Sealed
}

/** A configuration as it is stored: secret values are sealed. */
export interface StoredConfiguration extends Omit<Configuration, 'parameters'> {
  readonly parameters: readonly StoredParameter[]
}

export type StackStatus =
  | 'REVIEW_IN_PROGRESS'
  | `CREATE_${'IN_PROGRESS' | 'COMPLETE' | 'FAILED'}`
  | `ROLLBACK_${'IN_PROGRESS' | 'COMPLETE' | 'FAILED'}`
  | `DELETE_${'IN_PROGRESS' | 'COMPLETE' | 'FAILED'}`
  | `UPDATE_${'IN_PROGRESS' | 'COMPLETE_CLEANUP_IN_PROGRESS' | 'COMPLETE' | 'FAILED'}`
  | `UPDATE_ROLLBACK_${'IN_PROGRESS' | 'COMPLETE_CLEANUP_IN_PROGRESS' | 'COMPLETE' | 'FAILED'}`

/**
 * What is being done to a stack. It is there from the acknowledgement of the request until the end of the work, so that
 * a process that finds one after a crash goes on with it.
 */
export interface OperationRecord {
  /** Groups the events of one operation. A rollback has an id of its own. */
  readonly id: string
  readonly phase:
    | 'create'
    | 'update'
    /** The update of a nested stack is done, and its parent's is not: nothing happens. */
    | 'held'
    | 'cleanup'
    | 'create-rollback'
    | 'update-rollback'
    | 'rollback-cleanup'
    | 'delete'
  /** Time of the newest event before this phase: what carries a later one is of this phase. */
  readonly after: number
  readonly caller: Caller
  /** Origin under which the client reached us. */
  readonly origin: string
  readonly clientRequestToken?: string
  /** The change set that is being executed. */
  readonly changeSetId?: string
  /** What happens when a resource cannot be created or updated. */
  readonly onFailure: 'ROLLBACK' | 'DO_NOTHING' | 'DELETE'
  /** Resources with a policy of Retain are deleted all the same where their creation is rolled back. */
  readonly retainExceptOnCreate: boolean
  /** Take over resources that exist already under a name that the template gives. */
  readonly importExisting: boolean
  /** Resources that DeleteStack is told to leave, or ContinueUpdateRollback to skip. */
  readonly skip: readonly string[]
  readonly forced?: true
  /**
   * It is a step of the parent stack's operation. An update is then not cleaned up, and can be rolled back, until the
   * parent's has come to its end.
   */
  readonly nested?: true
  /** What the stack's status was before a deletion that may have to be called off. */
  readonly statusBefore?: StackStatus
}

export interface OutputRecord {
  readonly key: string
  readonly value: string
  readonly description?: string
  readonly exportName?: string
}

/** An output as it is stored: its value may be a secret. */
export interface StoredOutput extends Omit<OutputRecord, 'value'> {
  readonly value: Sealed
}

/** What a nested stack belongs to, by ARN: the stack whose resource it is, and the outermost one. */
export interface Nesting {
  readonly parentId: string
  readonly rootId: string
}

export const STACK_TYPE = 'AWS::CloudFormation::Stack'

export interface StackRecord {
  readonly id: string
  readonly nesting?: Nesting
  readonly name: string
  readonly status: StackStatus
  readonly statusReason?: string
  readonly createdAt: number
  readonly updatedAt?: number
  readonly deletedAt?: number
  /** The configuration that an operation last completed with; a rollback goes back to it. */
  readonly stable?: StoredConfiguration
  /** Where the operation under way goes, or where one that failed would have gone. */
  readonly target?: StoredConfiguration
  readonly outputs: readonly StoredOutput[]
  /** What the outputs were before an update of a nested stack that can still be rolled back. */
  readonly outputsBefore?: readonly StoredOutput[]
  readonly operation?: OperationRecord
  readonly disableRollback: boolean
  readonly retainExceptOnCreate?: boolean
  readonly deletionMode?: string
  readonly terminationProtection: boolean
  /** Time of the newest event, in milliseconds; the next one is later. */
  readonly lastEventAt: number
  /** Tokens of the newest requests, so that one that is sent again is not carried out again. */
  readonly recentTokens: readonly string[]
}

/** What a resource is now, as CloudFormation made it. */
export interface ResourceState {
  /** As the template has them, functions resolved. */
  readonly properties: JsonObject
  /** What the resource was made with, where that differs: with dynamic references replaced. */
  readonly applied?: JsonObject
  readonly attributes: Readonly<Record<string, JsonValue>>
}

export interface ResourceRecord extends ResourceState {
  readonly logicalId: string
  readonly type: string
  /** Undefined while there is none: its creation failed. */
  readonly physicalId?: string
  readonly status: ResourceStatus
  readonly statusReason?: string
  readonly timestamp: number
  /** See `ResourceInstance`. */
  readonly noEcho?: true
  readonly attributesFrom?: string
  /** Tags of the stack that it was made with. */
  readonly stackTags: Readonly<Record<string, string>>
  /** Functions resolved. */
  readonly metadata?: JsonValue
  /** It was there before the stack took it over in this operation: a rollback leaves it. */
  readonly adopted?: true
  readonly deletionPolicy: ResourcePolicy
  readonly updateReplacePolicy: ResourcePolicy
  /** Logical ids of the resources that it needs: it is deleted before them. */
  readonly dependsOn: readonly string[]
  /** Something that a waiting type has begun: under way while the status says so, else it came to no good end. */
  readonly ticket?: TicketRecord
}

/** What a resource is to be: all of its record but what comes of making it. */
export type WantedResource = Omit<
  ResourceRecord,
  'physicalId' | 'attributes' | 'noEcho' | 'attributesFrom' | 'status' | 'statusReason' | 'timestamp' | 'ticket'
>

/** What is asked for its outcome, also after a restart. */
export interface TicketRecord {
  readonly deed: DeedKind
  readonly token: string
  /** The type's own. */
  readonly value: JsonValue
  /** Of what is being created, where it is known. */
  readonly physicalId?: string
  readonly wanted: WantedResource
}

export type DeedKind = 'create' | 'update' | 'replace' | 'restore' | 'remove'

export type ResourceStatus =
  | `${'CREATE' | 'UPDATE' | 'DELETE'}_${'IN_PROGRESS' | 'COMPLETE' | 'FAILED'}`
  | 'DELETE_SKIPPED'

/** What a resource was before the operation under way first touched it. */
export interface BackupRecord {
  readonly logicalId: string
  /** Undefined: it did not exist. */
  readonly before?: ResourceRecord
  /** Orders resources as they were touched. */
  readonly order: number
  /** The attempt to change it failed and left it as it was. */
  readonly failed?: true
}

/** A physical resource that the clean-up after an update is to delete. */
export interface LeftoverRecord {
  readonly order: number
  readonly resource: ResourceRecord
  readonly policy: ResourcePolicy
}

export interface EventRecord {
  readonly id: string
  readonly operationId?: string
  readonly clientRequestToken?: string
  readonly timestamp: number
  readonly logicalId: string
  readonly physicalId: string
  readonly type: string
  readonly status: string
  readonly reason?: string
  /** JSON text of the properties as resolved, without secrets. */
  readonly properties?: string
}

export interface ChangeSetRecord {
  readonly id: string
  readonly name: string
  readonly stackId: string
  readonly stackName: string
  readonly type: 'CREATE' | 'UPDATE'
  readonly description?: string
  readonly createdAt: number
  readonly status: 'CREATE_COMPLETE' | 'FAILED'
  readonly statusReason?: string
  readonly executionStatus:
    | 'AVAILABLE'
    | 'UNAVAILABLE'
    | 'EXECUTE_IN_PROGRESS'
    | 'EXECUTE_COMPLETE'
    | 'EXECUTE_FAILED'
    | 'OBSOLETE'
  readonly target: StoredConfiguration
  /** JSON text of a list of `ChangeRecord`, sealed: attributes of resources may be secrets. */
  readonly sealedChanges: Sealed
  /** What early validation found; DescribeEvents shows it. */
  readonly findings: readonly ValidationFinding[]
  readonly warnings: readonly string[]
  readonly onStackFailure?: string
  readonly importExisting: boolean
  readonly includeNestedStacks: boolean
  readonly clientToken?: string
  /** The change sets, by ARN, that one for a nested stack belongs to. It is executed and deleted with the root one. */
  readonly nesting?: Nesting
  /** Those of the stacks nested in this one's stack, by logical id. */
  readonly nested?: Readonly<Record<string, string>>
}

export interface ValidationFinding {
  readonly logicalId: string
  readonly type: string
  readonly path: string
  readonly message: string
}

/** One resource of a change set. */
export interface ChangeRecord {
  readonly action: 'Add' | 'Modify' | 'Remove'
  readonly logicalId: string
  readonly type: string
  readonly physicalId?: string
  readonly replacement?: 'True' | 'False' | 'Conditional'
  readonly policyAction?: string
  readonly scope: readonly string[]
  readonly details: readonly ChangeDetail[]
  /** JSON texts of the resource before and after, for `IncludePropertyValues`. */
  readonly before?: string
  readonly after?: string
  /** Of a nested stack: its own change set. */
  readonly changeSetId?: string
}

export interface ChangeDetail {
  readonly attribute: 'Properties' | 'Metadata' | 'Tags' | 'DeletionPolicy' | 'UpdateReplacePolicy'
  readonly name?: string
  readonly path?: string
  readonly requiresRecreation: 'Never' | 'Conditionally' | 'Always'
  readonly before?: string
  readonly after?: string
  readonly changeType: 'Add' | 'Remove' | 'Modify'
  readonly evaluation: 'Static' | 'Dynamic'
  readonly source: 'DirectModification' | 'ParameterReference' | 'ResourceReference' | 'ResourceAttribute'
  readonly causingEntity?: string
}

export interface ExportRecord {
  readonly name: string
  readonly sealedValue: Sealed
  readonly stackId: string
  readonly stackName: string
}

export interface ImportRecord {
  readonly exportName: string
  readonly stackId: string
  readonly stackName: string
}
