import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { type InFlight, OpenAnswers } from './in-flight.ts'
import { NodeRequest } from './node-request.ts'
import { plainReply } from './plain-reply.ts'
import { readBody } from './read-body.ts'
import { announcedBytes, refuseBody } from './refuse-body.ts'
import type { Responder } from './responder.ts'
import { refuseMalformed } from './sockets.ts'
import { sendOrFail } from './write-response.ts'

export interface Http1Options {
  readonly maxBodyBytes: number
  readonly responder: Responder
  readonly inFlight: InFlight
  readonly ownOrigin: () => string
  /** `CONNECT name:port`. */
  readonly onConnect: (target: string, socket: Socket, head: Buffer) => void
}

const MAX_HEADER_BYTES = 256 * 1024
/** The CDK CLI keeps connections for long and takes a reset for a failure. */
const KEEP_ALIVE_MS = 120_000
const NO_BODY = Buffer.alloc(0)

/** HTTP/1.1 on connections that are handed to it by `emit('connection', socket)`. */
export function createHttp1(options: Http1Options): Server {
  const { maxBodyBytes, responder, inFlight, ownOrigin } = options
  const open = new OpenAnswers()
  const http = createServer({ maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: KEEP_ALIVE_MS })
  http.on('connection', (socket: Socket) => open.connected(socket))
  http.on('request', (message, response) => {
    inFlight.watch(response)
    open.began(message.socket, response)
    answer(message, response)
  })
  // A body that would be refused is not asked for.
  http.on('checkContinue', (message, response) => {
    if (announcedBytes(message) <= maxBodyBytes) response.writeContinue()
    http.emit('request', message, response)
  })
  http.on('connect', (message: IncomingMessage, socket: Socket, head: Buffer) =>
    options.onConnect(message.url ?? '', socket, head),
  )
  http.on('clientError', refuseMalformed)
  // Node arms its timeouts for slow headers and bodies when a server listens; this one is handed its connections.
  http.emit('listening')
  return http

  function answer(message: IncomingMessage, response: ServerResponse): void {
    const { headers } = message
    if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) {
      handle(message, response, NO_BODY)
      return
    }
    const tooLarge = () =>
      refuseBody(message, response, plainReply(413, `A body of more than ${maxBodyBytes} bytes is not taken.\n`))
    if (announcedBytes(message) > maxBodyBytes) {
      tooLarge()
      return
    }
    readBody(message, maxBodyBytes).then(
      (body) => {
        if (body === 'too-large') tooLarge()
        else handle(message, response, body)
      },
      () => response.destroy(),
    )
  }

  function handle(message: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const answered = responder.respond(new NodeRequest(message, body, ownOrigin(), response))
    if (answered instanceof Promise) answered.then((late) => sendOrFail(response, late, responder))
    else sendOrFail(response, answered, responder)
  }
}
