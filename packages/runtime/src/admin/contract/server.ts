/** `GET health` */
export interface Health {
  readonly status: 'ok'
  readonly version: string
  readonly uptimeSeconds: number
  /** AWS's names of the services, in alphabetical order. */
  readonly services: readonly string[]
}

/** `GET clock`, and the answer of `POST clock`. */
export interface ClockState {
  /** ISO 8601. */
  readonly now: string
  /** How far the clock is ahead of the machine's. */
  readonly offsetSeconds: number
}

/** `POST clock`: lets time pass, or goes back to the machine's time. */
export type ClockMove = { readonly advanceSeconds: number } | { readonly reset: true }

/** `POST world`: everything here gives way to what a file on this machine says, or nothing does. */
export interface WorldImport {
  /** The absolute path of what `GET world` has answered. */
  readonly file: string
}

export interface WorldImported {
  readonly status: 'imported'
}

/** The answer of `POST reset`, which forgets everything that was made here. */
export interface ResetDone {
  readonly status: 'reset'
}

/** The answer of `POST stop`. */
export interface Stopping {
  readonly status: 'stopping'
  readonly pid: number
}
