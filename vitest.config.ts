import { defineConfig } from 'vitest/config'
import { retryOfTests, tellOfSecondAttempts } from './test/support/second-attempts.ts'

const LONG = 240_000

export default defineConfig({
  test: {
    // Else one is kept free for an editor, which is half of a small machine.
    maxWorkers: '100%',
    reporters: ['default', tellOfSecondAttempts],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/{runtime,cdk,console}/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          // A limit against hanging, not a measure: a loaded machine takes its time over key pairs.
          retry: retryOfTests,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // To load the modules anew for each file would take half of the time.
          isolate: false,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['test/conformance/**/*.test.ts'],
          globalSetup: ['test/support/target.ts'],
          retry: retryOfTests,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // As above: here it is AWS's SDK.
          isolate: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          retry: retryOfTests,
          testTimeout: LONG,
          hookTimeout: LONG,
        },
      },
    ],
  },
})
