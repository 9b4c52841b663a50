import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import type { Ran } from '../invoke/runner.ts'
import { LATEST, parseFunctionArn } from '../names.ts'
import type { EventRecord } from './event-records.ts'

export type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency'

export interface Ended {
  readonly condition: Condition
  /** How often the function was run. */
  readonly invokeCount: number
  /** Of the last time. */
  readonly ran?: Ran
}

/** What a destination is told of an event that has come to its end (recorded). */
export function destinationRecord(
  { requestId, arn }: EventRecord,
  payload: Buffer,
  { condition, invokeCount, ran }: Ended,
  now: number,
): JsonObject {
  const qualified = parseFunctionArn(arn)?.qualifier === undefined ? `${arn}:${LATEST}` : arn
  return {
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: { requestId, functionArn: qualified, condition, approximateInvokeCount: invokeCount },
    requestPayload: jsonOf(payload),
    ...(ran && {
      responseContext: {
        statusCode: 200,
        executedVersion: ran.executedVersion,
        ...(ran.error && { functionError: 'Unhandled' }),
      },
      responsePayload: jsonOf(payloadOf(ran)),
    }),
  }
}

export function payloadOf({ payload }: Pick<Ran, 'payload'>): Buffer {
  return Buffer.isBuffer(payload) ? payload : Buffer.alloc(0)
}

export function jsonOf(bytes: Buffer): JsonValue {
  try {
    return JSON.parse(bytes.toString('utf8')) as JsonValue
  } catch {
    return null
  }
}
