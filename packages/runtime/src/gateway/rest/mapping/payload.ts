import { isUtf8 } from 'node:buffer'
import type { Backend } from '../backend.ts'
import type { Exchange } from '../exchange.ts'
import { misconfigured } from '../gateway-error.ts'
import { mediaTypeOf } from './media-type.ts'

const NO_BYTES = Buffer.alloc(0)

/** A body between client and backend: text, or bytes where the API says that they are binary. */
export type Payload = string | Buffer

/** `contentHandling`: what the API's owner wants of a body, whatever it is. */
export type ContentHandling = string | undefined

/**
 * An API's `binaryMediaTypes`: whole types, or all of them; `image/*` is no pattern (observed), and a star on the left
 * never matches (recorded: aws_proxy_binary_response).
 */
export class BinaryTypes {
  readonly #types: ReadonlySet<string>
  readonly #all: boolean

  constructor(types: readonly string[]) {
    const names = types.map((type) => type.toLowerCase())
    this.#all = names.includes('*/*')
    this.#types = new Set(names.filter((name) => !name.startsWith('*/')))
  }

  has(contentType: string | undefined): boolean {
    if (this.#all) return true
    return this.#types.size > 0 && contentType !== undefined && this.#types.has(mediaTypeOf(contentType))
  }

  /**
   * Whether the first type of `Accept` is one of these. For the answer of a function a pattern such as `image/*` counts
   * (recorded: same).
   */
  matchesFirst(accept: string | undefined): boolean {
    if (this.#all) return true
    if (accept === undefined || this.#types.size === 0) return false
    const first = mediaTypeOf(accept.split(',', 1)[0])
    const slash = first.indexOf('/')
    return slash > 0 && (this.#types.has(first) || this.#types.has(`${first.slice(0, slash)}/*`))
  }

  /** Whether the client wants bytes: of several types in `Accept` the first counts (documented). */
  accepts(accept: string | undefined): boolean {
    if (this.#all) return true
    return this.#types.size > 0 && accept !== undefined && this.has(accept.split(',', 1)[0])
  }
}

/** The client's body on its way in (documented and recorded: api-gateway-payload-encodings-workflow). */
export function requestPayload({ api, call, values }: Exchange, handling: ContentHandling): Payload {
  if (!call.request.body.length && handling === undefined) return ''
  if (!api.binaryTypes.has(call.headers['content-type'])) {
    return handling === 'CONVERT_TO_BINARY' ? fromBase64(values.body) : values.body
  }
  const { body } = call.request
  return handling === 'CONVERT_TO_TEXT' ? body.toString('base64') : body
}

/** The backend's body on its way out, by the same table. */
export function responsePayload({ api, call }: Exchange, backend: Backend, handling: ContentHandling): Payload {
  const { body } = backend
  if (typeof body === 'string') return body
  if (!Buffer.isBuffer(body)) throw misconfigured('a body that streams cannot be mapped')
  const wantsBytes = api.binaryTypes.accepts(call.headers.accept)
  if (!api.binaryTypes.has(backend.header('content-type')[0])) {
    const decodes = handling === 'CONVERT_TO_BINARY' || (handling === undefined && wantsBytes)
    return decodes ? fromBase64(backend.text) : backend.text
  }
  const encodes = handling === 'CONVERT_TO_TEXT' || (handling === undefined && !wantsBytes)
  return encodes ? body.toString('base64') : body
}

/** A proxy's body: bytes that are no text are spoilt unless their type is binary, as on AWS. */
export function passedPayload(exchange: Exchange, backend: Backend): Payload {
  const { api, call } = exchange
  const { body } = backend
  const isText = Buffer.isBuffer(body) && isUtf8(body)
  const plain = isText && !api.binaryTypes.accepts(call.headers.accept)
  if (plain && !api.binaryTypes.has(backend.header('content-type')[0])) return body
  return responsePayload(exchange, backend, undefined)
}

/** What a template reads: bytes appear as Base64 (documented). */
export function templateText(payload: Payload): string {
  return typeof payload === 'string' ? payload : payload.toString('base64')
}

export function payloadText(payload: Payload): string {
  return typeof payload === 'string' ? payload : payload.toString()
}

export function payloadBytes(payload: Payload): Buffer {
  if (payload === '') return NO_BYTES
  return typeof payload === 'string' ? Buffer.from(payload) : payload
}

/** What is not Base64 ends the call (documented). */
function fromBase64(text: string): Buffer {
  const compact = text.replace(/\s/g, '')
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) {
    throw misconfigured('a body that is to become binary is not Base64')
  }
  return Buffer.from(compact, 'base64')
}
