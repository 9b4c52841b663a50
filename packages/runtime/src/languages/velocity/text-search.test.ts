import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Budget } from '../budget.ts'
import { indexOfText, lastIndexOfText } from './text-search.ts'

/** Without a budget these would take minutes or never end; how loaded the machine is must not decide. */
const HANG_MS = 20_000

describe('a search', () => {
  it("finds what JavaScript's own finds", () => {
    const letters = (maxLength: number) => fc.string({ unit: fc.constantFrom('a', 'b'), maxLength })
    fc.assert(
      fc.property(letters(200), letters(40), fc.integer({ min: -2, max: 210 }), (text, wanted, from) => {
        expect(indexOfText(text, wanted, from, new Budget())).toBe(text.indexOf(wanted, from))
        if (from >= 0) expect(lastIndexOfText(text, wanted, from, new Budget())).toBe(text.lastIndexOf(wanted, from))
      }),
      { numRuns: 2000 },
    )
  })
  it('finds the last place from the end', () => {
    const wanted = 'a long text to look for'
    const text = `${wanted} and ${wanted} again`
    expect(lastIndexOfText(text, wanted, Number.POSITIVE_INFINITY, new Budget())).toBe(wanted.length + 5)
    expect(lastIndexOfText(text, wanted, -1, new Budget())).toBe(-1)
  })
  it("takes time by the sum of the lengths, where JavaScript's takes their product", () => {
    const started = performance.now()
    const periodic = 'a'.repeat(1_000_000)
    expect(lastIndexOfText(periodic, `${'a'.repeat(100_000)}b`, Number.POSITIVE_INFINITY, new Budget())).toBe(-1)
    expect(indexOfText('ab'.repeat(500_000), `${'ab'.repeat(25_000)}aa${'ab'.repeat(25_000)}`, 0, new Budget())).toBe(
      -1,
    )
    expect(performance.now() - started).toBeLessThan(HANG_MS)
  })
})
