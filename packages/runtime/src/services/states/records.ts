import type { EncryptionConfiguration, LoggingConfiguration, TracingConfiguration } from '../../generated/states.ts'
import type { JsonValue } from '../../kernel/json.ts'
import type { Sealed } from '../../kernel/vault.ts'

export interface StateMachineRecord {
  readonly name: string
  readonly arn: string
  readonly roleArn: string
  /** Default: STANDARD. */
  readonly type?: 'EXPRESS'
  /** Its text. Sealed, as AWS calls it sensitive. */
  readonly definition: Sealed
  readonly createdAt: number
  /** Documented: a state machine that has not been updated has none. */
  readonly revisionId?: string
  /** Documented: one that is deleted stays until its executions have ended. */
  readonly status: 'ACTIVE' | 'DELETING'
  readonly settings: RecordedSettings
  readonly tags: Readonly<Record<string, string>>
}

/** Stored and given back, without effect. */
export interface RecordedSettings {
  readonly logging?: LoggingConfiguration
  readonly tracing?: TracingConfiguration
  readonly encryption?: EncryptionConfiguration
}

export interface ExecutionRecord {
  readonly arn: string
  readonly name: string
  readonly stateMachine: string
  readonly stateMachineArn: string
  readonly status: 'RUNNING' | End['status']
  readonly startedAt: number
  readonly stoppedAt?: number
  readonly traceHeader?: string
  /** {@link ExecutionContent}. Sealed: inputs carry what templates keep to themselves. */
  readonly content: Sealed
}

export interface ExecutionContent {
  /** Documented: an execution goes on with the definition that it has begun with. */
  readonly definition: string
  /** As it was given. */
  readonly input: string
  /** While it runs. */
  readonly position?: Position
  /** Once it does not any more. */
  readonly end?: End
}

/** Where an execution is: all that a process needs to go on with it. */
export interface Position {
  readonly state: string
  readonly input: JsonValue
  readonly enteredAt: number
  /** How often each retrier of the state has been used. */
  readonly retries: readonly number[]
  /** The next attempt is not to be made before. */
  readonly wakeAt?: number
}

export type End =
  | { readonly status: 'SUCCEEDED'; readonly output: JsonValue }
  | { readonly status: 'FAILED' | 'ABORTED'; readonly error?: string; readonly cause?: string }
  | { readonly status: 'TIMED_OUT' }

export function contentOf(text: string): ExecutionContent {
  return JSON.parse(text) as ExecutionContent
}
