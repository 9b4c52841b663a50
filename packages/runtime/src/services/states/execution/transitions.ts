import type { JsonValue } from '../../../kernel/json.ts'
import type {
  DataPath,
  Definition,
  FailState,
  Retrier,
  State,
  SucceedState,
  TaskState,
} from '../definition/definition.ts'
import type { End, Position } from '../records.ts'
import { placeResult, selected } from './data-path.ts'

/** What becomes of an execution: where it goes on, or how it has ended. */
export type Step = { readonly position: Position } | { readonly end: End }

export interface Failure {
  readonly error: string
  readonly cause?: string
}

export type TaskResult = { readonly output: JsonValue } | { readonly failure: Failure }

type Onward = Exclude<State, FailState | SucceedState>

export function entering(state: string, input: JsonValue, now: number): Position {
  return { state, input, enteredAt: now, retries: [] }
}

/** What of its input a state works with. */
export function effectiveInput(
  state: Exclude<State, FailState>,
  { input, state: name }: Position,
): { readonly value: JsonValue } | { readonly step: Step } {
  const found = selected(input, state.inputPath)
  return 'missing' in found ? { step: failed(runtimeFailure(name, found.missing)) } : found
}

/** After a state that has done its part. Documented: a result is placed in the input as the state has got it. */
export function after(state: Onward, position: Position, result: JsonValue, path: DataPath, now: number): Step {
  const placed = placeResult(position.input, path, result)
  if (placed === undefined) return failed(pathMismatch())
  const output = selected(placed, state.outputPath)
  if ('missing' in output) return failed(runtimeFailure(position.state, output.missing))
  return state.next === undefined ? succeeded(output.value) : { position: entering(state.next, output.value, now) }
}

export function succeededAt(state: SucceedState, position: Position, input: JsonValue): Step {
  const output = selected(input, state.outputPath)
  return 'missing' in output ? failed(runtimeFailure(position.state, output.missing)) : succeeded(output.value)
}

function succeeded(output: JsonValue): Step {
  return { end: { status: 'SUCCEEDED', output } }
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

/** Recorded, but for the event in brackets that AWS has there: there is no history of events. */
function runtimeFailure(state: string, why: string): Failure {
  return { error: 'States.Runtime', cause: `An error occurred while executing the state '${state}'. ${why}` }
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
