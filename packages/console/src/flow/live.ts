import { signal } from '@preact/signals'
import { ask } from '../api/ask.ts'
import type { RequestBatch, RequestSummary } from '../api/contract.ts'
import { listen } from '../api/stream.ts'
import { type Logged, RequestLog } from './request-log.ts'

/** As many as are shown; what is older is found by its id. */
const CAPACITY = 10_000
/** As often as a list can be read while it moves; what comes in between is shown together. */
const FLUSH_MS = 150
const PAGE = '1000'

const log = new RequestLog(CAPACITY)
let waiting: RequestSummary[] = []
let flush: ReturnType<typeof setTimeout> | undefined

export const requests = signal<readonly Logged[]>([])
export const isPaused = signal(false)
/** How many have come since the list was paused. */
export const held = signal(0)
/** How many came too fast to be told one by one. */
export const leftOut = signal(0)
export const connection = signal<'connecting' | 'live' | 'lost'>('connecting')

/** Hears of requests as they are answered, as long as this page is open. */
export function startLive(): void {
  let isLoaded = false
  listen('requests/stream', {
    on: {
      hello: () => {
        if (!isLoaded) loadKept()
        isLoaded = true
      },
      requests: (data) => receive(data as RequestBatch),
    },
    onState: (isOpen) => {
      connection.value = isOpen ? 'live' : 'lost'
    },
  })
}

export function togglePause(): void {
  isPaused.value = !isPaused.value
  if (!isPaused.value) show()
}

function receive(batch: RequestBatch): void {
  leftOut.value += batch.leftOut
  waiting.push(...batch.requests)
  if (waiting.length > CAPACITY) waiting = waiting.slice(-CAPACITY)
  if (isPaused.value) held.value = waiting.length
  else flush ??= setTimeout(show, FLUSH_MS)
}

function show(): void {
  clearTimeout(flush)
  flush = undefined
  held.value = isPaused.value ? waiting.length : 0
  if (isPaused.value || waiting.length === 0) return
  requests.value = log.add(waiting)
  waiting = []
}

/** What was kept before this page was opened. */
async function loadKept(): Promise<void> {
  let after: string | undefined
  do {
    const kept = await ask('GET requests', { query: { limit: PAGE, after } }).catch(() => undefined)
    if (!kept) break
    requests.value = log.addOlder(kept.requests)
    after = kept.next
  } while (after !== undefined && requests.value.length < CAPACITY)
}
