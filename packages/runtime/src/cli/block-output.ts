import { write } from 'node:fs'

/** As much as is written at once. */
const BLOCK_CHARACTERS = 4096
/** What is less than a block does not wait longer. */
const PATIENCE_MS = 100
/** A reader that does not read for so long loses lines, rather than the server its memory. */
const MAX_WAITING_CHARACTERS = 8 * 1024 * 1024

type Write = typeof write

/** Text for a file, a pipe or a terminal, in blocks and in the thread pool: no request waits for whoever reads it. */
export class BlockOutput {
  readonly #fd: number
  readonly #write: Write
  #waiting = ''
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> | undefined

  constructor(fd: number, writeTo: Write = write) {
    this.#fd = fd
    this.#write = writeTo
  }

  /** False: the text is lost, since too much waits already. */
  write(text: string): boolean {
    if (this.#waiting.length > MAX_WAITING_CHARACTERS) return false
    this.#waiting += text
    if (this.#waiting.length >= BLOCK_CHARACTERS) this.#begin()
    else this.#timer ??= setTimeout(() => this.#begin(), PATIENCE_MS).unref()
    return true
  }

  /** Resolves when everything has been written. */
  async flush(): Promise<void> {
    while (this.#begin()) await this.#writing
  }

  #begin(): Promise<void> | undefined {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#waiting !== '') this.#writing ??= this.#writeAll()
    return this.#writing
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting !== '') {
      const block = Buffer.from(this.#waiting)
      this.#waiting = ''
      await this.#writeBlock(block)
    }
    this.#writing = undefined
  }

  async #writeBlock(block: Buffer): Promise<void> {
    let rest = block
    while (rest.length > 0) {
      const written = await this.#attempt(rest)
      // Nobody reads any more: what was to be said is nobody's.
      if (written === 'closed') return
      rest = rest.subarray(written)
    }
  }

  #attempt(block: Buffer): Promise<number | 'closed'> {
    return new Promise((resolve) => {
      this.#write(this.#fd, block, 0, block.length, null, (error, written) => {
        if (!error) resolve(written)
        // Somebody has made the pipe one that does not wait, and it is full.
        else if (error.code === 'EAGAIN') setTimeout(resolve, PATIENCE_MS, 0)
        else resolve('closed')
      })
    })
  }
}
