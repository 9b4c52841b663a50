import type { IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import type { Logger } from '../kernel/logger.ts'
import type { WireResponse } from '../kernel/wire.ts'
import { type Admit, isAnswer, NO_ROOM } from './admission.ts'
import type { BodyBudget } from './body-budget.ts'
import { endWhenIdle } from './idle-session.ts'
import type { InFlight } from './in-flight.ts'
import { NodeRequest } from './node-request.ts'
import { discard, pour } from './pour.ts'
import { readBody } from './read-body.ts'
import type { Responder } from './responder.ts'
import type { Timeouts } from './timeouts.ts'

/** RFC 9113, section 7. */
const INTERNAL_ERROR = 2
const CANCEL = 8

export interface Http2Options {
  readonly admit: Admit
  readonly bodies: BodyBudget
  readonly logger: Logger
  readonly ownOrigin: () => string
  readonly responder: Responder
  readonly timeouts: Timeouts
  readonly inFlight: InFlight
}

/**
 * HTTP/2 (RFC 9113) for clients that ask for it when they open TLS, as curl does: AWS's hosts speak it, and a recording
 * of an exchange with them begins with `HTTP/2 401`.
 */
export function createHttp2(options: Http2Options): (socket: TLSSocket) => void {
  // Loaded with the first such connection, and at once: what the client has sent already must not be read by others.
  const { createServer } = process.getBuiltinModule('node:http2') as typeof import('node:http2')
  const server = createServer()
  server.on('sessionError', (error) => options.logger.log('debug', `HTTP/2: ${error.message}`))
  server.on('session', (session: ServerHttp2Session) => endWhenIdle(session, options.timeouts.idleMs))
  const onStream = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, _flags: number, raw: readonly string[]) =>
    serve(stream, headers, raw, options)
  server.on('stream', onStream)
  return (socket) => server.emit('connection', socket)
}

function serve(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  rawHeaders: readonly string[],
  { admit, bodies, logger, ownOrigin, responder, inFlight, timeouts }: Http2Options,
): void {
  stream.on('error', (error) => logger.log('debug', `HTTP/2: ${error.message}`))
  inFlight.began()
  stream.on('close', () => inFlight.ended())
  const isHead = headers[':method'] === 'HEAD'
  const request = new NodeRequest(messageOf(stream, headers, rawHeaders), ownOrigin(), stream)
  answer()
    .then((response) => send(stream, response, isHead))
    .catch((error: unknown) => {
      if (!stream.destroyed && !stream.aborted) responder.brokenOff(error)
      stream.close(INTERNAL_ERROR)
    })

  async function answer(): Promise<WireResponse> {
    // No more is to come: END_STREAM stood with the headers (RFC 9113, section 8.1).
    if (stream.readableEnded || stream.endAfterHeaders) return responder.respond(request)
    const admission = responder.admission(admit, request)
    if (isAnswer(admission)) return refusing(admission)
    if (Number(headers['content-length'] ?? 0) > admission.maxBytes)
      return refusing(await responder.refusal(admission, request))
    const deadline = setTimeout(() => stream.close(CANCEL), timeouts.requestMs)
    const body = await readBody(stream, admission.maxBytes, bodies.reserve(stream)).finally(() =>
      clearTimeout(deadline),
    )
    if (body === 'too-large') return responder.refusal(admission, request)
    if (body === 'no-room') return NO_ROOM
    request.body = body
    return responder.respond(request)
  }

  /** What still comes of the body is let go. */
  function refusing(response: WireResponse): WireResponse {
    stream.resume()
    return response
  }
}

/** The request as HTTP/1.1 would have brought it: `:authority` is its Host (RFC 9113, section 8.3.1). */
function messageOf(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, rawHeaders: readonly string[]) {
  const { ':method': method, ':path': url, ':authority': authority } = headers
  const host = headers.host ?? authority
  const plain = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':')))
  const raw: string[] = host === undefined || headers.host !== undefined ? [] : ['host', host]
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const [name, value] = [rawHeaders[i], rawHeaders[i + 1]]
    if (name !== undefined && value !== undefined && !name.startsWith(':')) raw.push(name, value)
  }
  return {
    method,
    url,
    headers: host === undefined ? plain : { ...plain, host },
    rawHeaders: raw,
    socket: { remoteAddress: stream.session?.socket.remoteAddress, encrypted: true },
  }
}

/** They steer an HTTP/1.1 connection and mean nothing here (RFC 9113, section 8.2.2). */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
])

async function send(
  stream: ServerHttp2Stream,
  { status, headers, body }: WireResponse,
  isHead: boolean,
): Promise<void> {
  const isWhole = typeof body === 'string' || Buffer.isBuffer(body)
  if (stream.destroyed) {
    if (!isWhole) discard(body)
    return
  }
  const fields: Record<string, string | number | string[]> = { ':status': status }
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    if (OF_THE_CONNECTION.has(key)) continue
    const earlier = fields[key]
    fields[key] = earlier === undefined ? value : [...(Array.isArray(earlier) ? earlier : [String(earlier)]), value]
  }
  const isBare = isHead || status === 204 || status === 304
  if (isWhole && status !== 204 && status !== 304) {
    fields['content-length'] ??= typeof body === 'string' ? Buffer.byteLength(body) : body.length
  }
  stream.respond(fields, { endStream: isBare })
  if (isWhole) {
    if (!isBare) stream.end(body)
  } else if (isBare) discard(body)
  else await pour(body, stream)
}
