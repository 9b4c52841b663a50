import { setTimeout } from 'node:timers/promises'

/** Waits so many milliseconds of real time, or until the signal is aborted. Passed in, so that tests need not wait. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>

/** Does not keep the process alive. */
export const systemSleep: Sleep = async (ms, signal) => {
  try {
    await setTimeout(ms, undefined, { signal, ref: false })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
