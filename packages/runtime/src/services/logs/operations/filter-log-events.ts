import type { FilterLogEventsRequest } from '../../../generated/logs.ts'
import { operation } from '../deps.ts'
import { invalidParameter, streamNotFound } from '../errors.ts'
import { eventsOf, merged } from '../events/read.ts'
import { compileFilterPattern } from '../filter-pattern/index.ts'
import { groupNameOf } from '../group-name.ts'
import { pageRequest } from '../paging.ts'
import type { LogEvent, StreamRecord } from '../records.ts'
import { groups, streams } from '../repository.ts'

const MAX_EVENTS = 10_000
/** Documented: a page holds at most 1 MB. */
const MAX_BYTES = 1_048_576
/** A page may end, even empty, before everything has been looked at (documented). */
const MAX_EXAMINED = 100_000

export const filterLogEvents = operation('FilterLogEvents', async (input, { clock }, ctx) => {
  const { startTime, endTime } = input
  const request = pageRequest('FilterLogEvents', input, ctx, MAX_EVENTS)
  const after = request.after && String(request.after[0])
  const group = await groups.require(ctx.reader, ctx.place, groupNameOf(input))
  const fits = compileFilterPattern(input.filterPattern ?? '')
  const all = await streams.list(ctx.reader, ctx.place, group.name, input.logStreamNamePrefix)
  const range = { startTime: Math.max(startTime ?? 0, timeOf(after)), endTime }
  const now = clock.now()
  const sources = chosen(all, input).map((stream) => eventsOf(ctx.reader, ctx.place, group, stream, range, now))

  const page: LogEvent[] = []
  let bytes = 0
  let examined = 0
  let last: string | undefined
  let more = false
  for await (const event of merged(sources)) {
    if (after !== undefined && event.id <= after) continue
    if (page.length >= request.limit || bytes >= MAX_BYTES || examined >= MAX_EXAMINED) {
      more = true
      break
    }
    examined++
    last = event.id
    if (!fits(event.message)) continue
    page.push(event)
    bytes += Buffer.byteLength(event.message)
  }
  return {
    events: page.map(({ id, stream, timestamp, message, ingestedAt }) => ({
      logStreamName: stream,
      timestamp,
      message,
      ingestionTime: ingestedAt,
      eventId: id,
    })),
    searchedLogStreams: [],
    nextToken: more && last !== undefined ? request.tokenAfter([last]) : undefined,
  }
})

function chosen(all: readonly StreamRecord[], { logStreamNames: names, logStreamNamePrefix }: FilterLogEventsRequest) {
  if (names === undefined) return all
  if (logStreamNamePrefix !== undefined) {
    throw invalidParameter('logStreamNames and logStreamNamePrefix are mutually exclusive parameters.')
  }
  const wanted = all.filter(({ name }) => names.includes(name))
  if (wanted.length < new Set(names).size) throw streamNotFound()
  return wanted
}

/** An event's id begins with its time. */
function timeOf(id: string | undefined): number {
  return id === undefined ? 0 : Number(id.slice(0, 13))
}
