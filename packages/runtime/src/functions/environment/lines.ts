import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

/** More than an event of a log can hold: the rest of such a line is let go. */
const MAX_LINE_CHARACTERS = 512 * 1024

/** Cuts what a process writes into lines. What is read and not yet a line is bounded. */
export class Lines {
  readonly #decoder = new StringDecoder('utf8')
  readonly #onLine: (line: string) => void
  #rest = ''
  #isCut = false
  /** How often something came: whoever waits for silence compares. */
  count = 0

  constructor(source: Readable, onLine: (line: string) => void) {
    this.#onLine = onLine
    source.on('data', (chunk: Buffer) => this.#read(chunk))
    source.on('error', () => {})
    source.once('end', () => this.#end())
  }

  #read(chunk: Buffer): void {
    this.count++
    let text = this.#decoder.write(chunk)
    const last = text.lastIndexOf('\n')
    if (last >= 0) {
      const lines = (this.#rest + text.slice(0, last)).split('\n')
      this.#rest = ''
      // The rest of a line that was cut when it became too long.
      if (this.#isCut) lines.shift()
      this.#isCut = false
      for (const line of lines) this.#onLine(line)
      text = text.slice(last + 1)
    }
    if (this.#isCut) return
    this.#rest += text
    if (this.#rest.length > MAX_LINE_CHARACTERS) {
      this.#onLine(this.#rest)
      this.#rest = ''
      this.#isCut = true
    }
  }

  #end(): void {
    const rest = this.#rest + this.#decoder.end()
    this.#rest = ''
    if (rest !== '' && !this.#isCut) this.#onLine(rest)
  }
}
