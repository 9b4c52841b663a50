import type { WireRequest } from '../kernel/wire.ts'

type Changes = Partial<Pick<WireRequest, 'body' | 'headers' | 'rawHeaders'>>

/** The same request with another body or other headers. */
export function alteredRequest(request: WireRequest, changes: Changes): WireRequest {
  return new AlteredRequest(request, changes)
}

/** The same request as if its client wrote header names in lower case. */
export function withLowerHeaders(request: WireRequest): WireRequest {
  const rawHeaders = request.rawHeaders.map((text, i) => (i % 2 === 0 ? text.toLowerCase() : text))
  return new AlteredRequest(request, { rawHeaders })
}

class AlteredRequest implements WireRequest {
  readonly #request: WireRequest
  readonly body: Buffer
  readonly headers: WireRequest['headers']
  readonly rawHeaders: readonly string[]

  constructor(request: WireRequest, { body, headers, rawHeaders }: Changes) {
    this.#request = request
    this.body = body ?? request.body
    this.headers = headers ?? request.headers
    this.rawHeaders = rawHeaders ?? request.rawHeaders
  }

  get method() {
    return this.#request.method
  }
  get path() {
    return this.#request.path
  }
  get query() {
    return this.#request.query
  }
  get host() {
    return this.#request.host
  }
  get remoteAddress() {
    return this.#request.remoteAddress
  }
  get scheme() {
    return this.#request.scheme
  }
  get origin() {
    return this.#request.origin
  }
  /** Made when it is asked for. */
  get signal() {
    return this.#request.signal
  }
}
