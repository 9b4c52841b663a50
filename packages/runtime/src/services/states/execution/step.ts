import type { Definition } from '../definition/definition.ts'
import type { Position } from '../records.ts'
import { type RunStateDeps, runState } from './run-state.ts'
import { raced } from './timing.ts'
import type { Step } from './transitions.ts'

/** When an execution is over whatever it does; undefined: never. */
export function deadlineOf({ timeoutSeconds }: Definition, startedAt: number): number | undefined {
  return timeoutSeconds === undefined ? undefined : startedAt + 1000 * timeoutSeconds
}

/** What becomes of an execution by its next state, or by its deadline. Undefined: the execution is left. */
export async function stepBefore(
  deadline: number | undefined,
  deps: RunStateDeps,
  definition: Definition,
  position: Position,
  signal: AbortSignal,
): Promise<Step | undefined> {
  const over = new AbortController()
  const work = runState(deps, definition, position, AbortSignal.any([signal, over.signal]))
  try {
    const ran = await raced(work, deadline, deps, signal)
    if (ran === 'left') return undefined
    return ran === 'late' ? { end: { status: 'TIMED_OUT' } } : ran.value
  } finally {
    over.abort()
  }
}
