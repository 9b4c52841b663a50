import { describe, expect, test } from 'vitest'
import { reversed, type Turn, walk } from './walk.ts'

/** Walks; `waits` are over when they are released, in the order in which they are. */
function walking(needs: Record<string, readonly string[]>, turns: Record<string, Turn | 'waits'> = {}) {
  const seen: string[] = []
  const release = new Map<string, () => void>()
  const controller = new AbortController()
  const over = walk({
    nodes: Object.keys(needs),
    needs: new Map(Object.entries(needs)),
    signal: controller.signal,
    visit: async (node) => {
      seen.push(node)
      const turn = turns[node] ?? 'done'
      if (turn !== 'waits') return turn
      const until = new Promise<void>((resolve) => release.set(node, resolve))
      return {
        until,
        resume: async () => {
          seen.push(`${node} ends`)
          return 'done'
        },
      }
    },
  })
  return { over, seen, release, controller }
}

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('a walk', () => {
  test('gives turns in the order of the list to whatever has what it needs', async () => {
    const { over, seen } = walking({ C: ['A', 'B'], B: ['A'], A: [], D: [] })
    await over
    expect(seen).toEqual(['A', 'B', 'C', 'D'])
  })

  test('goes on beside what waits, and ends waits in the order of their end', async () => {
    const { over, seen, release } = walking({ A: [], B: [], C: ['A'], D: [] }, { A: 'waits', B: 'waits' })
    await quiet()
    expect(seen).toEqual(['A', 'B', 'D'])
    release.get('B')?.()
    await quiet()
    release.get('A')?.()
    await over
    expect(seen.slice(3)).toEqual(['B ends', 'A ends', 'C'])
  })

  test('gives no turn to what comes after something held, however far', async () => {
    const { over, seen } = walking({ A: [], B: ['A'], C: ['B'], D: [] }, { A: 'held' })
    await over
    expect(seen).toEqual(['A', 'D'])
  })

  test('lets the first of a circle go ahead', async () => {
    const { over, seen } = walking({ A: ['B'], B: ['A'], C: ['C'] })
    await over
    expect(seen).toEqual(['C', 'A', 'B'])
  })

  test('is left at once with the reason of its signal', async () => {
    const { over, controller } = walking({ A: [] }, { A: 'waits' })
    await quiet()
    controller.abort(new Error('enough'))
    await expect(over).rejects.toThrow('enough')
  })
})

test('needs the other way round', () => {
  const needs = new Map([
    ['A', []],
    ['B', ['A']],
    ['C', ['A', 'B']],
  ])
  expect([...reversed(needs)]).toEqual([
    ['A', ['B', 'C']],
    ['B', ['C']],
  ])
})
