import type { Writable } from 'node:stream'

/**
 * Writes a stream's parts as fast as the client takes them, and ends the answer. When the client leaves, the source is
 * told at once by `return`, even while it is being waited for; what it throws afterwards is nobody's concern.
 */
export async function pour(parts: AsyncIterable<Uint8Array>, sink: Writable): Promise<void> {
  const iterator = parts[Symbol.asyncIterator]()
  let left = false
  const leave = () => {
    left = true
    leaveOff(iterator)
  }
  if (sink.destroyed) leave()
  else sink.once('close', leave)
  try {
    while (!left) {
      const { done, value } = await iterator.next()
      if (left) return
      if (done) {
        sink.end()
        return
      }
      if (!sink.write(value)) await roomIn(sink)
    }
  } catch (error) {
    if (!left) throw error
  } finally {
    sink.off('close', leave)
  }
}

/** For an answer that goes without its body, as to HEAD. */
export function discard(parts: AsyncIterable<Uint8Array>): void {
  leaveOff(parts[Symbol.asyncIterator]())
}

function leaveOff(iterator: AsyncIterator<Uint8Array>): void {
  try {
    iterator.return?.()?.then(undefined, () => {})
  } catch {
    // A source that cannot even stop harms nobody any more.
  }
}

/** Until the client has taken what it was sent, or has left. */
function roomIn(sink: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      sink.off('drain', done)
      sink.off('close', done)
      resolve()
    }
    sink.on('drain', done)
    sink.on('close', done)
    if (sink.destroyed) done()
  })
}
