import { isAwsError } from '../kernel/errors.ts'
import type { Call } from '../kernel/operation.ts'

/**
 * A line of a log group.
 *
 * @example
 * ```ts
 * const texts = (events: readonly LogEvent[]): string[] => events.map(({ message }) => message.trimEnd())
 * expect(texts(await aws.logs('/aws/lambda/'))).toEqual([])
 * ```
 */
export interface LogEvent {
  readonly group: string
  readonly stream: string
  /** Milliseconds since the epoch, by the runtime's clock. */
  readonly timestamp: number
  readonly message: string
}

/**
 * Which lines of log groups.
 *
 * @example
 * ```ts
 * const refused: LogQuery = { filter: '{ $.status = "401" }', since: aws.clock.now() - 60_000 }
 * expect(await aws.logs('orders', refused)).toEqual([])
 * ```
 */
export interface LogQuery {
  /** A pattern of CloudWatch Logs, e.g. `{ $.status = "401" }`. */
  readonly filter?: string
  /** Milliseconds since the epoch. Default: everything that is kept. */
  readonly since?: number
}

/** What log groups hold, the oldest first: of all those whose name contains the text. */
export async function logEvents(groupPart: string, { filter, since }: LogQuery, call: Call): Promise<LogEvent[]> {
  const found: LogEvent[] = []
  for (const group of await groupsOf(call)) {
    if (group.includes(groupPart)) found.push(...(await eventsOf(group)))
  }
  return found.sort((a, b) => a.timestamp - b.timestamp)

  async function eventsOf(logGroupName: string): Promise<LogEvent[]> {
    const events: LogEvent[] = []
    let nextToken: string | undefined
    do {
      const page = await call('logs', 'FilterLogEvents', {
        logGroupName,
        ...(filter === undefined ? {} : { filterPattern: filter }),
        ...(since === undefined ? {} : { startTime: since }),
        ...(nextToken === undefined ? {} : { nextToken }),
      }).catch(ignoreGone)
      for (const { logStreamName: stream = '', timestamp = 0, message = '' } of page?.events ?? []) {
        events.push({ group: logGroupName, stream, timestamp, message })
      }
      nextToken = page?.nextToken
    } while (nextToken !== undefined)
    return events
  }
}

/** A group may go while the others are read. */
function ignoreGone(error: unknown): undefined {
  if (isAwsError(error, 'ResourceNotFoundException')) return undefined
  throw error
}

async function groupsOf(call: Call): Promise<string[]> {
  const names: string[] = []
  let nextToken: string | undefined
  do {
    const page = await call('logs', 'DescribeLogGroups', nextToken === undefined ? {} : { nextToken })
    for (const { logGroupName } of page.logGroups ?? []) if (logGroupName !== undefined) names.push(logGroupName)
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  return names
}
