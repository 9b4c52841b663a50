/** What is counted of one second or one minute. */
export interface SeriesPoint {
  /** Seconds since the epoch, at which it begins. */
  readonly at: number
  readonly counts: Readonly<Record<Counted, number>>
  /** Milliseconds that so many in a hundred calls did not exceed; undefined: there was none. */
  percentile(percent: number): number | undefined
}

const COUNTED = ['tokens', 'tokensRefused', 'calls', 'callsRefused', 'callsFailed'] as const
export type Counted = (typeof COUNTED)[number]

const POINTS = 300
const MINUTE = 60
/** Of whole milliseconds up to so many each has a bucket of its own; from there on each is a fifth wider. */
const EXACT = 6
const GROWTH = 1.2
const BUCKETS = 60

/** Where each has its place. */
const AT: Readonly<Record<Counted, number>> = {
  tokens: 0,
  tokensRefused: 1,
  calls: 2,
  callsRefused: 3,
  callsFailed: 4,
}

function more(counts: Uint32Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1
}

class Slot {
  at = -1
  readonly counts = new Uint32Array(COUNTED.length)
  readonly buckets = new Uint32Array(BUCKETS)

  begin(at: number): void {
    this.at = at
    this.counts.fill(0)
    this.buckets.fill(0)
  }

  add(other: Slot): void {
    for (let i = 0; i < this.counts.length; i++) this.counts[i] = (this.counts[i] ?? 0) + (other.counts[i] ?? 0)
    for (let i = 0; i < BUCKETS; i++) this.buckets[i] = (this.buckets[i] ?? 0) + (other.buckets[i] ?? 0)
  }

  point(): SeriesPoint {
    const counts = Object.fromEntries(COUNTED.map((name, i) => [name, this.counts[i] ?? 0])) as SeriesPoint['counts']
    const buckets = this.buckets.slice()
    return { at: this.at, counts, percentile: (percent) => percentileOf(buckets, percent) }
  }
}

/**
 * Counts by second for five minutes, and by minute for five hours. A request adds to two numbers of the second that it
 * ends in; a second that is over is added to its minute.
 */
export class RequestSeries {
  readonly #seconds = Array.from({ length: POINTS }, () => new Slot())
  readonly #minutes = Array.from({ length: POINTS }, () => new Slot())
  #current: Slot | undefined

  called(second: number, status: number, ms: number): void {
    const { counts, buckets } = this.#slotOf(second)
    more(counts, AT.calls)
    if (status >= 400) more(counts, status < 500 ? AT.callsRefused : AT.callsFailed)
    more(buckets, bucketOf(ms))
  }

  asked(second: number, isRefused: boolean): void {
    more(this.#slotOf(second).counts, isRefused ? AT.tokensRefused : AT.tokens)
  }

  /** The oldest first, with those in which nothing happened, up to the second `now`. */
  points(step: 1 | 60, now: number): SeriesPoint[] {
    const last = now - (now % step)
    return Array.from({ length: POINTS }, (_, i) => this.#read(step, last - (POINTS - 1 - i) * step))
  }

  #read(step: 1 | 60, at: number): SeriesPoint {
    const kept = step === 1 ? slot(this.#seconds, at) : slot(this.#minutes, at / MINUTE)
    const read = new Slot()
    read.begin(at)
    if (kept.at === at) read.add(kept)
    const current = this.#current
    // The second that is not over is not in its minute yet.
    if (step !== 1 && current && current.at - (current.at % MINUTE) === at) read.add(current)
    return read.point()
  }

  #slotOf(second: number): Slot {
    const current = this.#current
    if (current?.at === second) return current
    if (current) this.#fold(current)
    const next = slot(this.#seconds, second)
    next.begin(second)
    this.#current = next
    return next
  }

  #fold(second: Slot): void {
    const at = second.at - (second.at % MINUTE)
    const minute = slot(this.#minutes, at / MINUTE)
    if (minute.at !== at) minute.begin(at)
    minute.add(second)
  }
}

function slot(ring: readonly Slot[], at: number): Slot {
  return ring[((at % POINTS) + POINTS) % POINTS] as Slot
}

function bucketOf(ms: number): number {
  if (!(ms > EXACT)) return Math.max(0, Math.ceil(ms) || 0)
  return Math.min(BUCKETS - 1, EXACT + Math.ceil(Math.log(ms / EXACT) / Math.log(GROWTH)))
}

function percentileOf(buckets: Uint32Array, percent: number): number | undefined {
  const total = buckets.reduce((sum, count) => sum + count, 0)
  if (total === 0) return undefined
  let seen = 0
  const at = buckets.findIndex((count) => {
    seen += count
    return seen >= (total * percent) / 100
  })
  return at <= EXACT ? at : Math.round(EXACT * GROWTH ** (at - EXACT))
}
