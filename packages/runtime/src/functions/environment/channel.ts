import type { Invocation } from '../ports.ts'

/**
 * How one environment is spoken to once its process runs. There are two: frames over a pipe, which our own runtimes
 * speak, and the Runtime API over HTTP, for bootstraps and runtime clients of others.
 */
export interface Channel {
  /** Resolves when the runtime asks for its first event, or rejects with an {@link InitFailure}. */
  readonly ready: Promise<void>
  /**
   * Hands an event over. One at a time. Never resolves where the process ends first: whoever holds the process knows.
   */
  send(invocation: Invocation, deadlineMs: number): Promise<RuntimeAnswer>
  close(): void
}

export interface RuntimeAnswer {
  readonly payload: Buffer | AsyncIterable<Uint8Array>
  readonly contentType?: string
  readonly error: boolean
  /** For the platform's log, e.g. `Runtime.UnhandledPromiseRejection`. */
  readonly errorType?: string
}

/** The runtime has posted why it could not begin. */
export class InitFailure extends Error {
  /** JSON, as posted. */
  readonly payload: Buffer
  readonly errorType: string

  constructor(payload: Buffer, errorType: string) {
    super(`the runtime could not begin: ${errorType}`)
    this.name = 'InitFailure'
    this.payload = payload
    this.errorType = errorType
  }
}
