import type { IncomingHttpHeaders } from 'node:http'
import type { LeaveSignal, WireRequest } from '../kernel/wire.ts'
import { ClientSignal, type Outgoing } from './client-signal.ts'

/** What is taken of a message of Node's; `IncomingMessage` is one. */
export interface Message {
  readonly method?: string
  readonly url?: string
  readonly headers: IncomingHttpHeaders
  readonly rawHeaders: readonly string[]
  readonly socket: { readonly remoteAddress?: string }
}

const NO_BODY = Buffer.alloc(0)
const SLASH = 47

/** Node's message as a `WireRequest`. Whatever costs something is computed when it is asked for. */
export class NodeRequest implements WireRequest {
  readonly #message: Message
  readonly method: string
  readonly path: string
  readonly query: string
  readonly host: string
  /** Empty until it has been read: the head alone decides how much of it is. */
  body: Buffer = NO_BODY
  readonly #authority: string
  readonly #ownOrigin: string
  readonly #outgoing: Outgoing
  #signal: LeaveSignal | undefined

  /** `ownOrigin` is for clients of HTTP/1.0, which name no host. */
  constructor(message: Message, ownOrigin: string, outgoing: Outgoing) {
    this.#message = message
    this.#outgoing = outgoing
    this.method = message.method ?? 'GET'
    this.#ownOrigin = ownOrigin
    let target = message.url ?? '/'
    let authority = message.headers.host ?? new URL(ownOrigin).host
    if (target.charCodeAt(0) !== SLASH && /^http:\/\//i.test(target)) {
      // Absolute form (RFC 9112, section 3.2.2): a client that takes us for its proxy.
      const slash = target.indexOf('/', 7)
      authority = slash < 0 ? target.slice(7) : target.slice(7, slash)
      target = slash < 0 ? '/' : target.slice(slash)
    }
    const mark = target.indexOf('?')
    this.path = mark < 0 ? target : target.slice(0, mark)
    this.query = mark < 0 ? '' : target.slice(mark + 1)
    this.host = hostOf(authority)
    this.#authority = authority
  }

  get headers(): WireRequest['headers'] {
    const { headers } = this.#message
    // The one header that Node does not join; in a request it means nothing, but a value is always a string.
    const cookies = headers['set-cookie']
    if (Array.isArray(cookies)) Object.assign(headers, { 'set-cookie': cookies.join(', ') })
    return headers as WireRequest['headers']
  }

  get origin(): string {
    return this.#authority ? `${this.scheme}://${this.#authority}` : this.#ownOrigin
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

  get signal(): LeaveSignal {
    this.#signal ??= new ClientSignal(this.#outgoing)
    return this.#signal
  }
}

/** In lower case, without a port, and without the dot at the end that a name may have in the DNS. */
function hostOf(authority: string): string {
  const end = authority.endsWith(']') ? -1 : authority.lastIndexOf(':')
  const host = (end < 0 ? authority : authority.slice(0, end)).toLowerCase()
  return host.length > 1 && host.endsWith('.') ? host.slice(0, -1) : host
}
