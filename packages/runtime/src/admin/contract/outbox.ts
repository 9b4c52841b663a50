import type { OutboxMessage } from '../../kernel/outbox.ts'

/** `GET outbox`: the messages to people, the oldest first. They are never sent. */
export interface Outbox {
  readonly messages: readonly OutboxMessage[]
}

export interface OutboxQuery {
  /** Only what came after the message of this number. */
  readonly after?: string
  /** The last ones, 1 to 1000; default all, which are 1000 at most. */
  readonly limit?: string
  readonly userPoolId?: string
  /** An address, or a username. */
  readonly to?: string
}

/**
 * `GET outbox/stream`: server-sent events, of which each has the message's number for its id; a reader that comes back with
 * `Last-Event-ID`, or asks for `after`, hears of what came meanwhile.
 *
 * - `event: message`, data: an `OutboxMessage`
 * - `event: emptied`, when there are other messages than those that were told, as after a reset; data: an empty object
 * - a comment every 15 seconds, so that a broken connection is noticed
 */
export type OutboxStreamQuery = Pick<OutboxQuery, 'after'>
