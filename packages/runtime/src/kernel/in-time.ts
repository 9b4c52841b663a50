/** Waits no longer than this. What is late goes on, as a function does on AWS, and nobody waits for it any more. */
export function inTime<T>(work: Promise<T>, timeoutMs: number, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), timeoutMs)
    // Both ends in one step: each promise more is one for every call.
    work.then(
      (done) => {
        clearTimeout(timer)
        resolve(done)
      },
      (error) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}
