import type { Position } from '../../kernel/request-history.ts'
import type { KeptRequest } from '../../kernel/request-trace.ts'
import type { WireResponse } from '../../kernel/wire.ts'
import { type Asked, queryOf } from '../asked.ts'
import type { RequestBatch, StreamLimits } from '../contract/requests.ts'
import { EventStream } from '../event-stream.ts'
import type { AdminSource } from '../ports.ts'
import { problem } from '../problem.ts'
import { type Fits, filterOf } from './filter.ts'

const LIMITS: StreamLimits = { batchesPerSecond: 10, requestsPerBatch: 50 }
const BEAT_MS = 15_000
const MAX_READERS = 32

interface Reader {
  readonly stream: EventStream
  readonly fits: Fits
  /** Whether some that were not kept may be among those that are asked for. */
  readonly countsMissed: boolean
  history: string
  position: Position
}

/**
 * Tells readers of requests as they come. It looks at what is kept at a pace of its own, while there are readers: a
 * request pays nothing for being told, and nobody pays while nobody reads.
 */
export class RequestStreams {
  readonly #source: Pick<AdminSource, 'requests'>
  readonly #readers = new Set<Reader>()
  #timer: NodeJS.Timeout | undefined
  #ticks = 0

  constructor(source: Pick<AdminSource, 'requests'>) {
    this.#source = source
  }

  open(asked: Asked): WireResponse {
    const query = queryOf(asked)
    const fits = filterOf(query)
    if (this.#readers.size >= MAX_READERS) return problem(503, `${MAX_READERS} readers listen already`)
    const { requests } = this.#source
    const before = readPlace(asked.request.headers['last-event-id'])
    const reader: Reader = {
      stream: new EventStream(() => this.#leave(reader)),
      fits,
      countsMissed: !query.get('refused') && !/^[45]$/.test(query.get('status') ?? ''),
      history: requests.history,
      position: before?.history === requests.history ? before.position : requests.position,
    }
    reader.stream.send({ event: 'hello', id: idOf(reader), data: LIMITS })
    this.#readers.add(reader)
    this.#timer ??= setInterval(() => this.look(), 1000 / LIMITS.batchesPerSecond).unref()
    return reader.stream.response()
  }

  /** Tells what is new. */
  look(): void {
    const isBeat = ++this.#ticks % ((BEAT_MS / 1000) * LIMITS.batchesPerSecond) === 0
    const found = new Map<string, ReturnType<AdminSource['requests']['since']>>()
    for (const reader of this.#readers) {
      this.#tell(reader, found)
      if (isBeat) reader.stream.beat()
    }
  }

  close(): void {
    for (const { stream } of this.#readers) stream.end()
  }

  #tell(reader: Reader, found: Map<string, ReturnType<AdminSource['requests']['since']>>): void {
    const { requests } = this.#source
    if (reader.history !== requests.history) {
      reader.history = requests.history
      reader.position = NOTHING
    }
    const from = idOf(reader)
    // Most readers are as far as each other, and the requests are made into texts once.
    const news = found.get(from) ?? remembered(requests.since(reader.position))
    found.set(from, news)
    reader.position = news.position
    const fitting = news.requests.filter(reader.fits)
    const shown = fitting.slice(-LIMITS.requestsPerBatch)
    const batch: RequestBatch = {
      requests: shown.map((request) => request.summary()),
      leftOut: fitting.length - shown.length + (reader.countsMissed ? news.missed : 0),
    }
    if (batch.requests.length + batch.leftOut > 0)
      reader.stream.send({ event: 'requests', id: idOf(reader), data: batch })
  }

  #leave(reader: Reader): void {
    this.#readers.delete(reader)
    if (this.#readers.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}

const NOTHING: Position = { refused: 0, wentWell: 0, passedOver: 0 }

function remembered(news: ReturnType<AdminSource['requests']['since']>): typeof news {
  return { ...news, requests: news.requests.map(once) }
}

/** The same request, which makes its summary when it is first asked for it, and only then. */
function once(request: KeptRequest): KeptRequest {
  let summary: ReturnType<KeptRequest['summary']> | undefined
  const { requestId, status, startedAt, bytes } = request
  return {
    ...{ requestId, status, startedAt, bytes },
    summary: () => {
      summary ??= request.summary()
      return summary
    },
    trace: () => request.trace(),
  }
}

function idOf({ history, position: { refused, wentWell, passedOver } }: Pick<Reader, 'history' | 'position'>): string {
  return `${history}.${refused}.${wentWell}.${passedOver}`
}

function readPlace(id: string | undefined): Pick<Reader, 'history' | 'position'> | undefined {
  const [, history, refused, wentWell, passedOver] =
    /^(\w{1,40})\.(\d{1,15})\.(\d{1,15})\.(\d{1,15})$/.exec(id ?? '') ?? []
  if (history === undefined) return undefined
  return {
    history,
    position: { refused: Number(refused), wentWell: Number(wentWell), passedOver: Number(passedOver) },
  }
}
