import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { functionOf, openTestEngine, type TestEngine } from './engine.harness.ts'

let test: TestEngine
beforeAll(async () => {
  test = await openTestEngine()
})
afterAll(() => test.close())

describe('an environment', () => {
  it('keeps module state between invocations and is used again (0.c)', async () => {
    const version = functionOf('let n = 0; exports.handler = async (event) => ({ n: ++n, event, pid: process.pid })')
    const first = (await test.answer(version, { a: 1 })) as { pid: number }
    expect(first).toEqual({ n: 1, event: { a: 1 }, pid: expect.any(Number) })
    expect(await test.answer(version, 'ü')).toEqual({ n: 2, event: 'ü', pid: first.pid })
  })
})
