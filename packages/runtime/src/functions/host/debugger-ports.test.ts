import { expect, it } from 'vitest'
import { DebuggerPorts } from './debugger-ports.ts'

function portsWith(taken: Set<number>) {
  let pauses = 0
  const ports = new DebuggerPorts({
    isFree: async (port) => !taken.has(port),
    sleep: async () => {
      // The process before is gone by then.
      if (++pauses === 3) taken.delete(9230)
    },
  })
  return ports
}

it('gives each function a port of its own, which its next process gets again', async () => {
  const taken = new Set([9229])
  const ports = portsWith(taken)
  expect([await ports.take('a'), await ports.take('b')]).toEqual([9230, 9231])
  taken.add(9230)
  expect(await ports.take('a')).toBe(9230)
  expect(await ports.take('b')).toBe(9231)
})

it('leaves it to the machine where two processes of a function run', async () => {
  const taken = new Set<number>()
  const ports = portsWith(taken)
  expect(await ports.take('a')).toBe(9229)
  taken.add(9229)
  expect(await ports.take('a')).toBe(0)
})
