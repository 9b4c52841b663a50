import { FunctionStreamFailure } from '../../kernel/functions.ts'

/** Where parts come from: held back while nobody takes them. */
export interface PartSource {
  pause(): unknown
  resume(): unknown
}

const HELD_BACK_BYTES = 256 * 1024

/** The parts of an answer, as far ahead of who reads them as {@link HELD_BACK_BYTES}. Read once. */
export class PartQueue implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array> {
  readonly #source: PartSource
  readonly #parts: Uint8Array[] = []
  #bytes = 0
  #isOver = false
  #failure: FunctionStreamFailure | undefined
  #isUnwanted = false
  #wake: (() => void) | undefined
  #hasEnded: () => void = () => {}
  /** Whether or not somebody reads them. */
  readonly ended = new Promise<void>((resolve) => {
    this.#hasEnded = resolve
  })

  constructor(source: PartSource) {
    this.#source = source
  }

  push(part: Uint8Array): void {
    if (this.#isUnwanted) return
    this.#parts.push(part)
    this.#bytes += part.length
    if (this.#bytes > HELD_BACK_BYTES) this.#source.pause()
    this.#wake?.()
  }

  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#hasEnded()
    this.#wake?.()
  }

  fail(payload: Buffer, errorType: string): void {
    if (!this.#isOver) this.#failure = new FunctionStreamFailure(payload, errorType)
    this.end()
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    for (;;) {
      const value = this.#parts.shift()
      if (value) {
        this.#bytes -= value.length
        if (this.#bytes <= HELD_BACK_BYTES) this.#source.resume()
        return { done: false, value }
      }
      if (this.#failure) throw this.#failure
      if (this.#isOver) return { done: true, value: undefined }
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  /** Nobody reads on: what comes is let go, and the function runs to its end. */
  async return(): Promise<IteratorResult<Uint8Array>> {
    this.#isUnwanted = true
    this.#parts.length = 0
    this.#bytes = 0
    this.#source.resume()
    return { done: true, value: undefined }
  }
}
