import type { Clock } from '../../../kernel/clock.ts'
import type { Sleep } from '../../../kernel/sleep.ts'

/** The server's clock, which can be moved, and real time. */
export interface Timing {
  readonly clock: Clock
  readonly sleep: Sleep
}

/** How long it takes at most until a clock that was moved is noticed. */
const LOOK_AGAIN_MS = 1000

/** Resolves when the clock shows this time (undefined: never), or when the signal is aborted. */
export async function until(time: number | undefined, { clock, sleep }: Timing, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const left = (time ?? Number.POSITIVE_INFINITY) - clock.now()
    if (left <= 0) return
    if (time === undefined) await aborted(signal)
    else await sleep(Math.min(left, LOOK_AGAIN_MS), signal)
  }
}

/** What the work gives, unless the deadline comes first, or the signal to leave it. The work itself is not stopped. */
export async function raced<T>(
  work: Promise<T>,
  deadline: number | undefined,
  timing: Timing,
  signal: AbortSignal,
): Promise<{ readonly value: T } | 'late' | 'left'> {
  const over = new AbortController()
  const ends = until(deadline, timing, AbortSignal.any([signal, over.signal]))
  try {
    return await Promise.race([
      work.then((value) => ({ value })),
      ends.then(() => (signal.aborted ? ('left' as const) : ('late' as const))),
    ])
  } finally {
    over.abort()
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
