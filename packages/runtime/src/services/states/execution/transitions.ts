import type { JsonValue } from '../../../kernel/json.ts'
import type { Definition, FailState, ResultPath, Retrier, State, TaskState } from '../definition/definition.ts'
import type { End, Position } from '../records.ts'
import { placeResult } from './result-path.ts'

/** What becomes of an execution: where it goes on, or how it has ended. */
export type Step = { readonly position: Position } | { readonly end: End }

export interface Failure {
  readonly error: string
  readonly cause?: string
}

export type TaskResult = { readonly output: JsonValue } | { readonly failure: Failure }

type Onward = Exclude<State, FailState | { readonly type: 'Succeed' }>

export function entering(state: string, input: JsonValue, now: number): Position {
  return { state, input, enteredAt: now, retries: [] }
}

/** After a state that has done its part. */
export function after(state: Onward, { input }: Position, result: JsonValue, path: ResultPath, now: number): Step {
  const output = placeResult(input, path, result)
  if (output === undefined) return failed(pathMismatch())
  return state.next === undefined
    ? { end: { status: 'SUCCEEDED', output } }
    : { position: entering(state.next, output, now) }
}

/** Tries a task again that has failed, has its failure caught, or fails the execution. */
export function afterFailure(state: TaskState, position: Position, failure: Failure, now: number): Step {
  return retried(state.retry, position, failure, now) ?? caught(state, position, failure, now) ?? failed(failure)
}

export function failed({ error, cause }: { readonly error?: string; readonly cause?: string }): Step {
  return { end: { status: 'FAILED', ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) } }
}

/** Documented: the first that matches decides; what it grants is used up when it was used so often in a row. */
function retried(retriers: readonly Retrier[], position: Position, { error }: Failure, now: number): Step | undefined {
  const at = retriers.findIndex(({ errors }) => matches(errors, error))
  const retrier = retriers[at]
  const used = position.retries[at] ?? 0
  if (!retrier || used >= retrier.maxAttempts) return undefined
  const retries = retriers.map((_, index) => (position.retries[index] ?? 0) + (index === at ? 1 : 0))
  return { position: { ...position, retries, wakeAt: now + pauseMs(retrier, used) } }
}

function pauseMs({ intervalSeconds, backoffRate, maxDelaySeconds }: Retrier, used: number): number {
  const seconds = intervalSeconds * backoffRate ** used
  return Math.round(1000 * Math.min(seconds, maxDelaySeconds ?? Number.POSITIVE_INFINITY))
}

function caught(state: TaskState, position: Position, { error, cause }: Failure, now: number): Step | undefined {
  const catcher = state.catch.find(({ errors }) => matches(errors, error))
  if (!catcher) return undefined
  const output = { Error: error, ...(cause !== undefined && { Cause: cause }) }
  const input = placeResult(position.input, catcher.resultPath, output)
  return input === undefined ? failed(pathMismatch()) : { position: entering(catcher.next, input, now) }
}

/** Documented: some errors are not among "all", and a timeout is no failure of a task. */
const UNMATCHED: ReadonlySet<string> = new Set(['States.DataLimitExceeded', 'States.Runtime'])

function matches(names: readonly string[], error: string): boolean {
  if (names.includes(error)) return true
  if (UNMATCHED.has(error)) return false
  return names.includes('States.ALL') || (names.includes('States.TaskFailed') && error !== 'States.Timeout')
}

/** Text inferred. */
function pathMismatch(): Failure {
  return { error: 'States.ResultPathMatchFailure', cause: "The ResultPath cannot be applied to the state's input." }
}

export function stateOf({ states }: Definition, name: string): State {
  const state = states[name]
  if (!state) throw new Error(`an execution stands in a state ${name} that its definition does not have`)
  return state
}
