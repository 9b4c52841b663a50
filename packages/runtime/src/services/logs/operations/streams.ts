import type { LogStream } from '../../../generated/logs.ts'
import { readPage, sorted } from '../../../kernel/paging.ts'
import type { Place } from '../../../kernel/place.ts'
import { operation } from '../deps.ts'
import { invalidParameter, streamExists } from '../errors.ts'
import { newStream } from '../events/append.ts'
import { groupNameOf, streamArn } from '../group-name.ts'
import { pageRequest } from '../paging.ts'
import type { StreamRecord } from '../records.ts'
import { groups, streams } from '../repository.ts'

const PAGE_SIZE = 50

export const createLogStream = operation('CreateLogStream', async (input, { clock, random }, ctx) => {
  const { logGroupName, logStreamName } = input
  await ctx.transact(async (tx) => {
    await groups.require(tx, ctx.place, logGroupName)
    if (await streams.find(tx, ctx.place, logGroupName, logStreamName)) throw streamExists()
    streams.put(tx, ctx.place, newStream(logGroupName, logStreamName, clock.now(), random))
  })
})

export const deleteLogStream = operation('DeleteLogStream', async ({ logGroupName, logStreamName }, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    await groups.require(tx, ctx.place, logGroupName)
    await streams.delete(tx, ctx.place, await streams.require(tx, ctx.place, logGroupName, logStreamName))
  })
})

export const describeLogStreams = operation('DescribeLogStreams', async (input, _deps, ctx) => {
  const { logStreamNamePrefix: prefix, orderBy = 'LogStreamName', descending = false } = input
  const group = groupNameOf(input)
  const byTime = orderBy === 'LastEventTime'
  if (byTime && prefix !== undefined) {
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.')
  }
  await groups.require(ctx.reader, ctx.place, group)
  const found = await streams.list(ctx.reader, ctx.place, group, prefix)
  const cursorOf = ({ lastEventAt = 0, name }: StreamRecord) => [byTime ? lastEventAt : 0, name]
  const { items, next } = await readPage(
    pageRequest('DescribeLogStreams', input, ctx, PAGE_SIZE),
    sorted(found, cursorOf, descending ? 'descending' : undefined),
  )
  return { logStreams: items.map((stream) => streamToWire(ctx.place, stream)), nextToken: next }
})

/** `storedBytes` of a stream has been zero since 2019 (documented). */
function streamToWire(place: Place, stream: StreamRecord): LogStream {
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAt,
    firstEventTimestamp: stream.firstEventAt,
    lastEventTimestamp: stream.lastEventAt,
    lastIngestionTime: stream.lastIngestedAt,
    uploadSequenceToken: stream.chunks === 0 ? undefined : sequenceToken(stream),
    arn: streamArn(place, stream.group, stream.name),
    storedBytes: 0,
  }
}

/** Answered and accepted, and of no meaning any more (documented). */
export function sequenceToken({ ordinal, chunks }: StreamRecord): string {
  return `${ordinal}${String(chunks).padStart(45, '0')}`
}
