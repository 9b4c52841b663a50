/** The one source of time. Passed in everywhere; nothing else reads the system's clock for behavior. */
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

/** A clock that stands still until it is told otherwise. For tests. */
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
