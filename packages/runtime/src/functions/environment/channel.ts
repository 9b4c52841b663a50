import type { Duplex } from 'node:stream'
import type { Invocation } from '../ports.ts'

/** A way to speak to a process. There are two: see {@link Channel}. */
export interface ChannelKind {
  /** Before the process is started. */
  open(events: ChannelEvents): Promise<OpenedChannel>
}

export interface OpenedChannel {
  /** For the process to find its end, e.g. `AWS_LAMBDA_RUNTIME_API`. */
  readonly variables: Readonly<Record<string, string>>
  /** The process gets one end of a socket as its descriptor 3. */
  readonly usesPipe: boolean
  /** The process runs. `pipe` is there where {@link usesPipe} says so. */
  connect(pipe: Duplex | undefined, pid: number): Channel
  /** It could not be started. */
  close(): void
}

export interface ChannelEvents {
  /** One event for the log, which may have several lines. `t` in milliseconds since the epoch. */
  log(message: string, t: number, level?: string): void
  /** Nothing more of the log is taken in this invocation: what comes is only counted. */
  isLogFull(): boolean
  skipLog(bytes: number): void
  /** What came from the process cannot be understood, or its end is closed while it lives: it is to be ended. */
  broken(why: string): void
  /** A debugger may attach to the process. */
  debuggable(url: string): void
}

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
  /** A stream that has not ended yet breaks off. */
  close(): void
}

export interface RuntimeAnswer {
  /** A stream throws a `FunctionStreamFailure` where the function fails after it began. */
  readonly payload: Buffer | AsyncIterable<Uint8Array>
  readonly contentType?: string
  readonly error: boolean
  /** For the platform's log, e.g. `Runtime.UnhandledPromiseRejection`. */
  readonly errorType?: string
  /**
   * Resolves when the runtime asks for another event: not before that may one be sent, since a runtime may end behind an
   * answer, as Go's does behind a panic. Never resolves then. Default: at once.
   */
  readonly asksAgain?: Promise<void>
  /** Of a stream: resolves when the function has ended it, whether or not somebody reads it. Default: `asksAgain`. */
  readonly ended?: Promise<unknown>
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
