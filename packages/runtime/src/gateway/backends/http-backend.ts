import { type HeaderList, SourceFailure, type WireRequest } from '../../kernel/wire.ts'

/** On whose behalf a backend is called: a request, or somebody who has none. */
export type BackendClient = Pick<WireRequest, 'signal'>

/** A certificate with its key, both as PEM. One id is always the same certificate. */
export interface ClientIdentity {
  readonly id: string
  readonly certificate: string
  readonly privateKey: string
}

/** A call of an HTTP backend on behalf of a client. */
export interface HttpCall {
  readonly method: string
  readonly url: URL
  /** Name, value, name, value. With `Host`; without the length, which follows from the body. */
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
  /** For the whole answer, its body included. */
  readonly timeoutMs: number
  /** What a whole answer may hold; one that streams has no limit. */
  readonly maxBytes: number
  /** Whether the body is handed on as it comes, or read to its end first. */
  readonly streams: boolean
  /** Accept a certificate whatever authority issued it; its name and dates still count. */
  readonly acceptsAnyIssuer: boolean
  /** What a backend is shown that asks over TLS who calls. */
  readonly identity?: ClientIdentity | undefined
  /** Whose call this is: when that client leaves, this call ends too. */
  readonly client: BackendClient
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: HeaderList
  readonly body: Buffer | AsyncIterable<Uint8Array>
}

/** The outside world, as integrations see it. Rejects with a {@link BackendError}. */
export interface HttpBackend {
  send(call: HttpCall): Promise<HttpAnswer>
  close(): Promise<void>
}

export type BackendFailure =
  /** The time was over. */
  | 'timeout'
  /** Refused, reset, broken off, or not HTTP. */
  | 'network'
  /** The host name means nothing. */
  | 'address'
  | 'certificate'
  | 'too-large'
  /** The client left; nobody reads the answer. */
  | 'cancelled'

export class BackendError extends SourceFailure {
  readonly failure: BackendFailure

  constructor(failure: BackendFailure, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'BackendError'
    this.failure = failure
  }
}
