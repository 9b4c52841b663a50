import type { WireResponse } from '../../kernel/wire.ts'
import type { Asked } from '../asked.ts'
import type { FunctionView } from '../contract/map.ts'
import { EventStream } from '../event-stream.ts'
import type { AdminSource } from '../ports.ts'
import { problem } from '../problem.ts'
import { functionOf, logsOf } from './functions.ts'

const PAUSE_MS = 1000
const BEAT_MS = 15_000
const MAX_READERS = 16
const LIMIT = 200

/** Follows the logs of functions, by asking for what is new as `aws logs tail --follow` does. */
export class LogStreams {
  readonly #source: AdminSource
  readonly #streams = new Set<EventStream>()

  constructor(source: AdminSource) {
    this.#source = source
  }

  async open(asked: Asked): Promise<WireResponse> {
    const view = await functionOf(asked, this.#source.inside)
    if (this.#streams.size >= MAX_READERS) return problem(503, `${MAX_READERS} readers listen already`)
    const stream = new EventStream(() => this.#streams.delete(stream))
    this.#streams.add(stream)
    this.#follow(view, stream)
    return stream.response()
  }

  close(): void {
    for (const stream of this.#streams) stream.end()
  }

  async #follow(view: FunctionView, stream: EventStream): Promise<void> {
    let startTime = this.#source.clock.nowMs()
    /** Told already, of the instant that is asked for again. */
    let told = new Set<string>()
    let quietMs = 0
    try {
      while (!stream.isOver) {
        const { events } = await logsOf(view, this.#source.inside, { limit: LIMIT, startTime })
        const fresh = events.filter((event) => !told.has(JSON.stringify(event)))
        stream.send(...fresh.map((event) => ({ event: 'log', data: event })))
        const last = events.at(-1)
        if (last) {
          startTime = Date.parse(last.at)
          told = new Set(events.filter(({ at }) => at === last.at).map((event) => JSON.stringify(event)))
        }
        quietMs = fresh.length > 0 ? 0 : quietMs + PAUSE_MS
        if (quietMs >= BEAT_MS) {
          stream.beat()
          quietMs = 0
        }
        await pause(PAUSE_MS)
      }
    } catch {
      // The function, or all that there was, is gone: whoever asks again hears why.
      stream.end()
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
