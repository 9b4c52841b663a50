const EVERY_MS = 5

/** Polls until it holds. Nothing in the tests waits for a length of time: the limit is one against hanging. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  { withinMs = 30_000 }: { withinMs?: number } = {},
): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${withinMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  }
}
