import type { InPlace } from './place.ts'

/** `GET stacks` */
export interface StackList {
  /** By name. Deleted stacks are not listed; their events are found by their ARN. */
  readonly stacks: readonly StackSummary[]
}

export interface StackSummary extends InPlace {
  readonly name: string
  /** The stack's ARN. */
  readonly id: string
  readonly status: string
  readonly statusReason?: string
  readonly description?: string
  /** ISO 8601. */
  readonly createdAt: string
  readonly updatedAt?: string
  /** Of a nested stack: the ARN of the one that it belongs to. */
  readonly parentId?: string
}

/** `GET stacks/{name}?account=&region=`. Without the two: the first stack of that name. */
export interface StackDetail extends StackSummary {
  readonly resources: readonly StackResourceView[]
  readonly outputs: readonly StackOutputView[]
  readonly parameters: readonly { readonly key: string; readonly value: string }[]
}

export interface StackOutputView {
  readonly key: string
  readonly value: string
  readonly description?: string
  readonly exportName?: string
  /** The address that works here, where the value is an address of AWS's. */
  readonly local?: string
}

export interface StackResourceView {
  readonly logicalId: string
  readonly physicalId?: string
  readonly type: string
  readonly status: string
  readonly statusReason?: string
  /** ISO 8601. */
  readonly updatedAt: string
  /** CDK's name for it, e.g. `PartnerStack/Api/Default/GET/Resource`. */
  readonly constructPath?: string
  /** Where the console shows it. */
  readonly shownAs?: ShownAs
}

/** A part of {@link ServerMap} or a stack. */
export interface ShownAs {
  readonly kind: 'pool' | 'domain' | 'resource-server' | 'client' | 'api' | 'authorizer' | 'function' | 'stack'
  /** As that part is identified there. */
  readonly id: string
}

/** `GET stacks/{name}/events?account=&region=&limit=&after=` */
export interface StackEventList {
  /** The newest first. */
  readonly events: readonly StackEventView[]
  /** What to ask for `after` to see older ones. */
  readonly next?: string
}

export interface StackEventView {
  readonly id: string
  /** ISO 8601. */
  readonly at: string
  readonly logicalId: string
  readonly physicalId?: string
  readonly type: string
  readonly status: string
  readonly reason?: string
  readonly constructPath?: string
  /** Whether the event is the stack's own. */
  readonly isStack: boolean
}

/** `GET stacks/{name}/changes?account=&region=`: what the last operations did, and why. */
export interface StackChangeList {
  /** The newest first. */
  readonly operations: readonly StackOperation[]
}

/** From one of the stack's own events to the next that ends it. */
export interface StackOperation {
  readonly action: 'create' | 'update' | 'delete'
  /** ISO 8601. */
  readonly startedAt: string
  readonly endedAt?: string
  /** The last status of the stack in it. */
  readonly status: string
  readonly reason?: string
  readonly changes: readonly StackChange[]
}

export interface StackChange {
  readonly logicalId: string
  readonly type: string
  readonly constructPath?: string
  /** `replaced`: another one was made, and the former deleted. */
  readonly outcome: 'created' | 'updated' | 'replaced' | 'deleted' | 'failed' | 'under-way'
  /** What CloudFormation says: why it was replaced, or why it failed. */
  readonly reason?: string
  readonly durationMs: number
}
