import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath } from '../support/browser.ts'
import { type ConsoleUnderTest, openConsole } from '../support/console.ts'
import { root } from '../support/paths.ts'

const REQUESTS = 10_000
const AT_ONCE = 50
const LONG_MS = 100
/** What all of its files may weigh, compressed as servers compress. */
const BUDGET_BYTES = 80 * 1024

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Microseconds of the processor's time: others may be busy on this machine too. */
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** The longest that a page kept its reader waiting, in milliseconds. */
function longestTask(trace: Buffer): number {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] }
  const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const isOfPage = ({ pid, tid }: TraceEvent) => threads.some((thread) => thread.pid === pid && thread.tid === tid)
  const tasks = traceEvents.filter((event) => event.name.endsWith('RunTask') && isOfPage(event))
  expect(tasks.length).toBeGreaterThan(100)
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000
}

it('weighs little', () => {
  const folder = join(root, 'packages', 'runtime', 'console')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const weights = files.map(({ parentPath, name }) => gzipSync(readFileSync(join(parentPath, name))).length)
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeLessThan(BUDGET_BYTES)
})

describe.skipIf(chromiumPath === undefined)('the console under load', () => {
  let on: ConsoleUnderTest
  beforeAll(async () => {
    on = await openConsole(['--requests', String(REQUESTS)])
  })
  afterAll(async () => {
    await on?.close()
  })

  const callMany = async (count: number) => {
    let left = count
    const caller = async () => {
      while (left-- > 0) await (await on.call()).arrayBuffer()
    }
    await Promise.all(Array.from({ length: AT_ONCE }, caller))
  }

  it('shows ten thousand requests, and more as they come, without keeping its reader waiting', async () => {
    await callMany(REQUESTS)
    const page = await on.open('#/clock')
    const browser = page.context().browser()
    await browser?.startTracing(page, { categories: ['toplevel'] })
    await page.evaluate('location.assign("#/flow")')
    await page.locator('.flow-foot', { hasText: /^10,000 requests/ }).waitFor()
    const coming = callMany(2000)
    await page.mouse.move(640, 400)
    for (let turn = 0; turn < 20; turn++) {
      await page.mouse.wheel(0, turn < 10 ? 9000 : -9000)
      await page.locator('.request').first().waitFor()
    }
    await page.locator('.filter-bar input').pressSequentially('orders')
    await coming
    const trace = await browser?.stopTracing()
    expect(await page.locator('.request').count()).toBeLessThan(60)
    expect(longestTask(trace ?? Buffer.of())).toBeLessThan(LONG_MS)
    expect(on.objections).toEqual([])
  })
})
