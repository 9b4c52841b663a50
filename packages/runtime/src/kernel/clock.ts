/**
 * The one source of time. Passed in everywhere; nothing else reads the system's clock for behavior.
 *
 * @example
 * ```ts
 * const newYear: Clock = { now: () => Date.UTC(2030, 0, 1) }
 * await using then = await startSallyport({ clock: newYear })
 * expect(then.clock.now()).toBe(Date.UTC(2030, 0, 1))
 * ```
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
}

/** A clock that the user can move, so that an expiry can be seen without waiting for it. */
export interface MovableClock extends Clock {
  /** How far it is ahead of the underlying clock, in milliseconds. */
  readonly offsetMs: number
  setOffset(offsetMs: number): void
}

export const systemClock: Clock = { now: () => Date.now() }

export function movableClock(base: Clock = systemClock, offsetMs = 0): MovableClock {
  let offset = offsetMs
  return {
    now: () => base.now() + offset,
    get offsetMs() {
      return offset
    },
    setOffset(next) {
      offset = next
    },
  }
}

/**
 * A clock that stands still until it is told otherwise. For tests.
 *
 * @example
 * ```ts
 * await using then = await startSallyport({ clock: manualClock(Date.UTC(2030, 0, 1)) })
 * await then.clock.advance('1d')
 * expect(new Date(then.clock.now()).toISOString()).toBe('2030-01-02T00:00:00.000Z')
 * ```
 */
export function manualClock(startMs: number): Clock & { advance(ms: number): void } {
  let time = startMs
  return {
    now: () => time,
    advance(ms) {
      time += ms
    },
  }
}

/** Whole seconds since the epoch, as JWTs and several AWS APIs count. */
export function epochSeconds(clock: Clock): number {
  return Math.floor(clock.now() / 1000)
}
