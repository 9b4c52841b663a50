import { RequestSeries, type SeriesPoint } from './request-series.ts'

/** How often something happened, and what it was, as Prometheus has it: names with values. */
export interface Counter {
  readonly labels: Readonly<Record<string, string>>
  readonly count: number
}

/** Names come from outside; what is beyond so many is counted without them. */
const MAX_COUNTERS = 2000
const OTHERS = '(others)'

/** Counts under names, in maps within maps: no text is put together to count. */
class Counters {
  readonly #names: readonly [string, string, string]
  readonly #counts = new Map<string, Map<string, Map<string, Cell>>>()
  #size = 0
  /** Mostly the next one is the same. */
  #last: Cell = { a: '', b: '', c: '', count: 0 }

  constructor(...names: readonly [string, string, string]) {
    this.#names = names
  }

  add(a: string, b: string, c: string): void {
    let cell = this.#last
    if (cell.c !== c || cell.b !== b || cell.a !== a) {
      cell = this.#find(a, b, c)
      this.#last = cell
    }
    cell.count++
  }

  list(): Counter[] {
    const [first, second, third] = this.#names
    return [...this.#counts].flatMap(([a, below]) =>
      [...below].flatMap(([b, counts]) =>
        [...counts].map(([c, { count }]) => ({ labels: { [first]: a, [second]: b, [third]: c }, count })),
      ),
    )
  }

  #find(a: string, b: string, c: string): Cell {
    const found = this.#counts.get(a)?.get(b)?.get(c)
    if (found) return found
    if (this.#size >= MAX_COUNTERS && a !== OTHERS) return this.#find(OTHERS, OTHERS, OTHERS)
    const below = this.#counts.get(a) ?? new Map<string, Map<string, Cell>>()
    const cells = below.get(b) ?? new Map<string, Cell>()
    const cell = { a, b, c, count: 0 }
    this.#counts.set(a, below.set(b, cells.set(c, cell)))
    this.#size++
    return cell
  }
}

interface Cell {
  readonly a: string
  readonly b: string
  readonly c: string
  count: number
}

/** Statuses as texts: they are counted under names like all else. */
const STATUSES: readonly string[] = Array.from({ length: 600 }, (_, status) => String(status))

/** Milliseconds since the epoch, and how far it is ahead of the machine's clock. */
export interface MetricsClock {
  now(): number
  readonly offsetMs: number
}

/** Counts what the data planes answer. Nothing is kept of the requests themselves. */
export class RequestMetrics {
  readonly #clock: MetricsClock
  readonly #series = new RequestSeries()
  readonly #calls = new Counters('api', 'stage', 'status')
  readonly #refusals = new Counters('api', 'stage', 'reason')
  readonly #tokens = new Counters('pool', 'client', 'outcome')

  constructor(clock: MetricsClock) {
    this.#clock = clock
  }

  /** `reason`: why the API refused it, if it did. Reads the clock once: that is most of what counting costs. */
  called(api: string, stage: string, status: number, startedAt: number, reason: string | undefined): void {
    const now = this.#clock.now()
    this.#series.called(this.#secondOf(now), status, now - startedAt)
    this.#calls.add(api, stage, STATUSES[status] ?? '0')
    if (reason !== undefined) this.#refusals.add(api, stage, reason)
  }

  /** Of a token endpoint; `refusal` is undefined where there was a token. */
  asked(pool: string, client: string, refusal: string | undefined): void {
    this.#series.asked(this.#secondOf(this.#clock.now()), refusal !== undefined)
    this.#tokens.add(pool, client, refusal ?? 'issued')
  }

  points(step: 1 | 60): SeriesPoint[] {
    return this.#series.points(step, this.#secondOf(this.#clock.now()))
  }

  /** Of the machine's time: a clock that is moved would tear charts apart. */
  #secondOf(now: number): number {
    return Math.floor((now - this.#clock.offsetMs) / 1000)
  }

  get counters(): Readonly<Record<'calls' | 'refusals' | 'tokens', readonly Counter[]>> {
    return { calls: this.#calls.list(), refusals: this.#refusals.list(), tokens: this.#tokens.list() }
  }
}
