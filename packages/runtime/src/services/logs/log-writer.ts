import type { Logger } from '../../kernel/logger.ts'
import { type Place, placeKey } from '../../kernel/place.ts'
import type { Transact } from '../../kernel/transaction.ts'
import { appendEvents, newStream } from './events/append.ts'
import type { EventRecord, GroupRecord, LogsDeps } from './model.ts'
import { groups, streams } from './repository.ts'

export interface LogTarget {
  readonly place: Place
  readonly group: string
  readonly stream: string
  /** Whether a group that is missing is made; else the events for it are dropped, as AWS drops them. */
  readonly createGroup: boolean
}

/** Writes for services of AWS that log by themselves. Lines are kept for a moment and written together. */
export interface LogWriter {
  /** Returns at once; costs no more than an entry in a list. */
  write(target: LogTarget, events: readonly EventRecord[]): void
  /** Resolves when what was written so far is durable. */
  flush(): Promise<void>
}

export interface LogWriterDeps extends LogsDeps {
  readonly transact: Transact
  readonly logger: Logger
}

const PAUSE_MS = 100
/** What waits to be written may not fill the memory: beyond this many characters the newest are dropped. */
const MAX_WAITING = 16 * 1024 * 1024

interface Waiting {
  readonly target: LogTarget
  readonly events: EventRecord[]
}

export function createLogWriter(deps: LogWriterDeps): LogWriter {
  let waiting = new Map<string, Waiting>()
  let characters = 0
  let dropped = 0
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  return {
    write(target, events) {
      const size = events.reduce((sum, { message }) => sum + message.length, 0)
      if (characters + size > MAX_WAITING) {
        dropped += events.length
        return
      }
      characters += size
      const name = `${placeKey(target.place)}/${target.group}:${target.stream}`
      const there = waiting.get(name)
      if (there) there.events.push(...events)
      else waiting.set(name, { target, events: [...events] })
      timer ??= setTimeout(start, PAUSE_MS).unref()
    },
    flush() {
      start()
      return writing
    },
  }

  function start(): void {
    clearTimeout(timer)
    timer = undefined
    if (waiting.size === 0) return
    const batch = [...waiting.values()]
    waiting = new Map()
    characters = 0
    if (dropped > 0)
      deps.logger.log('warn', 'log events were dropped: they came faster than they can be kept', { dropped })
    dropped = 0
    writing = writing
      .then(() => writeAll(batch))
      .catch((error: unknown) => {
        deps.logger.log('error', 'log events could not be kept', { error: String(error) })
      })
  }

  function writeAll(batch: readonly Waiting[]): Promise<void> {
    const { clock, random } = deps
    const now = clock.now()
    return deps.transact(async (tx) => {
      for (const { target, events } of batch) {
        const { place, group: groupName, stream: streamName } = target
        const group =
          (await groups.find(tx, place, groupName)) ?? (target.createGroup ? newGroup(groupName, now) : undefined)
        if (!group) continue
        if (group.createdAt === now) groups.put(tx, place, group)
        const stream = await streams.find(tx, place, groupName, streamName)
        const sorted = events.toSorted((a, b) => a.timestamp - b.timestamp)
        await appendEvents(tx, place, group, stream ?? newStream(groupName, streamName, now, random), sorted, now)
      }
    })
  }
}

export function newGroup(name: string, createdAt: number): GroupRecord {
  return { name, createdAt, logGroupClass: 'STANDARD', deletionProtectionEnabled: false, tags: {} }
}
