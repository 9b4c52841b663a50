import type { SettledEvent } from '../../../kernel/functions.ts'
import { uuid } from '../../../kernel/ids.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Random } from '../../../kernel/random.ts'
import type { Sleep } from '../../../kernel/sleep.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import type { Vault } from '../../../kernel/vault.ts'
import type { Store } from '../../../store/store.ts'
import { parseFunctionArn } from '../names.ts'
import { addressedHere } from './addressed-here.ts'
import { type Attempt, attempt, type DeliveryDeps } from './delivery.ts'
import { destinationRecord } from './destination-record.ts'
import { type EventRecord, events, listEverywhere, type SettledRecord, settledEvents } from './event-records.ts'
import { Gate } from './gate.ts'

export interface EventQueueDeps extends DeliveryDeps {
  readonly store: Store
  readonly random: Random
  readonly vault: Vault
  readonly retryDelaysMs: readonly number[]
  readonly sleep: Sleep
  /** Where this server is found. */
  readonly origin: () => string
}

export interface NewEvent {
  readonly arn: string
  readonly payload: Buffer
  readonly requestId: string
}

/** Each may be a process of its own. */
const AT_ONCE = 50
/** What somebody may still ask about. */
const MOST_SETTLED = 1000
/** Documented: back-off from a second to five minutes where a function may not run now. */
const SHORTEST_BACKOFF_MS = 1000
const LONGEST_BACKOFF_MS = 300_000
/** Documented: Lambda stops a loop after about 16 rounds. */
const MOST_HOPS = 16

/**
 * Asynchronous invocations. An event is durable before it is accepted, and leaves the store only with its outcome, so
 * that after `kill -9` it is delivered again (docs/decisions/0035-code-and-events-of-functions.md).
 */
export class EventQueue {
  readonly #deps: EventQueueDeps
  readonly #gate = new Gate(AT_ONCE)
  readonly #stop = new AbortController()
  /** By request id. */
  readonly #pending = new Map<string, Promise<void>>()
  readonly #settled: { readonly place: Place; readonly requestId: string }[] = []

  constructor(deps: EventQueueDeps) {
    this.#deps = deps
  }

  /** Takes up what an earlier process has accepted. */
  async resume(): Promise<void> {
    const { store } = this.#deps
    const settled = await listEverywhere<SettledRecord>(store, settledEvents.kind)
    settled.sort((a, b) => a.value.at - b.value.at)
    for (const { place, value } of settled) this.#settled.push({ place, requestId: value.requestId })
    const left = await listEverywhere<EventRecord>(store, events.kind)
    left.sort((a, b) => a.value.acceptedAt - b.value.acceptedAt)
    for (const { place, value } of left) this.#begin(place, value)
  }

  /** What is under way is delivered again by the next process. */
  async close(): Promise<void> {
    this.#stop.abort()
    await Promise.all(this.#pending.values())
  }

  /** Resolves when the event is durable. One that is known already is not taken again. */
  async add(place: Place, event: NewEvent): Promise<void> {
    const record = this.#record(event, 0)
    const isNew = await this.#deps.store.transact((tx) => putNew(tx, place, record))
    if (isNew) this.#begin(place, record)
  }

  async settled(place: Place, requestId: string, signal: AbortSignal): Promise<SettledEvent | undefined> {
    const pending = this.#pending.get(requestId)
    if (pending) await orAborted(pending, signal)
    const found = await settledEvents.find(this.#deps.store, place, requestId)
    if (!found) return undefined
    const { succeeded, errorMessage } = found
    return { succeeded, ...(errorMessage !== undefined && { errorMessage }) }
  }

  #record({ arn, payload, requestId }: NewEvent, hops: number): EventRecord {
    const { vault, clock, origin } = this.#deps
    const sealed = vault.seal(payload.toString('base64'))
    return { requestId, arn, payload: sealed, acceptedAt: clock.now(), origin: origin(), failures: 0, hops }
  }

  #begin(place: Place, record: EventRecord): void {
    const { logger } = this.#deps
    const work = this.#deliver(place, record)
      // The event stays, and the next start takes it up.
      .catch((error: unknown) => logger.log('error', `an event for ${record.arn} was not delivered`, { error }))
      .finally(() => this.#pending.delete(record.requestId))
    this.#pending.set(record.requestId, work)
  }

  async #deliver(place: Place, accepted: EventRecord): Promise<void> {
    const { vault, store, retryDelaysMs, origin } = this.#deps
    const payload = addressedHere(Buffer.from(vault.open(accepted.payload), 'base64'), accepted.origin, origin())
    let event = accepted
    let backoffMs = SHORTEST_BACKOFF_MS
    for (;;) {
      const tried = await this.#attempt(event, payload)
      if (tried === undefined) return
      if (tried.kind === 'ended' || tried.kind === 'dropped') {
        await this.#settle(place, event, payload, tried)
        return
      }
      if (tried.kind === 'failed') {
        event = { ...event, failures: event.failures + 1 }
        const failed = event
        await store.transact(async (tx) => events.put(tx, place, failed.requestId, failed))
        await this.#pause(retryDelaysMs[event.failures - 1] ?? retryDelaysMs.at(-1) ?? 0)
      } else {
        await this.#pause(backoffMs)
        backoffMs = Math.min(backoffMs * 2, LONGEST_BACKOFF_MS)
      }
    }
  }

