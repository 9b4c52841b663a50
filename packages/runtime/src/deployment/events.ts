/** What a deployment tells as it goes. Every value may be written as JSON. */
export type DeploymentEvent =
  | BootstrapEvent
  | WarningEvent
  | AssetEvent
  | PlanEvent
  | ResourceEvent
  | StackDoneEvent
  | DeploymentFailedEvent

/** The place got what every CDK app expects of one: a bucket, a version and roles. */
export interface BootstrapEvent {
  readonly event: 'bootstrap'
  readonly account: string
  readonly region: string
}

/** What an app has to say about its own stack. */
export interface WarningEvent {
  readonly event: 'warning'
  readonly stack: string
  readonly message: string
}

/** A file or a zipped directory was put where the stack's template looks for it. */
export interface AssetEvent {
  readonly event: 'asset'
  readonly stack: string
  readonly name: string
  readonly bytes: number
}

/** What is about to be changed. */
export interface PlanEvent {
  readonly event: 'plan'
  readonly stack: string
  readonly changes: readonly PlannedChange[]
}

export interface PlannedChange {
  readonly action: 'Add' | 'Modify' | 'Remove' | 'Import' | 'Dynamic'
  readonly logicalId: string
  /** The construct's path in its app, where the app tells it. */
  readonly path?: string
  readonly resourceType: string
  /** Of a modification: whether there will be another resource in its stead. */
  readonly replacement?: 'True' | 'False' | 'Conditional'
  readonly details: readonly ChangedProperty[]
}

export interface ChangedProperty {
  /** For example `Properties.AccessTokenValidity`. */
  readonly name: string
  readonly before?: string
  readonly after?: string
  /** Whether this is what replaces the resource. */
  readonly replaces: 'Always' | 'Conditionally' | 'Never'
}

/** CloudFormation's event about a resource, or about the stack itself. */
export interface ResourceEvent {
  readonly event: 'resource'
  readonly stack: string
  readonly logicalId: string
  readonly path?: string
  readonly resourceType: string
  readonly status: string
  readonly reason?: string
}

export interface StackDoneEvent {
  readonly event: 'done'
  readonly stack: string
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'deleted' | 'absent' | 'compared'
  readonly stackId?: string
  readonly outputs: Readonly<Record<string, string>>
  /** What the stack holds now, where it was deployed. */
  readonly resources: readonly StackResource[]
}

export interface StackResource {
  readonly logicalId: string
  readonly path?: string
  readonly resourceType: string
  readonly physicalId: string
}

/** The last one of a deployment that did not come to its end. */
export interface DeploymentFailedEvent {
  readonly event: 'failed'
  readonly stack?: string
  readonly message: string
  readonly hint?: string
  /** Of the resource that failed. */
  readonly logicalId?: string
  /** Where the app makes its construct, as `/app/lib/stack.ts:3:5`. */
  readonly source?: string
}
