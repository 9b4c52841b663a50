import type { Reporter } from 'vitest/node'

/** Any failure but of a property: another attempt would draw other values, and hide what was found. */
const IS_TRIED_AGAIN = /^(?!Property failed after )/

/** For `retry` of vitest. `TEST_ATTEMPTS` says how often a test is tried at most: once, where it is not set. */
export const retryOfTests = { count: Number(process.env.TEST_ATTEMPTS ?? 1) - 1, condition: IS_TRIED_AGAIN }

/** Says at the end which tests failed at first, and how: each is a fault of the test or of the product. */
export const tellOfSecondAttempts: Reporter = {
  onTestRunEnd(modules) {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const flaky = tests.filter((test) => test.diagnostic()?.flaky)
    if (flaky.length === 0) return
    console.warn(`\nFailed at first, and held when they were tried again (${flaky.length}):`)
    for (const test of flaky) {
      console.warn(`  ${test.module.relativeModuleId} > ${test.fullName}`)
      for (const { message } of test.result().errors ?? []) console.warn(`    ${message.replaceAll('\n', '\n    ')}`)
    }
  },
}
