import { type Admit, isAnswer } from '../http/admission.ts'
import type { WireBody, WireHandler, WireRequest, WireResponse } from '../kernel/wire.ts'

/** As `fetch` takes a request. A path alone is one on the runtime's own address. */
export type Fetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>

export interface FetchTarget {
  readonly handle: WireHandler
  readonly admit: Admit
  readonly origin: () => string
}

const LOOPBACK = '127.0.0.1'
/** Those that have no body (Fetch standard, "null body status"). */
const WITHOUT_BODY: readonly number[] = [204, 205, 304]

/** Answers requests without a socket, as if they had come through one: the head decides before the body is read. */
export function createFetch({ handle, admit, origin }: FetchTarget): Fetch {
  return async (input, init) => {
    const request = new Request(input instanceof Request ? input : new URL(input, origin()), init)
    const head = wireRequest(request, Buffer.alloc(0))
    return toResponse(request, await answer(request, head))
  }

  async function answer(request: Request, head: WireRequest): Promise<WireResponse> {
    if (!request.body) return handle(head)
    const admission = admit(head)
    if (isAnswer(admission)) return admission
    const body = Buffer.from(await request.arrayBuffer())
    return body.length > admission.maxBytes ? admission.refuse(head) : handle(wireRequest(request, body))
  }
}

function wireRequest(request: Request, body: Buffer): WireRequest {
  const url = new URL(request.url)
  const sent = new Headers(request.headers)
  const authority = sent.get('host') ?? url.host
  sent.set('host', authority)
  if (body.length > 0 && !sent.has('content-length')) sent.set('content-length', String(body.length))
  const scheme = url.protocol === 'https:' ? 'https' : 'http'
  return {
    method: request.method,
    path: url.pathname,
    query: url.search.slice(1),
    headers: Object.fromEntries(sent),
    rawHeaders: [...sent].flat(),
    host: new URL(`${scheme}://${authority}`).hostname,
    body,
    remoteAddress: LOOPBACK,
    scheme,
    origin: `${scheme}://${authority}`,
    signal: request.signal,
  }
}

function toResponse({ method }: Request, { status, headers, body }: WireResponse): Response {
  const isEmpty = method === 'HEAD' || WITHOUT_BODY.includes(status)
  return new Response(isEmpty ? null : toBody(body), { status, headers: headers.map(([name, value]) => [name, value]) })
}

function toBody(body: WireBody): string | Uint8Array | ReadableStream<Uint8Array> {
  return typeof body === 'string' || Buffer.isBuffer(body) ? body : ReadableStream.from(body)
}
