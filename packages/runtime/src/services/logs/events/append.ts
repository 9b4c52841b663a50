import type { Place } from '../../../kernel/place.ts'
import type { Random } from '../../../kernel/random.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import { CHUNK_SPAN_MS, type EventRecord, expiryOf, type GroupRecord, type StreamRecord } from '../records.ts'
import { chunks, streams } from '../repository.ts'

const ORDINAL_DIGITS = 11

export function newStream(group: string, name: string, now: number, random: Random): StreamRecord {
  const ordinal = (random.bytes(8).readBigUInt64BE() % 10n ** BigInt(ORDINAL_DIGITS)).toString()
  return { group, name, createdAt: now, ordinal: ordinal.padStart(ORDINAL_DIGITS, '0'), chunks: 0 }
}

/** Writes events, which come in the order of time, and drops what the group keeps no longer. */
export async function appendEvents(
  tx: Transaction,
  place: Place,
  group: GroupRecord,
  stream: StreamRecord,
  events: readonly EventRecord[],
  now: number,
): Promise<StreamRecord> {
  const first = events[0]
  const last = events.at(-1)
  if (!first || !last) return stream
  let number = stream.chunks
  for (const part of inChunks(events)) {
    chunks.put(tx, place, stream, { number, ingestedAt: now, events: part })
    number++
  }
  const expiry = expiryOf(group, now)
  if (expiry > (stream.firstEventAt ?? first.timestamp)) {
    await chunks.deleteBefore(tx, place, group.name, stream.name, expiry - CHUNK_SPAN_MS)
  }
  const changed: StreamRecord = {
    ...stream,
    chunks: number,
    firstEventAt: Math.max(Math.min(stream.firstEventAt ?? first.timestamp, first.timestamp), expiry),
    lastEventAt: Math.max(stream.lastEventAt ?? 0, last.timestamp),
    lastIngestedAt: now,
  }
  streams.put(tx, place, changed)
  return changed
}

function inChunks(events: readonly EventRecord[]): readonly (readonly EventRecord[])[] {
  const [first, last] = [events[0], events.at(-1)]
  if (first && last && last.timestamp - first.timestamp < CHUNK_SPAN_MS) return [events]
  const parts: EventRecord[][] = []
  let part: EventRecord[] = []
  for (const { timestamp, message } of events) {
    const first = part[0]
    if (first && timestamp - first.timestamp >= CHUNK_SPAN_MS) {
      parts.push(part)
      part = []
    }
    part.push({ timestamp, message })
  }
  return [...parts, part]
}
