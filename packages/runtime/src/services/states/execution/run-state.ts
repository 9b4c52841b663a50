import type { FunctionCaller } from '../../../kernel/functions.ts'
import type { Definition, TaskState } from '../definition/definition.ts'
import type { Position } from '../records.ts'
import { callFunction } from './call-function.ts'
import { raced, type Timing, until } from './timing.ts'
import { after, afterFailure, failed, type Step, stateOf } from './transitions.ts'

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
  const { input, wakeAt, enteredAt } = position
  const state = stateOf(definition, position.state)
  switch (state.type) {
    case 'Succeed':
      return { end: { status: 'SUCCEEDED', output: input } }
    case 'Fail':
      return failed(state)
    case 'Pass':
      return after(state, position, state.result ?? input, state.resultPath, clock.now())
    case 'Wait':
      await until(state.until ?? enteredAt + 1000 * (state.seconds ?? 0), deps, signal)
      return signal.aborted ? undefined : after(state, position, input, [], clock.now())
    case 'Task':
      if (wakeAt !== undefined) await until(wakeAt, deps, signal)
      return signal.aborted ? undefined : runTask(deps, state, position, signal)
  }
}

/** Documented: the time of a task is counted anew for each attempt. Recorded: a timeout has no cause. */
async function runTask(
  deps: RunStateDeps,
  state: TaskState,
  position: Position,
  signal: AbortSignal,
): Promise<Step | undefined> {
  const { clock } = deps
  const deadline = state.timeoutSeconds === undefined ? undefined : clock.now() + 1000 * state.timeoutSeconds
  const call = deps.functions().then((functions) => callFunction(functions, state.functionArn, position.input))
  const ran = await raced(call, deadline, deps, signal)
  if (ran === 'left') return undefined
  const now = clock.now()
  if (ran === 'late') return afterFailure(state, position, { error: 'States.Timeout' }, now)
  const { value } = ran
  return 'failure' in value
    ? afterFailure(state, position, value.failure, now)
    : after(state, position, value.output, state.resultPath, now)
}
