import type { ExchangeNote, HeaderList, WireBody, WireResponse } from '../kernel/wire.ts'

export type Header = HeaderList[number]

const JSON_TYPE: Header = ['Content-Type', 'application/json']

/** What every answer carries beside its own content: the call itself, which is also what the log says of it. */
export interface Identified extends ExchangeNote {
  readonly request: { readonly method: string }
  readonly extendedRequestId: string
}

/**
 * An answer in the making. Headers leave in the order and spelling that AWS shows over HTTP/1.1: Content-Type,
 * Content-Length, x-amzn-RequestId, x-amzn-ErrorType, the API's own, x-amz-apigw-id.
 */
export class Reply {
  status: number
  /** Stays JSON even for an empty body, unless a mapping says otherwise (observed). */
  #contentType = JSON_TYPE
  #errorType: Header | undefined
  #own: Map<string, Header> | undefined
  #repeated: Header[] | undefined

  constructor(status: number, errorType?: string) {
    this.status = status
    if (errorType !== undefined) this.#errorType = ['x-amzn-ErrorType', errorType]
  }

  /** `key` is the name in lower case; a header of the same key is replaced. */
  set(key: string, header: Header): void {
    if (key === 'content-type') this.#contentType = header
    else if (key === 'x-amzn-errortype' && this.#errorType) this.#errorType = header
    else {
      this.#own ??= new Map()
      this.#own.set(key, header)
    }
  }

  /** As {@link set}, but a header that is there already, other than the content type, gets a further value. */
  add(key: string, header: Header): void {
    if (this.#own?.has(key)) {
      this.#repeated ??= []
      this.#repeated.push(header)
    } else this.set(key, header)
  }

  send(call: Identified, body: WireBody, reason?: string): WireResponse {
    const { status } = this
    const { request, requestId, extendedRequestId } = call
    const headers: Header[] = [this.#contentType]
    // RFC 9110, sections 6.4.1 and 8.6: no content, and no length of it, with these statuses.
    const bodiless = status === 204 || status === 304
    const length = lengthOf(body)
    if (!bodiless && length !== undefined) headers.push(['Content-Length', String(length)])
    headers.push(['x-amzn-RequestId', requestId])
    if (this.#errorType) headers.push(this.#errorType)
    if (this.#own) headers.push(...this.#own.values())
    if (this.#repeated) headers.push(...this.#repeated)
    headers.push(['x-amz-apigw-id', extendedRequestId])
    const isSent = !bodiless && request.method !== 'HEAD'
    if (!isSent) leaveOff(body)
    return {
      status,
      headers,
      body: isSent ? body : '',
      note: reason === undefined ? call : { plane: call.plane, requestId, subject: call.subject, reason },
    }
  }
}

/** Whoever makes the parts of a stream may stop: nobody reads them. */
function leaveOff(body: WireBody): void {
  if (isWhole(body)) return
  body[Symbol.asyncIterator]()
    .return?.()
    .catch(() => {})
}

/** A stream has no length that is known before its end. */
function lengthOf(body: WireBody): number | undefined {
  return isWhole(body) ? Buffer.byteLength(body) : undefined
}

function isWhole(body: WireBody): body is string | Buffer {
  return typeof body === 'string' || Buffer.isBuffer(body)
}
