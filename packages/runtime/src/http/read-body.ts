import type { Readable } from 'node:stream'
import type { Reservation } from './body-budget.ts'

/** Why a body was not read to its end. */
export type Unread = 'too-large' | 'no-room'

/** Reads a body to its end; keeps none of it as soon as it is more than it may be, or than there is room for. */
export function readBody(message: Readable, maxBytes: number, room: Reservation): Promise<Buffer | Unread> {
  return new Promise((resolve, reject) => {
    let parts: Parts | undefined = new Parts()
    let size = 0
    const giveUp = (why: Unread) => {
      parts = undefined
      room.release()
      resolve(why)
    }
    message.on('data', (chunk: Buffer) => {
      if (!parts) return
      size += chunk.length
      if (size > maxBytes) giveUp('too-large')
      else if (!room.take(chunk.length)) giveUp('no-room')
      else parts.add(chunk)
    })
    message.on('end', () => {
      if (parts) resolve(parts.joined())
    })
    message.on('error', reject)
    const left = () => {
      parts = undefined
      reject(new Error('the client went away'))
    }
    message.on('close', left)
    // Streams of HTTP/2 end also where their connection does, in the middle of a body.
    message.on('aborted', left)
  })
}

/** Smaller parts are copied together: each is an object of its own, which weighs hundreds of times its one byte. */
const SMALL_BYTES = 16 * 1024
/** Of what they are copied into. It grows with the body: thousands of clients may each be slow to send a few bytes. */
const BLOCK_BYTES = { first: 1024, most: 64 * 1024 }

class Parts {
  readonly #whole: Buffer[] = []
  #block: Buffer | undefined
  #filled = 0
  #blockBytes = BLOCK_BYTES.first

  add(chunk: Buffer): void {
    const isFirst = this.#whole.length === 0 && this.#block === undefined
    if (isFirst || chunk.length >= SMALL_BYTES) {
      this.#flush()
      this.#whole.push(chunk)
      return
    }
    if (this.#block && this.#filled + chunk.length > this.#block.length) this.#flush()
    this.#block ??= this.#newBlock(chunk.length)
    chunk.copy(this.#block, this.#filled)
    this.#filled += chunk.length
  }

  joined(): Buffer {
    this.#flush()
    const [only] = this.#whole
    return only && this.#whole.length === 1 ? only : Buffer.concat(this.#whole)
  }

  #newBlock(leastBytes: number): Buffer {
    const block = Buffer.allocUnsafeSlow(Math.max(this.#blockBytes, leastBytes))
    this.#blockBytes = Math.min(2 * block.length, BLOCK_BYTES.most)
    return block
  }

  #flush(): void {
    if (!this.#block) return
    this.#whole.push(this.#block.subarray(0, this.#filled))
    this.#block = undefined
    this.#filled = 0
  }
}
