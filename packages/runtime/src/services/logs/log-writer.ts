import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { GatewayLogs, LogTarget } from '../../gateway/ports.ts'
import type { Logger } from '../../kernel/logger.ts'
import { placeKey } from '../../kernel/place.ts'
import type { Transact, Transaction } from '../../kernel/transaction.ts'
import type { LogsDeps } from './deps.ts'
import { appendEvents, newStream } from './events/append.ts'
import { type EventRecord, newGroup } from './records.ts'
import { groups, streams } from './repository.ts'

/** Writes for services of AWS that log by themselves. Events are kept for a moment and written together. */
export interface LogWriter extends GatewayLogs {
  /** Resolves when what was written so far is durable. */
  flush(): Promise<void>
  /** As {@link flush}; what comes later is dropped. */
  close(): Promise<void>
}

export interface LogWriterDeps extends LogsDeps {
  readonly transact: Transact
  readonly logger: Logger
}

const PAUSE_MS = 100
/** While events keep coming: each stream costs the same for a few events as for many. */
const BUSY_PAUSE_MS = 500
/** What is kept, waiting or being written, may not fill the memory: beyond this size the newest events are dropped. */
const MAX_HELD = 16 * 1024 * 1024
/** No more than this is written at a time, so that others get their turn. */
const MAX_PART = 128 * 1024
/** After each part others have the event loop for so many times as long as it took. */
const REST_FACTOR = 2
const MAX_REST_MS = 50
/** What an event holds beside its message. */
const EVENT_OVERHEAD = 100
const MAX_MISSING = 1000

interface Waiting {
  readonly target: LogTarget
  readonly events: EventRecord[]
  size: number
}

interface Part {
  readonly target: LogTarget
  readonly events: readonly EventRecord[]
  readonly size: number
}

const sizeOf = ({ message }: EventRecord) => message.length + EVENT_OVERHEAD
const sizeOfAll = (events: readonly EventRecord[]) => events.reduce((sum, event) => sum + sizeOf(event), 0)

export function createLogWriter({ transact, logger, clock, random }: LogWriterDeps): LogWriter {
  let waiting = new Map<string, Waiting>()
  let held = 0
  let dropped = 0
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> | undefined
  /** Somebody waits until all is written. */
  let isHurried = false
  let isClosed = false
  /** Groups of which it was said that they are missing. */
  const missing = new Set<string>()

  return {
    write(target, lines) {
      const size = sizeOfAll(lines)
      if (isClosed || held + size > MAX_HELD) {
        dropped += lines.length
        return
      }
      held += size
      const name = `${target.createGroup}/${placeKey(target.place)}/${target.group}:${target.stream}`
      const there = waiting.get(name)
      if (there) {
        there.events.push(...lines)
        there.size += size
      } else waiting.set(name, { target, events: [...lines], size })
      if (writing) return
      if (held > MAX_HELD / 2) void start()
      else wait(PAUSE_MS)
    },
    flush,
    async close() {
      isClosed = true
      await flush()
    },
  }

  function wait(ms: number): void {
    timer ??= setTimeout(start, ms).unref()
  }

  async function flush(): Promise<void> {
    isHurried = true
    while (writing || waiting.size > 0) await (writing ?? start())
    isHurried = false
  }

  function start(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const batch = [...waiting.values()]
    waiting = new Map()
    if (dropped > 0) {
      logger.log('warn', 'log events were dropped: they come faster than they can be kept', { dropped })
      dropped = 0
    }
    writing = writeAll(batch).finally(() => {
      writing = undefined
      if (waiting.size > 0) wait(BUSY_PAUSE_MS)
    })
    return writing
  }

  /** Streams are written side by side: their transactions share a flush to the disk, which costs more than they do. */
  async function writeAll(batch: readonly Waiting[]): Promise<void> {
    let together: Part[] = []
    let size = 0
    for (const { target, events, size: all } of batch) {
      for (const part of all > MAX_PART ? inParts(inOrder(events)) : [inOrder(events)]) {
        const partSize = all > MAX_PART ? sizeOfAll(part) : all
        if (size + partSize > MAX_PART) {
          await writeTogether(together)
          together = []
          size = 0
        }
        together.push({ target, events: part, size: partSize })
        size += partSize
      }
    }
    await writeTogether(together)
  }

  /**
   * Transactions follow one another within one turn of the event loop: without a rest a long batch would hold up
   * everybody else for as long as it takes.
   */
  async function writeTogether(parts: readonly Part[]): Promise<void> {
    const started = performance.now()
    await Promise.all(parts.map((part) => keep(part)))
    const restMs = Math.min(MAX_REST_MS, REST_FACTOR * (performance.now() - started))
    if (!isHurried) await sleep(restMs)
  }

  async function keep({ target, events, size }: Part): Promise<void> {
    try {
      await transact((tx) => writePart(tx, target, events))
    } catch (error) {
      logger.log('error', 'log events could not be kept', { group: target.group, lost: events.length, error })
    }
    held -= size
  }

  async function writePart(
    tx: Transaction,
    { place, group: name, stream: streamName, createGroup }: LogTarget,
    events: readonly EventRecord[],
  ): Promise<void> {
    const now = clock.now()
    const known = await groups.find(tx, place, name)
    if (!known && !createGroup) return missed(`${placeKey(place)}/${name}`, name)
    missing.delete(`${placeKey(place)}/${name}`)
    const group = known ?? newGroup(name, now)
    if (!known) groups.put(tx, place, group)
    const stream = (await streams.find(tx, place, name, streamName)) ?? newStream(name, streamName, now, random)
    await appendEvents(tx, place, group, stream, events, now)
  }

  /** Said once, not with every batch. */
  function missed(key: string, group: string): void {
    if (missing.has(key)) return
    if (missing.size >= MAX_MISSING) missing.clear()
    missing.add(key)
    logger.log('warn', 'log events are dropped: their log group does not exist', { group })
  }
}

/** Mostly they are in order. */
function inOrder(events: readonly EventRecord[]): readonly EventRecord[] {
  const isInOrder = events.every(({ timestamp }, i) => i === 0 || (events[i - 1] as EventRecord).timestamp <= timestamp)
  return isInOrder ? events : events.toSorted((a, b) => a.timestamp - b.timestamp)
}

function* inParts(events: readonly EventRecord[]): Generator<EventRecord[]> {
  let part: EventRecord[] = []
  let size = 0
  for (const event of events) {
    if (part.length > 0 && size + sizeOf(event) > MAX_PART) {
      yield part
      part = []
      size = 0
    }
    part.push(event)
    size += sizeOf(event)
  }
  yield part
}
