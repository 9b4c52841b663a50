/** Work on a document that may be large: whoever does it can serve others wherever it yields. */
export type Steps<T> = Generator<undefined, T, undefined>

/** Ours: the values that are looked at between two steps, which takes less than a millisecond. */
export const VALUES_A_STEP = 1_000

/** For who cannot wait, with documents that are short. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
