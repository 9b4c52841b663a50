import type { Clock } from '../../../kernel/clock.ts'
import type { Logger } from '../../../kernel/logger.ts'
import { type Place, placeKey } from '../../../kernel/place.ts'
import type { Soon } from '../../../kernel/soon.ts'
import type { Store } from '../../../store/store.ts'
import { dateOf, datesBetween, type IsoDate, periodStart } from './quota-periods.ts'
import type { Quota, UsagePlanRecord, UsageRecord } from './records.ts'
import { usage, usagePlanKeys } from './repository.ts'

const DAY_MS = 86_400_000
/** How long the count of a request may stay in memory only: quotas are best effort, on AWS too (documented). */
const FLUSH_MS = 1000
/** `GetUsage` reaches back 90 days; periods are shorter. */
const KEPT_DAYS = 100

type Plan = Pick<UsagePlanRecord, 'id' | 'quota'>

export interface UsageMeterDeps {
  readonly store: Pick<Store, 'get' | 'list' | 'transact' | 'onCommit'>
  readonly clock: Clock
  readonly logger: Logger
}

/** Counts the requests that keys make under usage plans. Counts are kept at hand, and stored a moment later. */
export class UsageMeter {
  readonly #deps: UsageMeterDeps
  readonly #counts = new Map<string, Soon<Count>>()
  readonly #unsaved = new Set<Count>()
  #timer: NodeJS.Timeout | undefined
  #saving: Promise<void> = Promise.resolve()

  constructor(deps: UsageMeterDeps) {
    this.#deps = deps
    // A key that leaves its plan, or comes to it, has used nothing.
    deps.store.onCommit((changes) => {
      for (const { key } of changes) if (key.kind === usagePlanKeys.kind) this.#forget(`${key.place} ${key.id}`)
    })
  }

  /** One more request, unless the plan's quota is used up. A promise only for the first request with a key. */
  take(place: Place, plan: Plan, keyId: string): Soon<boolean> {
    const count = this.#count(place, plan.id, keyId)
    return count instanceof Promise ? count.then((loaded) => this.#take(loaded, plan)) : this.#take(count, plan)
  }

  /** For each date: what was used on that day, and what then remained; -1 where there is no quota (inferred). */
  async figures(place: Place, plan: Plan, keyId: string, dates: readonly IsoDate[]): Promise<[number, number][]> {
    const count = await this.#count(place, plan.id, keyId)
    return dates.map((date) => [count.usedOn(date), plan.quota ? count.remaining(plan.quota, date) : -1])
  }

  /** Durable when it resolves. */
  async setRemaining(place: Place, plan: Plan, keyId: string, remaining: number): Promise<void> {
    const { quota } = plan
    if (!quota) throw new Error('a plan without a quota has nothing that remains')
    const count = await this.#count(place, plan.id, keyId)
    count.setRemaining(quota, dateOf(this.#deps.clock.now()), remaining)
    this.#unsaved.add(count)
    await this.flush()
  }

  /** Stores what has been counted. */
  flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#saving = this.#saving.then(() => this.#save())
    return this.#saving
  }

  #take(count: Count, { quota }: Plan): boolean {
    if (!count.take(quota, Math.floor(this.#deps.clock.now() / DAY_MS))) return false
    this.#unsaved.add(count)
    this.#timer ??= setTimeout(() => {
      this.flush().catch((error: unknown) => this.#deps.logger.log('warn', 'usage could not be stored', { error }))
    }, FLUSH_MS).unref()
    return true
  }

  #count(place: Place, planId: string, keyId: string): Soon<Count> {
    const id = `${planId}/${keyId}`
    const name = `${placeKey(place)} ${id}`
    const known = this.#counts.get(name)
    if (known) return known
    const loading = usage.find(this.#deps.store, place, id).then((record) => {
      const count = new Count(place, id, record)
      if (this.#counts.get(name) === loading) this.#counts.set(name, count)
      return count
    })
    loading.catch(() => this.#counts.delete(name))
    this.#counts.set(name, loading)
    return loading
  }

  #forget(name: string): void {
    const count = this.#counts.get(name)
    this.#counts.delete(name)
    if (count && !(count instanceof Promise)) this.#unsaved.delete(count)
  }

  async #save(): Promise<void> {
    const counts = [...this.#unsaved]
    if (counts.length === 0) return
    this.#unsaved.clear()
    const oldest = dateOf(this.#deps.clock.now() - KEPT_DAYS * DAY_MS)
    await this.#deps.store.transact(async (tx) => {
      for (const count of counts) {
        // Its key may have left the plan since.
        if (await usagePlanKeys.find(tx, count.place, count.id)) {
          usage.put(tx, count.place, count.id, count.record(oldest))
        }
      }
    })
  }
}

/** What one key has used of one plan. */
class Count {
  readonly place: Place
  readonly id: string
  readonly #days: Map<IsoDate, number>
  #extra: UsageRecord['extra']
  /** The day that was counted last: its number since the epoch, and what that means for the quota in force. */
  #today = -1
  #date: IsoDate = ''
  #quota: Quota | undefined
  #left = 0

  constructor(place: Place, id: string, record: UsageRecord | undefined) {
    this.place = place
    this.id = id
    this.#days = new Map(Object.entries(record?.days ?? {}))
    this.#extra = record?.extra
  }

  take(quota: Quota | undefined, day: number): boolean {
    if (day !== this.#today || quota !== this.#quota) {
      this.#today = day
      this.#quota = quota
      this.#date = dateOf(day * DAY_MS)
      this.#left = quota ? this.remaining(quota, this.#date) : Number.POSITIVE_INFINITY
    }
    if (this.#left <= 0) return false
    this.#left--
    this.#days.set(this.#date, (this.#days.get(this.#date) ?? 0) + 1)
    return true
  }

  usedOn(date: IsoDate): number {
    return this.#days.get(date) ?? 0
  }

  remaining(quota: Quota, date: IsoDate): number {
    const from = periodStart(date, quota)
    const extra = this.#extra?.from === from ? this.#extra.requests : 0
    const used = datesBetween(from, date).reduce((sum, day) => sum + this.usedOn(day), 0)
    return Math.max(quota.limit + extra - used, 0)
  }

  setRemaining(quota: Quota, date: IsoDate, wanted: number): void {
    const from = periodStart(date, quota)
    const used = datesBetween(from, date).reduce((sum, day) => sum + this.usedOn(day), 0)
    this.#extra = { from, requests: wanted + used - quota.limit }
    this.#today = -1
  }

  record(oldest: IsoDate): UsageRecord {
    for (const date of this.#days.keys()) if (date < oldest) this.#days.delete(date)
    return { days: Object.fromEntries(this.#days), extra: this.#extra }
  }
}