  /** Undefined: the process ends. */
  async #attempt(event: EventRecord, payload: Buffer): Promise<Attempt | undefined> {
    const { signal } = this.#stop
    if (signal.aborted) return undefined
    const tried = this.#gate.pass(async () => (signal.aborted ? undefined : attempt(this.#deps, event, payload)))
    return orAborted(tried, signal)
  }

  #pause(ms: number): Promise<void> {
    return this.#deps.sleep(ms, this.#stop.signal)
  }

  async #settle(
    place: Place,
    event: EventRecord,
    payload: Buffer,
    tried: Extract<Attempt, { kind: 'ended' | 'dropped' }>,
  ): Promise<void> {
    const { store, clock } = this.#deps
    const { requestId } = event
    const succeeded = tried.kind === 'ended' && tried.ended.condition === 'Success'
    const { errorMessage } = tried
    const told = this.#destinationEvent(event, payload, tried)
    const settled = { requestId, succeeded, at: clock.now(), ...(errorMessage !== undefined && { errorMessage }) }
    this.#settled.push({ place, requestId })
    const old = this.#settled.splice(0, Math.max(0, this.#settled.length - MOST_SETTLED))
    await store.transact(async (tx) => {
      events.delete(tx, place, requestId)
      settledEvents.put(tx, place, requestId, settled)
      for (const each of old) settledEvents.delete(tx, each.place, each.requestId)
      if (told) events.put(tx, told.place, told.record.requestId, told.record)
    })
    if (told) this.#begin(told.place, told.record)
  }

  /** For a destination that is a function; others are recorded. */
  #destinationEvent(event: EventRecord, payload: Buffer, tried: Attempt) {
    if (tried.kind !== 'ended') return undefined
    const { ended, settings } = tried
    const arn = ended.condition === 'Success' ? settings.onSuccess : settings.onFailure
    const named = arn === undefined ? undefined : parseFunctionArn(arn)
    if (arn === undefined || !named) return undefined
    const { clock, random, logger } = this.#deps
    if (event.hops >= MOST_HOPS) {
      logger.log('warn', `${event.arn} and its destinations call each other again and again: stopped`)
      return undefined
    }
    const told = Buffer.from(JSON.stringify(destinationRecord(event, payload, ended, clock.now())))
    const record = this.#record({ arn, payload: told, requestId: uuid(random) }, event.hops + 1)
    return { place: named.place, record }
  }
}

async function putNew(tx: Transaction, place: Place, record: EventRecord): Promise<boolean> {
  const { requestId } = record
  const known = (await events.find(tx, place, requestId)) ?? (await settledEvents.find(tx, place, requestId))
  if (!known) events.put(tx, place, requestId, record)
  return !known
}

/** Undefined: nobody listens any more, whatever the work is going to give. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const leave = () => resolve(undefined)
    if (signal.aborted) leave()
    signal.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
