import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { Lines } from './lines.ts'

function reading() {
  const source = new PassThrough()
  const lines: string[] = []
  const state = { isFull: false, skipped: 0 }
  const reader = new Lines(source, {
    line: (text) => lines.push(text),
    isFull: () => state.isFull,
    skipped: (bytes) => (state.skipped += bytes),
  })
  return { lines, state, reader, write: (bytes: string | Buffer) => source.write(bytes), end: () => source.end() }
}

it('cuts what comes in pieces into lines, characters of several bytes too', async () => {
  const { lines, reader, write, end } = reading()
  const bytes = Buffer.from('one\ntwö\n\nlast')
  for (const byte of bytes) write(Buffer.from([byte]))
  expect(lines).toEqual(['one', 'twö', ''])
  expect(reader.count).toBe(bytes.length)
  end()
  await expect.poll(() => lines).toEqual(['one', 'twö', '', 'last'])
})

it('cuts a line off that has no end', async () => {
  const { lines, write } = reading()
  for (let i = 0; i < 20; i++) write('x'.repeat(64 * 1024))
  write('the end of it\nnext\n')
  await expect.poll(() => lines.map((line) => line.length)).toEqual([9 * 64 * 1024, 4])
})

it('reads a flood a little at a time', () => {
  const { lines, reader, write } = reading()
  for (let i = 0; i < 10; i++) write(`${'x'.repeat(64 * 1024 - 1)}\n`)
  expect(lines).toHaveLength(1)
  expect(reader.isHeld).toBe(true)
})

it('counts what comes while nobody takes it, and goes on at the next line', () => {
  const { lines, state, write } = reading()
  write('before\nbegun')
  state.isFull = true
  write(' and lost\nlost\n')
  write('also lo')
  state.isFull = false
  write('st\nafter\n')
  expect(lines).toEqual(['before', 'after'])
  expect(state.skipped).toBe('begun and lost\nlost\nalso lo'.length)
})
