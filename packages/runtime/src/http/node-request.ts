import type { IncomingMessage } from 'node:http'
import type { WireRequest } from '../kernel/wire.ts'

/** Node's message as a `WireRequest`. Whatever costs something is computed when it is asked for. */
export class NodeRequest implements WireRequest {
  readonly #message: IncomingMessage
  readonly method: string
  readonly path: string
  readonly query: string
  readonly host: string
  readonly body: Buffer
  readonly origin: string

  constructor(message: IncomingMessage, body: Buffer, origin: string) {
    this.#message = message
    this.method = message.method ?? 'GET'
    this.body = body
    this.origin = origin
    let target = message.url ?? '/'
    let authority = message.headers.host ?? ''
    if (target.startsWith('http://')) {
      // Absolute form (RFC 9112, section 3.2.2): a client that takes us for its proxy.
      const slash = target.indexOf('/', 7)
      authority = slash < 0 ? target.slice(7) : target.slice(7, slash)
      target = slash < 0 ? '/' : target.slice(slash)
    }
    const mark = target.indexOf('?')
    this.path = mark < 0 ? target : target.slice(0, mark)
    this.query = mark < 0 ? '' : target.slice(mark + 1)
    this.host = withoutPort(authority)
  }

  get headers(): WireRequest['headers'] {
    return this.#message.headers as WireRequest['headers']
  }

  get rawHeaders(): readonly string[] {
    return this.#message.rawHeaders
  }

  get remoteAddress(): string {
    return this.#message.socket.remoteAddress ?? '127.0.0.1'
  }

  get scheme(): 'http' | 'https' {
    return 'encrypted' in this.#message.socket ? 'https' : 'http'
  }
}

function withoutPort(authority: string): string {
  const end = authority.endsWith(']') ? -1 : authority.lastIndexOf(':')
  return (end < 0 ? authority : authority.slice(0, end)).toLowerCase()
}
