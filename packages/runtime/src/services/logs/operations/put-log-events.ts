import type { InputLogEvent } from '../../../generated/logs.ts'
import { operation } from '../deps.ts'
import { invalidParameter } from '../errors.ts'
import { appendEvents } from '../events/append.ts'
import { expiryOf } from '../records.ts'
import { groups, streams } from '../repository.ts'
import { sequenceToken } from './streams.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Documented. */
const MAX_AGE_MS = 14 * DAY_MS
const MAX_AHEAD_MS = 2 * HOUR_MS
const MAX_BYTES = 1_048_576
const EVENT_OVERHEAD = 26

export const putLogEvents = operation('PutLogEvents', async (input, { clock }, ctx) => {
  const { logGroupName, logStreamName, logEvents } = input
  checkBatch(logEvents)
  const now = clock.now()
  return ctx.transact(async (tx) => {
    const group = await groups.require(tx, ctx.place, logGroupName)
    const stream = await streams.require(tx, ctx.place, logGroupName, logStreamName)
    const expired = countBefore(logEvents, expiryOf(group, now))
    const tooOld = countBefore(logEvents, now - MAX_AGE_MS)
    const tooNew = logEvents.findIndex(({ timestamp }) => timestamp > now + MAX_AHEAD_MS)
    const kept = logEvents
      .slice(Math.max(expired, tooOld), tooNew < 0 ? undefined : tooNew)
      .map(({ timestamp, message }) => ({ timestamp, message }))
    const changed = await appendEvents(tx, ctx.place, group, stream, kept, now)
    const rejected = {
      ...(expired > 0 ? { expiredLogEventEndIndex: expired } : {}),
      ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
      ...(tooNew < 0 ? {} : { tooNewLogEventStartIndex: tooNew }),
    }
    return {
      nextSequenceToken: sequenceToken(changed),
      rejectedLogEventsInfo: Object.keys(rejected).length > 0 ? rejected : undefined,
    }
  })
})

/** The first text is recorded, the others are documented limits in our words. */
function checkBatch(events: readonly InputLogEvent[]): void {
  if (events.some(({ timestamp }, index) => timestamp < (events[index - 1]?.timestamp ?? 0))) {
    throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.')
  }
  const first = events[0]?.timestamp ?? 0
  if ((events.at(-1)?.timestamp ?? 0) - first > DAY_MS) {
    throw invalidParameter('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.')
  }
  const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + EVENT_OVERHEAD, 0)
  if (bytes > MAX_BYTES) {
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${MAX_BYTES}`)
  }
}

function countBefore(events: readonly InputLogEvent[], time: number): number {
  const at = events.findIndex(({ timestamp }) => timestamp >= time)
  return at < 0 ? events.length : at
}
