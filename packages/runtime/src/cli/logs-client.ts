import { isJsonObject } from '../kernel/json.ts'
import type { InputOf, OutputOf } from '../kernel/operation.ts'
import { askServer } from './ask-server.ts'
import { CommandFailure } from './command.ts'
import type { TailedEvent } from './log-tail.ts'

/** Whose log groups are meant, and where. */
export interface LogsOwner {
  readonly origin: string
  readonly region: string
  readonly accessKeyId: string
}

type Operation = 'DescribeLogGroups' | 'DescribeLogStreams' | 'FilterLogEvents'

/** CloudWatch Logs of the running server, asked as any AWS tool would ask. */
export class LogsClient {
  readonly #owner: LogsOwner

  constructor(owner: LogsOwner) {
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
  async #call<O extends Operation>(operation: O, body: InputOf<'logs', O>): Promise<OutputOf<'logs', O> | undefined> {
    const { origin, region, accessKeyId } = this.#owner
    const scope = `${accessKeyId}/20000101/${region}/logs/aws4_request`
    const headers = {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': `Logs_20140328.${operation}`,
      // The server reads the account and the region off it, and verifies nothing.
      Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
    }
    const { status, text } = await askServer(`${origin}/`, { body, headers })
    const answer: unknown = JSON.parse(text)
    if (status === 200) return answer as OutputOf<'logs', O>
    const { __type: code = '', message = '' } = isJsonObject(answer) ? answer : {}
    if (String(code).endsWith('ResourceNotFoundException')) return undefined
    throw new CommandFailure(`the server refused: ${String(message)}`)
  }
}
