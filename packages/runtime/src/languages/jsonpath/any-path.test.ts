import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Budget, BudgetExceededError } from '../budget.ts'
import { Double, List, TemplateError, type Value } from '../velocity/value.ts'
import { anyPath, MEMBER_NAME } from './any-path.harness.ts'
import { evaluatePath } from './evaluate.ts'
import { parsePath } from './parse-path.ts'
import { PathError } from './syntax.ts'

/** Counts what is read of a document, so that the cost of a path is known without a clock. */
class Reads {
  count = 0

  list(items: Value[]): List {
    const counted = new Proxy(items, {
      get: (target, key, receiver) => {
        if (typeof key === 'string' && /^\d+$/.test(key)) this.count++
        return Reflect.get(target, key, receiver)
      },
    })
    return new List(counted, true)
  }

  map(entries: [string, Value][]): Map<Value, Value> {
    const reads = this
    return new (class extends Map<Value, Value> {
      override has(key: Value): boolean {
        reads.count++
        return super.has(key)
      }
    })(entries)
  }
}

/** What a document is made of, before it is given to somebody who counts. */
type Plan = { readonly leaf: Value } | { readonly list: readonly Plan[] } | { readonly map: Record<string, Plan> }
const { plan } = fc.letrec<{ plan: Plan }>((tie) => ({
  plan: fc.oneof(
    { maxDepth: 6, depthSize: 'medium' },
    fc.constantFrom<Plan>(...[1, 'a', 'aab', '', null, true, new Double(-2.5), 10n ** 30n].map((leaf) => ({ leaf }))),
    fc.record({ list: fc.array(tie('plan'), { maxLength: 12 }) }),
    fc.record({ map: fc.dictionary(MEMBER_NAME, tie('plan'), { maxKeys: 5 }) }),
  ),
}))

function built(each: Plan, reads: Reads): Value {
  if ('leaf' in each) return each.leaf
  if ('list' in each) return reads.list(each.list.map((item) => built(item, reads)))
  return reads.map(Object.entries(each.map).map(([key, item]) => [key, built(item, reads)]))
}

/** What a path finds, or why it finds nothing; anything else that is thrown is a mistake. */
function outcomeOf(text: string, document: Value, budget: Budget): 'found' | 'unreadable' | 'too-much' {
  try {
    evaluatePath(parsePath(text), document, budget)
    return 'found'
  } catch (error) {
    if (error instanceof PathError) return 'unreadable'
    expect(error instanceof BudgetExceededError || error instanceof TemplateError).toBe(true)
    return 'too-much'
  }
}

const STEPS = 3000
/** A place may be read several times for one step: asked whether it is there, and then for what it is. */
const READS_OF_A_STEP = 4

describe('any path', () => {
  it('is read or refused, and reads no more than it pays for', () => {
    const outcomes = { found: 0, unreadable: 0, 'too-much': 0 }
    fc.assert(
      fc.property(anyPath, plan, (text, what) => {
        const reads = new Reads()
        outcomes[outcomeOf(text, built(what, reads), new Budget(STEPS))]++
        expect(reads.count).toBeLessThanOrEqual(READS_OF_A_STEP * STEPS)
      }),
      { seed: 77, numRuns: 600 },
    )
    expect(outcomes.found).toBeGreaterThan(300)
  })

  it.each([
    ['lists that are taken many times', `$[${'0,'.repeat(700)}0][*]`],
    ['parts of lists that are taken many times', `$[${'0,'.repeat(700)}0][1:]`],
    ['items that are taken many times', `$[${'0,'.repeat(400)}0][${'7,'.repeat(400)}7]`],
    ['names that are asked of many', `$..[${"'a',".repeat(400)}'a']`],
    ['filters in filters', '$[*][?($[*][?($[*][?(@ == 1)])])]'],
    ['everything below everything', '$..[*]..[*]..[*]..[*]'],
  ])('pays for %s before they are gathered', (_, text) => {
    const reads = new Reads()
    const document = reads.list(
      Array.from({ length: 40 }, () => reads.list(Array.from({ length: 20 }, () => reads.map([['b', 1]])))),
    )
    expect(outcomeOf(text, document, new Budget(STEPS))).toBe('too-much')
    expect(reads.count).toBeLessThanOrEqual(READS_OF_A_STEP * STEPS)
  })

  it('that takes a little of a long list costs little', () => {
    const long = new List(Array.from({ length: 10_000 }, () => 1))
    for (const text of ['$[0:3]', '$[-3:]', '$[9998:20000]', '$[5:2]', '$[-1]'])
      expect(outcomeOf(text, long, new Budget(20))).toBe('found')
  })
})
