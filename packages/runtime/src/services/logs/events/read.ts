import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { CHUNK_SPAN_MS, eventId, expiryOf, type GroupRecord, type LogEvent, type StreamRecord } from '../records.ts'
import { chunks } from '../repository.ts'

/** A stretch of time: from `startTime` on, up to but not with `endTime` (documented). Milliseconds since the epoch. */
export interface TimeRange {
  readonly startTime?: number
  readonly endTime?: number
}

/** The events of one stream within a range, in the order of their ids. */
export async function* eventsOf(
  reader: Reader,
  place: Place,
  group: GroupRecord,
  stream: StreamRecord,
  { startTime = 0, endTime = Number.MAX_SAFE_INTEGER }: TimeRange,
  now: number,
): AsyncGenerator<LogEvent> {
  const start = Math.max(startTime, expiryOf(group, now))
  if ((stream.lastEventAt ?? -1) < start || (stream.firstEventAt ?? endTime) >= endTime) return
  /** Read, but chunks that begin before them may still come. */
  let waiting: LogEvent[] = []
  for await (const chunk of chunks.from(reader, place, stream, start - CHUNK_SPAN_MS)) {
    const firstAt = chunk.events[0]?.timestamp ?? 0
    if (firstAt >= endTime) break
    const ready = waiting.filter(({ timestamp }) => timestamp < firstAt)
    yield* ready
    waiting = waiting.slice(ready.length)
    chunk.events.forEach(({ timestamp, message }, index) => {
      if (timestamp < start || timestamp >= endTime) return
      const id = eventId(stream, timestamp, chunk.number, index)
      waiting.push({ id, stream: stream.name, timestamp, message, ingestedAt: chunk.ingestedAt })
    })
    waiting.sort(byId)
  }
  yield* waiting
}

/** Events of several streams as one, in the order of time. */
export async function* merged(sources: readonly AsyncGenerator<LogEvent>[]): AsyncGenerator<LogEvent> {
  const heads: { event: LogEvent; source: AsyncGenerator<LogEvent> }[] = []
  const take = async (source: AsyncGenerator<LogEvent>) => {
    const next = await source.next()
    if (next.done) return
    const at = heads.findIndex(({ event }) => byId(event, next.value) > 0)
    heads.splice(at < 0 ? heads.length : at, 0, { event: next.value, source })
  }
  for (const source of sources) await take(source)
  for (let head = heads.shift(); head; head = heads.shift()) {
    yield head.event
    await take(head.source)
  }
}

export function byId(a: LogEvent, b: LogEvent): number {
  if (a.id === b.id) return 0
  return a.id < b.id ? -1 : 1
}
