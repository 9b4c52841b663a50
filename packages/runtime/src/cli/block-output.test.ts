import { afterEach, expect, it, vi } from 'vitest'
import { BlockOutput } from './block-output.ts'

type Attempt = (block: Buffer) => number | string

afterEach(() => void vi.useRealTimers())

/** An output into text; `attempts` say what comes of each write before the rest succeed: bytes taken, or an error's code. */
function output(...attempts: Attempt[]) {
  const written: Buffer[] = []
  const sink = {
    get text() {
      return Buffer.concat(written).toString('utf8')
    },
    writes: 0,
  }
  const write = (_fd: number, block: Buffer, _at: number, _length: number, _position: null, done: Done) => {
    sink.writes++
    const outcome = attempts.shift()?.(block) ?? block.length
    if (typeof outcome === 'string') return queueMicrotask(() => done(Object.assign(new Error(), { code: outcome }), 0))
    written.push(block.subarray(0, outcome))
    return queueMicrotask(() => done(null, outcome))
  }
  return { sink, out: new BlockOutput(1, write as unknown as ConstructorParameters<typeof BlockOutput>[1]) }
}

type Done = (error: NodeJS.ErrnoException | null, written: number) => void

it('writes many lines at once, in their order', async () => {
  const { sink, out } = output()
  for (let i = 0; i < 10; i++) out.write(`${i}\n`)
  await out.flush()
  expect(sink).toEqual({ text: '0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n', writes: 1 })
})

it('goes on where a write has ended, and after a full pipe', async () => {
  vi.useFakeTimers()
  const { sink, out } = output(
    () => 2,
    () => 'EAGAIN',
  )
  out.write('hä')
  out.write('llo\n')
  const flushed = out.flush()
  await vi.advanceTimersByTimeAsync(100)
  await flushed
  expect(sink).toEqual({ text: 'hällo\n', writes: 3 })
})

it('does not keep what is less than a block for long', async () => {
  vi.useFakeTimers()
  const { sink, out } = output()
  out.write('a line\n')
  expect(sink.writes).toBe(0)
  await vi.advanceTimersByTimeAsync(100)
  expect(sink.text).toBe('a line\n')
})

it('ends quietly when nobody reads any more', async () => {
  const { sink, out } = output(() => 'EPIPE')
  out.write('lost\n')
  await out.flush()
  out.write('not lost\n')
  await out.flush()
  expect(sink.text).toBe('not lost\n')
})

it('keeps no more than 8 MB for a reader who does not read, and says so', async () => {
  let release = () => {}
  const stuck = (_fd: number, block: Buffer, _at: number, _length: number, _position: null, done: Done) => {
    release = () => done(null, block.length)
  }
  const out = new BlockOutput(1, stuck as unknown as ConstructorParameters<typeof BlockOutput>[1])
  const line = 'x'.repeat(1024 * 1024)
  const kept = Array.from({ length: 12 }, () => out.write(line)).filter(Boolean)
  // One is being written, and what is over the limit is seen with the next.
  expect(kept).toHaveLength(10)
  release()
  await Promise.resolve()
  await new Promise(setImmediate)
  expect(out.write(line)).toBe(true)
})
