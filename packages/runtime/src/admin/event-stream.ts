import type { WireResponse } from '../kernel/wire.ts'

/** What a reader may be behind: more than that, and it does not read. */
const MAX_WAITING = 20
const MAX_WAITING_CHARACTERS = 2 * 1024 * 1024

export interface ServerEvent {
  readonly event: string
  /** Where the reader goes on when it comes back. */
  readonly id?: string
  readonly data: unknown
}

/**
 * Server-sent events to one reader (HTML standard, section 9.2). They wait for it to a bound; whoever reads more slowly
 * than that is left, and may come back.
 */
export class EventStream implements AsyncIterable<Uint8Array> {
  readonly #onEnd: () => void
  #waiting: string[] = []
  #characters = 0
  #isOver = false
  #wake: (() => void) | undefined

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** Several at once count as one of those that a reader may be behind. */
  send(...events: readonly ServerEvent[]): void {
    if (events.length > 0) this.#push(events.map(textOf).join(''))
  }

  /** Shows that the connection is alive. */
  beat(): void {
    this.#push(': \n\n')
  }

  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#wake?.()
    this.#onEnd()
  }

  response(): WireResponse {
    return {
      status: 200,
      headers: [
        ['Content-Type', 'text/event-stream'],
        ['Cache-Control', 'no-store'],
        ['X-Content-Type-Options', 'nosniff'],
      ],
      body: this,
    }
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return {
      next: async () => {
        while (this.#waiting.length === 0) {
          if (this.#isOver) return { done: true, value: undefined }
          await new Promise<void>((resolve) => {
            this.#wake = resolve
          })
        }
        const text = this.#waiting.join('')
        this.#waiting = []
        this.#characters = 0
        return { done: false, value: Buffer.from(text) }
      },
      return: async () => {
        this.end()
        return { done: true, value: undefined }
      },
    }
  }

  #push(text: string): void {
    if (this.#isOver) return
    this.#characters += text.length
    if (this.#waiting.push(text) > MAX_WAITING || this.#characters > MAX_WAITING_CHARACTERS) {
      this.#waiting = []
      this.end()
      return
    }
    this.#wake?.()
  }
}

function textOf({ event, id, data }: ServerEvent): string {
  // JSON has no line breaks of its own.
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}
