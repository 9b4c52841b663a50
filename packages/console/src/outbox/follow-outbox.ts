import { type Signal, signal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { addressOf } from '../api/address.ts'
import { ask, sayProblem } from '../api/ask.ts'
import type { OutboxMessage } from '../api/contract.ts'
import { listen } from '../api/stream.ts'
import { MOST_MESSAGES, withMore } from './messages.ts'

const FLUSH_MS = 150

export interface FollowedOutbox {
  /** The newest first; undefined: not heard of yet. */
  readonly messages: Signal<readonly OutboxMessage[] | undefined>
  readonly problem: Signal<string | undefined>
}

/** The last messages, and those that are sent from now on. */
export function useOutbox(): FollowedOutbox {
  const outbox = useMemo<FollowedOutbox>(() => ({ messages: signal(undefined), problem: signal(undefined) }), [])
  useEffect(() => {
    let stop = () => {}
    let isLeft = false
    ask('GET outbox', { query: { limit: String(MOST_MESSAGES) } }).then(
      ({ messages }) => {
        outbox.messages.value = withMore([], messages)
        if (!isLeft) stop = follow(outbox, messages.at(-1)?.number ?? 0)
      },
      (error: unknown) => {
        outbox.problem.value = sayProblem(error)
      },
    )
    return () => {
      isLeft = true
      stop()
    }
  }, [outbox])
  return outbox
}

/** Draws at a pace of its own, however many come. */
function follow({ messages }: FollowedOutbox, after: number): () => void {
  let waiting: OutboxMessage[] = []
  let flush: ReturnType<typeof setTimeout> | undefined
  const show = () => {
    flush = undefined
    messages.value = withMore(messages.value ?? [], waiting)
    waiting = []
  }
  const [, path] = addressOf('GET outbox/stream', {}, { after: String(after) })
  const stop = listen(path, {
    on: {
      message: (data) => {
        waiting.push(data as OutboxMessage)
        flush ??= setTimeout(show, FLUSH_MS)
      },
      emptied: () => {
        waiting = []
        messages.value = []
      },
    },
  })
  return () => {
    stop()
    clearTimeout(flush)
  }
}
