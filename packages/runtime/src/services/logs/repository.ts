import type { Place } from '../../kernel/place.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { collection } from '../../store/collection.ts'
import { groupNotFound, streamNotFound } from './errors.ts'
import type { ChunkRecord, GroupRecord, ResourcePolicyRecord, StreamRecord } from './records.ts'

const groupRecords = collection<GroupRecord>('logs/group')
const streamRecords = collection<StreamRecord>('logs/stream')
const chunkRecords = collection<ChunkRecord>('logs/chunk')
const policyRecords = collection<ResourcePolicyRecord>('logs/resource-policy')

/** Names of groups and streams hold no colon. */
const streamId = (group: string, stream: string) => `${group}:${stream}`
/** In the order of their first events. */
const chunkId = (group: string, stream: string, firstAt: number, number: number) =>
  `${group}:${stream}:${chunkTime(firstAt)}:${String(number).padStart(16, '0')}`
const chunkTime = (time: number) => String(Math.max(0, time)).padStart(13, '0')

const BATCH = 50

export const groups = {
  find: (reader: Reader, place: Place, name: string) => groupRecords.find(reader, place, name),

  async require(reader: Reader, place: Place, name: string): Promise<GroupRecord> {
    const found = await groupRecords.find(reader, place, name)
    if (!found) throw groupNotFound()
    return found
  },

  list: (reader: Reader, place: Place, options: { prefix?: string; after?: string; limit?: number } = {}) =>
    groupRecords.list(reader, place, options),

  put: (tx: Transaction, place: Place, group: GroupRecord) => groupRecords.put(tx, place, group.name, group),

  /** With its streams and their events. */
  async delete(tx: Transaction, place: Place, name: string): Promise<void> {
    for (const stream of await streams.list(tx, place, name)) await streams.delete(tx, place, stream)
    groupRecords.delete(tx, place, name)
  },
}

export const streams = {
  find: (reader: Reader, place: Place, group: string, name: string) =>
    streamRecords.find(reader, place, streamId(group, name)),

  async require(reader: Reader, place: Place, group: string, name: string): Promise<StreamRecord> {
    const found = await streams.find(reader, place, group, name)
    if (!found) throw streamNotFound()
    return found
  },

  list: (reader: Reader, place: Place, group: string, prefix = '') =>
    streamRecords.list(reader, place, { prefix: streamId(group, prefix) }),

  put: (tx: Transaction, place: Place, stream: StreamRecord) =>
    streamRecords.put(tx, place, streamId(stream.group, stream.name), stream),

  async delete(tx: Transaction, place: Place, { group, name }: StreamRecord): Promise<void> {
    await chunks.deleteBefore(tx, place, group, name, Number.MAX_SAFE_INTEGER)
    streamRecords.delete(tx, place, streamId(group, name))
  },
}

export const resourcePolicies = {
  find: (reader: Reader, place: Place, name: string) => policyRecords.find(reader, place, name),
  list: (reader: Reader, place: Place) => policyRecords.list(reader, place),
  put: (tx: Transaction, place: Place, policy: ResourcePolicyRecord) =>
    policyRecords.put(tx, place, policy.name, policy),
  delete: (tx: Transaction, place: Place, name: string) => policyRecords.delete(tx, place, name),
}

export const chunks = {
  put: (tx: Transaction, place: Place, { group, name }: StreamRecord, chunk: ChunkRecord) =>
    chunkRecords.put(tx, place, chunkId(group, name, chunk.events[0]?.timestamp ?? 0, chunk.number), chunk),

  /** In the order of their first events, from `fromMs` on; a page at a time. */
  async *from(
    reader: Reader,
    place: Place,
    { group, name }: StreamRecord,
    fromMs: number,
  ): AsyncGenerator<ChunkRecord> {
    const prefix = `${streamId(group, name)}:`
    let after = `${prefix}${chunkTime(fromMs)}`
    for (;;) {
      const page = await chunkRecords.list(reader, place, { prefix, after, limit: BATCH })
      yield* page
      const last = page.at(-1)
      if (!last || page.length < BATCH) return
      after = chunkId(group, name, last.events[0]?.timestamp ?? 0, last.number)
    }
  },

  /** Deletes those whose first event is before a moment. */
  async deleteBefore(tx: Transaction, place: Place, group: string, name: string, beforeMs: number): Promise<void> {
    const prefix = `${streamId(group, name)}:`
    for (const { events, number } of await chunkRecords.list(tx, place, { prefix })) {
      const firstAt = events[0]?.timestamp ?? 0
      if (firstAt >= beforeMs) return
      chunkRecords.delete(tx, place, chunkId(group, name, firstAt, number))
    }
  },
}
