import { describe, expect, it } from 'vitest'
import { BrokenFrame, encodeFrame, type Frame, FrameReader } from './frames.ts'

const LIMIT = 1000

function read(chunks: readonly Uint8Array[], limit = LIMIT): Frame[] {
  const frames: Frame[] = []
  const reader = new FrameReader(limit, (frame) => frames.push({ ...frame, body: Buffer.from(frame.body) }))
  for (const chunk of chunks) reader.push(Buffer.from(chunk))
  return frames
}

const bytesOf = (...frames: (readonly Uint8Array[])[]) => Buffer.concat(frames.flat())

describe('frames', () => {
  const some = bytesOf(
    encodeFrame('N', '{"requestId":"ä"}', Buffer.from([0, 1, 255])),
    encodeFrame('R', ''),
    encodeFrame('L', '{"t":1}', 'grün'),
  )

  it('come out as they were put in, however they are cut', () => {
    for (let size = 1; size <= some.length; size++) {
      const chunks = []
      for (let at = 0; at < some.length; at += size) chunks.push(some.subarray(at, at + size))
      expect(read(chunks)).toEqual([
        { type: 'N', head: '{"requestId":"ä"}', body: Buffer.from([0, 1, 255]), bodyBytes: 3 },
        { type: 'R', head: '', body: Buffer.alloc(0), bodyBytes: 0 },
        { type: 'L', head: '{"t":1}', body: Buffer.from('grün'), bodyBytes: 5 },
      ])
    }
  })

  it('are one buffer, or two where a body is long', () => {
    expect(encodeFrame('A', '', Buffer.alloc(100))).toHaveLength(1)
    const long = Buffer.alloc(100_000, 7)
    expect(encodeFrame('A', '', long)).toHaveLength(2)
    expect(read(encodeFrame('A', '{}', long), 100_000)).toMatchObject([{ type: 'A', head: '{}', bodyBytes: 100_000 }])
  })

  it('lose a body over the limit, and nothing else', () => {
    const stream = bytesOf(encodeFrame('A', '{"a":1}', Buffer.alloc(LIMIT + 1)), encodeFrame('R', ''))
    for (const size of [1, 7, 500, stream.length]) {
      const chunks = []
      for (let at = 0; at < stream.length; at += size) chunks.push(stream.subarray(at, at + size))
      expect(read(chunks)).toEqual([
        { type: 'A', head: '{"a":1}', body: Buffer.alloc(0), bodyBytes: LIMIT + 1 },
        { type: 'R', head: '', body: Buffer.alloc(0), bodyBytes: 0 },
      ])
    }
  })

  it.each([
    ['whose type is no letter', Buffer.from('hello, world')],
    ['whose head is longer than they are', Buffer.from([0, 0, 0, 6, 65, 0, 0, 0, 9, 1])],
    ['whose head is too long for anybody', Buffer.from([0, 255, 0, 0, 65, 0, 127, 0, 0])],
    ['that are shorter than their fixed part', Buffer.from([0, 0, 0, 1, 65, 0, 0, 0, 0])],
  ])('%s are broken', (_, bytes) => {
    expect(() => read([bytes])).toThrow(BrokenFrame)
  })
})
