import type { Writable } from 'node:stream'

/**
 * Makes writes to `process.stdout` and `process.stderr` wait until they are done: what a function wrote before it answered,
 * or ended, has been written before. Neither stream is made before the function uses it.
 */
export function writeOutputAtOnce(): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const own = Object.getOwnPropertyDescriptor(process, name)
    if (!own?.get) continue
    const make = own.get
    Object.defineProperty(process, name, {
      ...own,
      get() {
        Object.defineProperty(process, name, own)
        const stream = make.call(process) as Writable & { _handle?: { setBlocking?(isBlocking: boolean): void } }
        stream._handle?.setBlocking?.(true)
        return stream
      },
    })
  }
}
