/** A log event as it is shown. */
export interface TailedEvent {
  readonly id: string
  readonly group: string
  readonly stream: string
  /** Milliseconds since the epoch. */
  readonly timestamp: number
  readonly message: string
}

export interface TailOptions {
  /** Asked each time: groups may come and go. */
  readonly groups: () => Promise<readonly string[]>
  /** The events of a group from a moment on. */
  readonly events: (group: string, from: number) => Promise<readonly TailedEvent[]>
  /** Milliseconds since the epoch. */
  readonly since: number
  /** Waits before it is asked again; without it, once is enough. */
  readonly pause?: () => Promise<void>
}

/** How much later than its own time an event may be written: a call is logged when it has been answered. */
const OVERLAP_MS = 60_000

/** Events of all groups in the order of their time, and then those that come. Each is given once. */
export async function* tail({ groups, events, since, pause }: TailOptions): AsyncGenerator<TailedEvent> {
  const seen = new Map<string, number>()
  let newest = since
  for (;;) {
    const from = Math.max(since, newest - OVERLAP_MS)
    for (const [id, timestamp] of seen) if (timestamp < from) seen.delete(id)
    const found = await Promise.all((await groups()).map((group) => events(group, from)))
    const fresh = found.flat().filter(({ id }) => !seen.has(id))
    for (const event of fresh.sort((a, b) => a.timestamp - b.timestamp)) {
      seen.set(event.id, event.timestamp)
      newest = Math.max(newest, event.timestamp)
      yield event
    }
    if (!pause) return
    await pause()
  }
}

export type EventFormat = 'text' | 'json'

/** One line of JSON; or time, group where there are several, and message, without what could steer a terminal. */
export function eventText(event: TailedEvent, format: EventFormat, namesGroup: boolean): string {
  const { group, stream, timestamp, message } = event
  const time = new Date(timestamp).toISOString()
  if (format === 'json') return `${JSON.stringify({ timestamp: time, group, stream, message })}\n`
  const shown = message.trimEnd().replaceAll(/(?![\n\t])\p{Cc}/gu, '')
  return `${time} ${namesGroup ? `${group} ` : ''}${shown}\n`
}
