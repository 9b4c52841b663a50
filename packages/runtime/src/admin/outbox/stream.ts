import type { WireResponse } from '../../kernel/wire.ts'
import { type Asked, queryOf } from '../asked.ts'
import { EventStream } from '../event-stream.ts'
import type { AdminSource } from '../ports.ts'
import { problem } from '../problem.ts'
import { readNumber } from './list.ts'

const PAUSE_MS = 500
const BEAT_MS = 15_000
const MAX_READERS = 16
/** At once; what is left over comes the next time. */
const MAX_AT_ONCE = 10

interface Reader {
  readonly stream: EventStream
  /** Which outbox: a reset begins another one, whose numbers begin anew. */
  history: string
  /** The number of the last message that was told. */
  after: number
}

/** Tells readers of messages as they come, by asking for what is new while there are readers. */
export class OutboxStreams {
  readonly #source: Pick<AdminSource, 'outbox' | 'requests'>
  readonly #readers = new Set<Reader>()
  #timer: NodeJS.Timeout | undefined
  #isLooking = false
  #sinceBeatMs = 0

  constructor(source: Pick<AdminSource, 'outbox' | 'requests'>) {
    this.#source = source
  }

  open(asked: Asked): WireResponse {
    const seen = asked.request.headers['last-event-id'] ?? queryOf(asked).get('after')
    if (this.#readers.size >= MAX_READERS) return problem(503, `${MAX_READERS} readers listen already`)
    const reader: Reader = {
      stream: new EventStream(() => this.#leave(reader)),
      history: this.#source.requests.history,
      after: readNumber(seen),
    }
    this.#readers.add(reader)
    this.#timer ??= setInterval(() => this.look(), PAUSE_MS).unref()
    return reader.stream.response()
  }

  /** Tells what is new; a look that takes longer than the pause is not begun twice. */
  async look(): Promise<void> {
    if (this.#isLooking) return
    this.#isLooking = true
    this.#sinceBeatMs += PAUSE_MS
    try {
      await Promise.all([...this.#readers].map((reader) => this.#tell(reader)))
      if (this.#sinceBeatMs >= BEAT_MS) {
        for (const { stream } of this.#readers) stream.beat()
        this.#sinceBeatMs = 0
      }
    } catch {
      // What there was is being closed: whoever comes back finds what is there then.
      this.close()
    } finally {
      this.#isLooking = false
    }
  }

  close(): void {
    for (const { stream } of this.#readers) stream.end()
  }

  async #tell(reader: Reader): Promise<void> {
    const { history } = this.#source.requests
    if (history !== reader.history) {
      reader.history = history
      reader.after = 0
      reader.stream.send({ event: 'emptied', data: {} })
    }
    const messages = await this.#source.outbox(reader.after)
    for (const message of messages.slice(0, MAX_AT_ONCE)) {
      reader.stream.send({ event: 'message', id: String(message.number), data: message })
      reader.after = message.number
    }
  }

  #leave(reader: Reader): void {
    this.#readers.delete(reader)
    if (this.#readers.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}
