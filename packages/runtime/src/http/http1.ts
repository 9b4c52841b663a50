import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { WireResponse } from '../kernel/wire.ts'
import { type Admit, isAnswer, NO_ROOM } from './admission.ts'
import type { BodyBudget } from './body-budget.ts'
import { type InFlight, OpenAnswers } from './in-flight.ts'
import { NodeRequest } from './node-request.ts'
import { plainReply } from './plain-reply.ts'
import { readBody } from './read-body.ts'
import { announcedBytes, refuseBody } from './refuse-body.ts'
import type { Responder } from './responder.ts'
import { refuseMalformed, type TunnelRequest } from './sockets.ts'
import type { Timeouts } from './timeouts.ts'
import { sendOrFail } from './write-response.ts'

export interface Http1Options {
  readonly admit: Admit
  readonly bodies: BodyBudget
  readonly responder: Responder
  readonly timeouts: Timeouts
  readonly inFlight: InFlight
  readonly ownOrigin: () => string
  /** `CONNECT name:port`. */
  readonly onConnect: (request: TunnelRequest, socket: Socket) => void
}

const MAX_HEADER_BYTES = 256 * 1024
const MAX_HEADERS = 1000
const CHECK_MS = 15_000
const TOO_MANY_HEADERS = plainReply(431, `More than ${MAX_HEADERS} headers are not taken.\n`)
const OTHER_VERSION = plainReply(505, 'HTTP/1.1 and HTTP/1.0 are spoken here.\n')
const TWO_HOSTS = plainReply(400, 'A request names one host.\n')

/** HTTP/1.1 on connections that are handed to it by `emit('connection', socket)`. */
export function createHttp1(options: Http1Options): Server {
  const { admit, bodies, responder, ownOrigin, timeouts } = options
  const open = new OpenAnswers(options.inFlight)
  const http = createServer({
    maxHeaderSize: MAX_HEADER_BYTES,
    keepAliveTimeout: timeouts.idleMs,
    headersTimeout: timeouts.headMs,
    requestTimeout: timeouts.requestMs,
    connectionsCheckingInterval: Math.min(timeouts.headMs, CHECK_MS),
  })
  // Node would leave out what is beyond its own limit, even the length of the body; here too many are refused.
  http.maxHeadersCount = 0
  http.on('connection', (socket: Socket) => open.connected(socket))
  http.on('request', (message, response) => {
    open.began(message.socket, response)
    answer(message, response, undefined)
  })
  http.on('checkContinue', (message, response) => {
    open.began(message.socket, response)
    answer(message, response, () => response.writeContinue())
  })
  http.on('connect', ({ url = '', headers }: IncomingMessage, socket: Socket, head: Buffer) =>
    options.onConnect({ target: url, authorization: headers['proxy-authorization'], head }, socket),
  )
  http.on('clientError', refuseMalformed)
  // Node arms its timeouts for slow headers and bodies when a server listens; this one is handed its connections.
  http.emit('listening')
  return http

  /** `askForBody` is called when a body that the client holds back is wanted. */
  function answer(message: IncomingMessage, response: ServerResponse, askForBody: (() => void) | undefined): void {
    const { headers } = message
    const flaw = flawOf(message)
    if (flaw) {
      refuseBody(message, response, flaw)
      return
    }
    const request = new NodeRequest(message, ownOrigin(), response)
    if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) handle(request, response)
    else receive(message, request, response, askForBody)
  }

  function receive(
    message: IncomingMessage,
    request: NodeRequest,
    response: ServerResponse,
    askForBody: (() => void) | undefined,
  ): void {
    const admission = responder.admission(admit, request)
    if (isAnswer(admission)) {
      refuseBody(message, response, admission)
      return
    }
    const refuse = () => responder.refusal(admission, request).then((refusal) => refuseBody(message, response, refusal))
    if (announcedBytes(message) > admission.maxBytes) {
      refuse()
      return
    }
    askForBody?.()
    readBody(message, admission.maxBytes, bodies.reserve(response)).then(
      (body) => {
        if (body === 'too-large') refuse()
        else if (body === 'no-room') refuseBody(message, response, NO_ROOM)
        else {
          request.body = body
          handle(request, response)
        }
      },
      () => response.destroy(),
    )
  }

  function handle(request: NodeRequest, response: ServerResponse): void {
    const answered = responder.respond(request)
    if (answered instanceof Promise) answered.then((late) => sendOrFail(response, late, responder))
    else sendOrFail(response, answered, responder)
  }
}

/** What Node's parser lets through. On every request's way: it asks each name for its length only. */
function flawOf(message: IncomingMessage): WireResponse | undefined {
  const { rawHeaders } = message
  const { length } = rawHeaders
  if (length > 2 * MAX_HEADERS) return TOO_MANY_HEADERS
  if (message.httpVersionMajor !== 1) return OTHER_VERSION
  let hosts = 0
  for (let i = 0; i < length; i += 2) {
    const name = rawHeaders[i] as string
    if (name.length === 4 && (name === 'Host' || name.toLowerCase() === 'host')) hosts++
  }
  // Whoever stands before us may have gone by the other one (RFC 9112, section 3.2).
  return hosts > 1 ? TWO_HOSTS : undefined
}
