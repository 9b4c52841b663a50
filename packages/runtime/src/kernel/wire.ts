import type { Soon } from './soon.ts'

/** One HTTP request, read to its end, whatever socket, tunnel or test it came through. */
export interface WireRequest {
  readonly method: string
  /** Path as sent, still percent-encoded, without the query. */
  readonly path: string
  /** Query as sent, without the question mark; empty when there is none. */
  readonly query: string
  /** Lower-case names; repeated headers joined with `, ` (Node's rules). */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Name, value, name, value as received. */
  readonly rawHeaders: readonly string[]
  /** Host without port, lower case. */
  readonly host: string
  readonly body: Buffer
  readonly remoteAddress: string
  /** `http` or `https`, as the client spoke to us. */
  readonly scheme: 'http' | 'https'
  /** Origin under which the client reached us, e.g. `http://127.0.0.1:4566`. */
  readonly origin: string
  /**
   * Aborted when the client leaves before the answer is complete. Made when it is first asked for: what answers at once
   * does not ask.
   */
  readonly signal: LeaveSignal
}

/**
 * What is used here of an `AbortSignal`, which is one of these. A real one with a listener costs ten microseconds, a
 * tenth of a call that is passed on.
 */
export interface LeaveSignal {
  readonly aborted: boolean
  /** Called once, and not at all when it is aborted already. */
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

export type HeaderList = readonly (readonly [name: string, value: string])[]

export interface WireResponse {
  readonly status: number
  readonly headers: HeaderList
  readonly body: WireBody
  /** What the server's log says of this exchange. Never holds a secret or a token. */
  readonly note?: ExchangeNote
}

/**
 * An iterable is written part by part, as fast as the client takes them. Whoever writes it asks for one part at a time,
 * and calls the iterator's `return` when the client leaves. An error that it throws breaks the connection off: by then
 * the status has been sent. One that is no {@link SourceFailure} is a bug of ours.
 */
export type WireBody = string | Buffer | AsyncIterable<Uint8Array>

/** What parts come from has failed: a user's function or backend. */
export class SourceFailure extends Error {}

export interface ExchangeNote {
  readonly plane: 'control' | 'oauth' | 'execute-api' | 'lambda-url' | 'admin'
  readonly requestId: string
  /** What was asked, e.g. `cognito-idp CreateUserPool` or `abc123/prod GET /awesomeapi`. */
  readonly subject?: string
  /** The real reason of a refusal, which AWS keeps to itself. */
  readonly reason?: string
}

/** How much of a request's body is read, and what is answered to more. */
export interface BodyLimit {
  readonly maxBytes: number
  /** The request has its head only. */
  refuse(request: WireRequest): Soon<WireResponse>
}

/** Answers at once where it can: the two hot paths must not pay for a promise they do not need. */
export type WireHandler = (request: WireRequest) => Soon<WireResponse>
