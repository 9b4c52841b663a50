import type { WireRequest } from '../kernel/wire.ts'

/** The same request as if it had been sent to another path: path forms carry the endpoint's path behind a prefix. */
export function withPath(request: WireRequest, path: string): WireRequest {
  return new Redirected(request, path)
}

/** Passes everything on lazily: most requests are answered from two or three of these. */
class Redirected implements WireRequest {
  readonly #request: WireRequest
  readonly path: string

  constructor(request: WireRequest, path: string) {
    this.#request = request
    this.path = path
  }

  get method() {
    return this.#request.method
  }
  get query() {
    return this.#request.query
  }
  get headers() {
    return this.#request.headers
  }
  get rawHeaders() {
    return this.#request.rawHeaders
  }
  get host() {
    return this.#request.host
  }
  get body() {
    return this.#request.body
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
  get signal() {
    return this.#request.signal
  }
}
