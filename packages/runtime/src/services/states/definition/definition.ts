import type { JsonValue } from '../../../kernel/json.ts'

/** A state machine as it runs: what its text in the Amazon States Language says, read once. */
export interface Definition {
  readonly startAt: string
  /** Of a whole execution. */
  readonly timeoutSeconds?: number
  readonly states: Readonly<Record<string, State>>
}

export type State = TaskState | PassState | WaitState | FailState | { readonly type: 'Succeed' }

export interface TaskState extends Onward {
  readonly type: 'Task'
  /** Of a function, a version or an alias. */
  readonly functionArn: string
  readonly timeoutSeconds?: number
  readonly retry: readonly Retrier[]
  readonly catch: readonly Catcher[]
  readonly resultPath: ResultPath
}

export interface PassState extends Onward {
  readonly type: 'Pass'
  /** Default: the state's input. */
  readonly result?: JsonValue
  readonly resultPath: ResultPath
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

interface Onward {
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
  readonly resultPath: ResultPath
}

/** The members that lead to where a result goes within the input; none: in its place; `discard`: nowhere. */
export type ResultPath = readonly string[] | 'discard'
