import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { giveBack } from './give-back.ts'
import { Pace } from './pace.ts'

/** More than an event of a log can hold: the rest of such a line is let go. */
const MAX_LINE_CHARACTERS = 512 * 1024

const NEWLINE = 0x0a

export interface LineReader {
  line(text: string): void
  /** Where it is there and says so, what comes is counted, and not cut into lines: those may be millions. */
  readonly isFull?: () => boolean
  readonly skipped?: (bytes: number) => void
}

/** Below this a chunk is left to the garbage collector. */
const LARGE_CHUNK_BYTES = 32 * 1024

/** Cuts what a process writes into lines, at a bounded rate. What is read and not yet a line is bounded. */
export class Lines {
  readonly #decoder = new StringDecoder('utf8')
  readonly #reader: LineReader
  readonly #pace: Pace
  #rest = ''
  #isCut = false
  /** How often something came: whoever waits for silence compares. */
  count = 0

  constructor(source: Readable, reader: LineReader) {
    this.#reader = reader
    this.#pace = new Pace(source)
    source.on('data', (chunk: Buffer) => {
      this.count++
      const isFull = reader.isFull?.() ?? false
      this.#pace.took(chunk.length, !isFull)
      if (isFull) this.#skip(chunk)
      else this.#read(chunk)
      if (chunk.length >= LARGE_CHUNK_BYTES) giveBack(chunk)
    })
    source.on('error', () => {})
    source.once('end', () => this.#end())
  }

  /** More may have been written than was read. */
  get isHeld(): boolean {
    return this.#pace.isHeld
  }

  #read(chunk: Buffer): void {
    let text = this.#decoder.write(chunk)
    const last = text.lastIndexOf('\n')
    if (last >= 0) {
      const lines = (this.#rest + text.slice(0, last)).split('\n')
      this.#rest = ''
      // The rest of a line that was cut when it became too long.
      if (this.#isCut) lines.shift()
      this.#isCut = false
      for (const line of lines) this.#reader.line(line)
      text = text.slice(last + 1)
    }
    if (this.#isCut) return
    this.#rest += text
    if (this.#rest.length > MAX_LINE_CHARACTERS) {
      this.#reader.line(this.#rest)
      this.#rest = ''
      this.#isCut = true
    }
  }

  #skip(chunk: Buffer): void {
    this.#reader.skipped?.(this.#rest.length + chunk.length)
    this.#rest = ''
    this.#decoder.end()
    // What follows may be the rest of a line whose beginning nobody has seen.
    this.#isCut = chunk.at(-1) !== NEWLINE
  }

  #end(): void {
    const rest = this.#rest + this.#decoder.end()
    this.#rest = ''
    if (rest !== '' && !this.#isCut) this.#reader.line(rest)
  }
}
