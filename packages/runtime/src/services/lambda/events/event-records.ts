import type { SettledEvent } from '../../../kernel/functions.ts'
import { type Place, placeFromKey } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import type { Sealed } from '../../../kernel/vault.ts'
import { collection } from '../../../store/collection.ts'

/** An event that a function has yet to take. */
export interface EventRecord {
  readonly requestId: string
  /** Of the function, version or alias, as it was asked for. */
  readonly arn: string
  /** Base64. Sealed, since events carry what templates keep to themselves. */
  readonly payload: Sealed
  readonly acceptedAt: number
  /** Where this server was found then. Not in records of older versions. */
  readonly origin?: string
  /** How often the function has failed at it. */
  readonly failures: number
  /** How many destinations it has passed through. */
  readonly hops: number
}

export interface SettledRecord extends SettledEvent {
  readonly requestId: string
  readonly at: number
}

export const events = collection<EventRecord>('lambda/event')
export const settledEvents = collection<SettledRecord>('lambda/settled-event')

export async function listEverywhere<T>(reader: Reader, kind: string): Promise<{ place: Place; value: T }[]> {
  const found = await reader.list<T>({ kind })
  return found.map(({ key, value }) => ({ place: placeFromKey(key.place), value }))
}

/** Whether an earlier process has accepted events that no function has taken yet. */
export async function hasUnfinishedEvents(reader: Reader): Promise<boolean> {
  return (await reader.list({ kind: events.kind })).length > 0
}
