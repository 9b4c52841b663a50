import type { JsonValue } from '../../../kernel/json.ts'

/** A state machine as it runs: what its text in the Amazon States Language says, read once. */
export interface Definition {
  readonly startAt: string
  /** Of a whole execution. */
  readonly timeoutSeconds?: number
  readonly states: Readonly<Record<string, State>>
}

export type State = TaskState | PassState | WaitState | FailState | SucceedState

export interface TaskState extends Onward {
  readonly type: 'Task'
  /** Of a function, a version or an alias. */
  readonly functionArn: string
  readonly timeoutSeconds?: number
  readonly retry: readonly Retrier[]
  readonly catch: readonly Catcher[]
  readonly resultPath: DataPath
}

export interface PassState extends Onward {
  readonly type: 'Pass'
  /** Default: the state's input. */
  readonly result?: JsonValue
  readonly resultPath: DataPath
}

export interface WaitState extends Onward {
  readonly type: 'Wait'
  readonly seconds?: number
  /** Milliseconds since the epoch. */
  readonly until?: number
}

export interface FailState {
  readonly type: 'Fail'
  readonly error?: string
  readonly cause?: string
}

export interface SucceedState extends Filtered {
  readonly type: 'Succeed'
}

/** What of its input a state works with, and what of its output goes on; `discard`: an empty object. */
interface Filtered {
  readonly inputPath: DataPath
  readonly outputPath: DataPath
}

interface Onward extends Filtered {
  /** Undefined: the execution ends after this state. */
  readonly next?: string
}

export interface Retrier {
  readonly errors: readonly string[]
  readonly intervalSeconds: number
  readonly maxAttempts: number
  readonly backoffRate: number
  readonly maxDelaySeconds?: number
}

export interface Catcher {
  readonly errors: readonly string[]
  readonly next: string
  readonly resultPath: DataPath
}

/** The members that lead to where something is within a value; none: the value itself; `discard`: nowhere. */
export type DataPath = readonly string[] | 'discard'
