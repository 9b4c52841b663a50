import { type Signal, useSignal } from '@preact/signals'
import { sayProblem } from '../api/ask.ts'

export interface Doing {
  readonly isBusy: Signal<boolean>
  /** What went wrong with the last thing that was done. */
  readonly problem: Signal<string | undefined>
  /** Does one thing at a time. */
  run(action: () => Promise<void>): Promise<void>
}

/** For what a button does: whether it is being done, and what went wrong. */
export function useDoing(): Doing {
  const isBusy = useSignal(false)
  const problem = useSignal<string | undefined>(undefined)
  return {
    isBusy,
    problem,
    async run(action) {
      if (isBusy.value) return
      isBusy.value = true
      problem.value = undefined
      try {
        await action()
      } catch (error) {
        problem.value = sayProblem(error)
      } finally {
        isBusy.value = false
      }
    },
  }
}
