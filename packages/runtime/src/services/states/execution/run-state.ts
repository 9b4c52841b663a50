import type { FunctionCaller } from '../../../kernel/functions.ts'
import type { JsonValue } from '../../../kernel/json.ts'
import type { Definition, TaskState } from '../definition/definition.ts'
import type { Position } from '../records.ts'
import { callFunction } from './call-function.ts'
import { raced, type Timing, until } from './timing.ts'
import { after, afterFailure, effectiveInput, failed, type Step, stateOf, succeededAt } from './transitions.ts'

export interface RunStateDeps extends Timing {
  readonly functions: () => Promise<Pick<FunctionCaller, 'invoke'>>
}

/** Does the part of one state. Undefined: it was left before its end, since the signal was aborted. */
export async function runState(
  deps: RunStateDeps,
  definition: Definition,
  position: Position,
  signal: AbortSignal,
): Promise<Step | undefined> {
  const { clock } = deps
  const { wakeAt, enteredAt } = position
  const state = stateOf(definition, position.state)
  if (state.type === 'Fail') return failed(state)
  const found = effectiveInput(state, position)
  if ('step' in found) return found.step
  const { value: input } = found
  switch (state.type) {
    case 'Succeed':
      return succeededAt(state, position, input)
    case 'Pass':
      return after(state, position, state.result ?? input, state.resultPath, clock.now())
    case 'Wait':
      await until(state.until ?? enteredAt + 1000 * (state.seconds ?? 0), deps, signal)
      return signal.aborted ? undefined : after(state, position, input, [], clock.now())
    case 'Task':
      if (wakeAt !== undefined) await until(wakeAt, deps, signal)
      return signal.aborted ? undefined : runTask(deps, state, position, input, signal)
  }
}

/** Documented: the time of a task is counted anew for each attempt. Recorded: a timeout has no cause. */
async function runTask(
  deps: RunStateDeps,
  state: TaskState,
  position: Position,
  input: JsonValue,
  signal: AbortSignal,
): Promise<Step | undefined> {
  const { clock } = deps
  const deadline = state.timeoutSeconds === undefined ? undefined : clock.now() + 1000 * state.timeoutSeconds
  const call = deps.functions().then((functions) => callFunction(functions, state.functionArn, input))
  const ran = await raced(call, deadline, deps, signal)
  if (ran === 'left') return undefined
  const now = clock.now()
  if (ran === 'late') return afterFailure(state, position, { error: 'States.Timeout' }, now)
  const { value } = ran
  return 'failure' in value
    ? afterFailure(state, position, value.failure, now)
    : after(state, position, value.output, state.resultPath, now)
}
