import type { InputOf, OutputOf } from '../kernel/operation.ts'
import { jsonCall, type Owner } from './json-call.ts'
import type { TailedEvent } from './log-tail.ts'

type Operation = 'DescribeLogGroups' | 'DescribeLogStreams' | 'FilterLogEvents'

/** CloudWatch Logs of the running server, asked as any AWS tool would ask. */
export class LogsClient {
  readonly #owner: Owner

  constructor(owner: Owner) {
    this.#owner = owner
  }

  async groups(): Promise<string[]> {
    const names: string[] = []
    let nextToken: string | undefined
    do {
      const page = await this.#call('DescribeLogGroups', { nextToken })
      for (const { logGroupName } of page?.logGroups ?? []) if (logGroupName !== undefined) names.push(logGroupName)
      nextToken = page?.nextToken
    } while (nextToken !== undefined)
    return names
  }

  /** Milliseconds since the epoch; undefined for a group without events. */
  async lastEventOf(logGroupName: string): Promise<number | undefined> {
    const newest = { logGroupName, orderBy: 'LastEventTime', descending: true, limit: 1 } as const
    return (await this.#call('DescribeLogStreams', newest))?.logStreams?.[0]?.lastEventTimestamp
  }

  /** From a moment on. A group that is gone has none. */
  async events(logGroupName: string, startTime: number, filterPattern?: string): Promise<TailedEvent[]> {
    const found: TailedEvent[] = []
    let nextToken: string | undefined
    do {
      const page = await this.#call('FilterLogEvents', { logGroupName, startTime, filterPattern, nextToken })
      for (const { eventId = '', logStreamName = '', timestamp = 0, message = '' } of page?.events ?? []) {
        found.push({ id: eventId, group: logGroupName, stream: logStreamName, timestamp, message })
      }
      nextToken = page?.nextToken
    } while (nextToken !== undefined)
    return found
  }

  /** Undefined when what is asked for is not there. */
  #call<O extends Operation>(operation: O, body: InputOf<'logs', O>): Promise<OutputOf<'logs', O> | undefined> {
    return jsonCall('logs', operation, body, this.#owner)
  }
}
