import type {} from 'vitest'
import type { TestProject } from 'vitest/node'
import { startSallyport } from './sallyport-process.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly origin: string
  }
}

/**
 * The conformance suite speaks public APIs only. It runs against `SALLYPORT_TARGET` when that is set, else against a
 * runtime of its own.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.SALLYPORT_TARGET
  if (given) {
    project.provide('origin', given)
    return async () => {}
  }
  const sallyport = await startSallyport({ args: ['--log-level', 'warn'] })
  project.provide('origin', sallyport.origin)
  return async () => {
    await sallyport.stop()
  }
}
