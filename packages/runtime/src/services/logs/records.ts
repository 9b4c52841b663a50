export interface GroupRecord {
  readonly name: string
  readonly createdAt: number
  readonly logGroupClass: string
  /** Undefined: events are kept for ever. */
  readonly retentionInDays?: number
  readonly kmsKeyId?: string
  readonly deletionProtectionEnabled: boolean
  readonly tags: Readonly<Record<string, string>>
}

export interface StreamRecord {
  readonly group: string
  readonly name: string
  readonly createdAt: number
  /** Tells the streams of a group apart in event ids: eleven digits. */
  readonly ordinal: string
  /** How many chunks have been written to it; the number of the next one. */
  readonly chunks: number
  readonly firstEventAt?: number
  readonly lastEventAt?: number
  readonly lastIngestedAt?: number
}

export interface ResourcePolicyRecord {
  readonly name: string
  readonly document: string
  readonly updatedAt: number
}

/** Events that were written together and lie close together in time: at most {@link CHUNK_SPAN_MS}. Oldest first. */
export interface ChunkRecord {
  readonly number: number
  readonly ingestedAt: number
  readonly events: readonly EventRecord[]
}

export interface EventRecord {
  /** Milliseconds since the epoch. */
  readonly timestamp: number
  readonly message: string
}

/** What is read out of a stream. */
export interface LogEvent extends EventRecord {
  /** 56 digits, in the order of time; the same at every reading. */
  readonly id: string
  readonly stream: string
  readonly ingestedAt: number
}

/** So that a reader from a moment on need not look at more than what was written a minute before it. */
export const CHUNK_SPAN_MS = 60_000

const DAY_MS = 86_400_000

/** The moment before which events are gone (documented: by their own time). */
export function expiryOf({ retentionInDays }: GroupRecord, now: number): number {
  return retentionInDays === undefined ? 0 : now - retentionInDays * DAY_MS
}

/** A group as it is made by default. */
export function newGroup(name: string, createdAt: number): GroupRecord {
  return { name, createdAt, logGroupClass: 'STANDARD', deletionProtectionEnabled: false, tags: {} }
}

const digits = (number: number, length: number) => String(number).padStart(length, '0')

export function eventId({ ordinal }: StreamRecord, timestamp: number, chunk: number, index: number): string {
  return `${digits(timestamp, 13)}${ordinal}${digits(chunk, 20)}${digits(index, 12)}`
}
