import { operation } from '../deps.ts'
import { invalidNextToken, invalidParameter } from '../errors.ts'
import { eventsOf } from '../events/read.ts'
import { groupNameOf } from '../group-name.ts'
import type { LogEvent } from '../records.ts'
import { groups, streams } from '../repository.ts'

const MAX_EVENTS = 10_000
const FIRST_ID = '0'.repeat(56)
const LAST_ID = '9'.repeat(56)

interface Position {
  readonly direction: 'f' | 'b'
  /** Of the event beside which to go on. */
  readonly id: string
}

/** Without a token, the newest events unless `startFromHead`; with one, those on its side of a position. */
export const getLogEvents = operation('GetLogEvents', async (input, { clock }, ctx) => {
  const { startTime, endTime, limit = MAX_EVENTS } = input
  if (startTime !== undefined && endTime !== undefined && startTime > endTime) {
    throw invalidParameter('endTime must be greater than or equal to startTime.')
  }
  const position = readPosition(input.nextToken)
  const group = await groups.require(ctx.reader, ctx.place, groupNameOf(input))
  const stream = await streams.require(ctx.reader, ctx.place, group.name, input.logStreamName)
  const forward = position ? position.direction === 'f' : input.startFromHead === true
  const page: LogEvent[] = []
  for await (const event of eventsOf(ctx.reader, ctx.place, group, stream, { startTime, endTime }, clock.now())) {
    if (position?.direction === 'f' && event.id <= position.id) continue
    if (position?.direction === 'b' && event.id >= position.id) break
    page.push(event)
    if (page.length <= limit) continue
    if (forward) {
      page.pop()
      break
    }
    page.shift()
  }
  return {
    events: page.map(({ timestamp, message, ingestedAt }) => ({ timestamp, message, ingestionTime: ingestedAt })),
    nextForwardToken: `f/${page.at(-1)?.id ?? position?.id ?? FIRST_ID}/s`,
    nextBackwardToken: `b/${page[0]?.id ?? position?.id ?? LAST_ID}/s`,
  }
})

function readPosition(token: string | undefined): Position | undefined {
  if (token === undefined) return undefined
  const [, direction, id] = /^([fb])\/(\d{56})\/s$/.exec(token) ?? []
  if (direction === undefined || id === undefined) throw invalidNextToken()
  return { direction: direction as Position['direction'], id }
}
